"""What every page in a workspace shows around its own matter."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from antiphon.notices import queries as notices
from antiphon.people.models import Member, Role, Workspace
from antiphon.people.policy import may
from antiphon.plan import queries as posts
from antiphon.publish import queries as publications
from antiphon.publish.models import Hold
from antiphon.web.request import Here, here_of

THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do, to be asked by a template: `may.post.write`."""

    by: Member
    noun: str = ""

    def __getitem__(self, word: str) -> Any:
        """First the noun, then whether its verb is theirs."""
        return may(self.by, f"{self.noun}.{word}") if self.noun else Rights(self.by, word)


class Shell:
    """Navigation, counts where somebody must act, and what is on hold; asked only when shown."""

    def __init__(self, here: Here) -> None:
        self.by = here.by
        self.mine, self.others = here.mine, here.others

    @property
    def workspace(self) -> Workspace:
        """Where we are."""
        return self.by.workspace

    @property
    def may_begin(self) -> bool:
        """Whether they may begin another workspace."""
        owns = any(one.role == Role.OWNER for one in self.mine)
        return settings.OPEN_TO_FOUNDERS or owns

    def know(self, *, to_approve: int, to_decide: int) -> None:
        """Take over counts that a page has found out already."""
        self.to_approve, self.to_decide = to_approve, to_decide

    @cached_property
    def news(self) -> int:
        """How many notices are unread, for the bell."""
        return notices.count(self.by)

    @cached_property
    def holds(self) -> list[Hold]:
        """What stands still, for the band above every page."""
        return list(publications.holds(self.workspace).select_related("channel", "campaign"))

    @cached_property
    def to_approve(self) -> int:
        """How many posts wait for who asks."""
        return posts.waiting_for(self.by).count()

    @cached_property
    def to_decide(self) -> int:
        """How many publications wait for a person."""
        return publications.for_a_person(self.workspace).count()


def shell_of(request: HttpRequest, here: Here) -> Shell:
    """The one of this request: a page that asks for its holds asks the database once."""
    found: Shell | None = getattr(request, "shell", None)
    if found is None:
        found = Shell(here)
        request.shell = found  # type: ignore[attr-defined]  # kept for the rest of the request
    return found


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell of the workspace in which a page stands, and the colours that its reader chose."""
    theme = request.COOKIES.get("theme", "")
    told: dict[str, Any] = {"theme": theme if theme in THEMES else ""}
    if here := here_of(request):
        told |= {
            "shell": shell_of(request, here),
            "workspace": here.by.workspace,
            "may": Rights(here.by),
        }
    return told
