"""Changing a publication: its hour, its words, or that it is there at all."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.errors import AntiphonError, NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import resolve
from antiphon.people.models import Member
from antiphon.people.policy import Refused
from antiphon.plan.states import State as PostState
from antiphon.publish import actions
from antiphon.publish.actions.schedule import insist_on_time
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.models import Publication
from antiphon.web.answer import Done, onward
from antiphon.web.pages.publication.deeds import address
from antiphon.web.pages.publication.views import found, page
from antiphon.web.request import View, in_workspace
from antiphon.web.undo.memory import remember

Change = Callable[[HttpRequest, Member, Publication], Done]


def change(field: str) -> Callable[[Change], View]:
    """A view that makes a change; refused, the page stands there again with what was typed."""

    def made(do: Change) -> View:
        @require_POST
        @in_workspace
        def view(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
            row = found(by, pk)
            try:
                return onward(request, address(by, row), do(request, by, row))
            except (Refused, NotHereError):
                raise
            except AntiphonError as error:
                return _refused(request, by, pk, _problems(error, field))

        return view

    return made


def _problems(error: AntiphonError, field: str) -> list[Problem]:
    said = error.problems if isinstance(error, BadInputError) else ()
    return [
        Problem(field=field, rule=one.rule, say=one.say, actual=one.actual, limit=one.limit)
        for one in said
    ] or [Problem(field=field, rule="not_now", say=str(error))]


def _refused(request: HttpRequest, by: Member, pk: UUID, wrong: list[Problem]) -> HttpResponse:
    typed = request.POST.get("text")
    return page(request, by, found(by, pk), wrong=wrong, typed=typed)


@change("at")
def move(request: HttpRequest, by: Member, row: Publication) -> Done:
    """Another hour, in the workspace's zone."""
    moment = resolve(_typed_time(request), by.workspace.time_zone)
    insist_on_time(moment.instant)
    before = actions.move_to(by, row, moment)
    facts = {"instant": before.instant.isoformat(), "wall": before.wall.isoformat(),
             "zone": before.zone, "fold": before.fold, "floating": row.floating}  # fmt: skip
    undo = remember(request, by, "publication.move", id=str(row.pk), **facts)
    return Done(words=_("Moved."), undo=undo)


@change("text")
def mend(request: HttpRequest, by: Member, row: Publication) -> Done:
    """Other words on this channel, sent as soon as whoever must has agreed."""
    post = agenda.mend(by, row, request.POST.get("text", ""))
    if post.state == PostState.APPROVED:
        return Done(words=_("Sent again in the new words."))
    return Done(words=_("Kept. It is sent again once others have agreed to the new words."))


@change("text")
def anew(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """As its post reads now."""
    agenda.tell_anew(by, row)
    return Done(words=_("Sent again as it reads now."))


@change("live")
def edit(request: HttpRequest, by: Member, row: Publication) -> Done:
    """Change what is live."""
    actions.edit_live(by, row, request.POST.get("text", ""))
    return Done(words=_("Changed on the network."))


@change("live")
def withdraw(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """Take it back from the network, once that was meant."""
    actions.withdraw(by, row)
    return Done(words=_("Taken back from the network."))


def _typed_time(request: HttpRequest) -> datetime:
    try:
        return datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        say = _("Choose a day and an hour.")
        raise BadInputError(Problem(field="at", rule="malformed", say=say)) from None
