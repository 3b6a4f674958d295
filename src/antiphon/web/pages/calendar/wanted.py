"""What of the calendar is to be shown, as the address says; a shared address shows the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict

from antiphon.plan.states import State as PostState
from antiphon.publish.calendar.values import Wanted
from antiphon.publish.states import State
from antiphon.web.shown.states import LOOKS, Look, look

SHOWN = {
    "draft": PostState.DRAFT,
    "asking": PostState.REVIEW,
    "scheduled": State.WAITING,
    "live": State.LIVE,
    "unsure": State.UNSURE,
    "refused": State.REFUSED,
    "held": State.HELD,
}
"""The states that can be picked, as the style sheets call them."""
ALIKE = {"sending": "scheduled", "accepted": "scheduled"}


@dataclass(frozen=True)
class Filters:
    """The part of an address that picks."""

    given: QueryDict

    @cached_property
    def wanted(self) -> Wanted:
        """As the calendar is asked; what is no id picks nothing out."""
        kinds = self.states
        return Wanted(
            channels=tuple(_ids(self.given.getlist("channel"))),
            campaign=self._one("campaign"),
            label=self._one("label"),
            author=self._one("author"),
            states=tuple(state for state, look in LOOKS.items() if _kind(look) in kinds),
        )

    @cached_property
    def states(self) -> list[str]:
        """The states that were picked."""
        return [kind for kind in self.given.getlist("state") if kind in SHOWN]

    @cached_property
    def kept(self) -> dict[str, list[str]]:
        """What is picked, as it stands in an address."""
        asked = self.wanted
        ones = {"campaign": asked.campaign, "label": asked.label, "author": asked.author}
        lists = {"channel": [*asked.channels], **{name: [id] for name, id in ones.items() if id}}
        return {name: [str(id) for id in ids] for name, ids in lists.items()} | {
            "state": self.states
        }

    @cached_property
    def count(self) -> int:
        """How much is picked."""
        return sum(len(values) for values in self.kept.values())

    @cached_property
    def query(self) -> str:
        """The same as part of another address, without the day."""
        return urlencode(self.kept, doseq=True)

    def _one(self, name: str) -> UUID | None:
        return next(iter(_ids([self.given.get(name, "")])), None)


def filters(request: HttpRequest) -> Filters:
    """What the address picks."""
    return Filters(request.GET)


def looks() -> list[Look]:
    """The states that can be picked, each with its icon and its word."""
    return [look(state) for state in SHOWN.values()]


def _kind(look: Look) -> str:
    return ALIKE.get(look.kind, look.kind)


def _ids(values: Iterable[str]) -> Iterable[UUID]:
    for value in values:
        try:
            yield UUID(value)
        except ValueError:
            continue
