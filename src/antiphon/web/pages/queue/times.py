"""The weekly times of a channel: added, taken out, paused, spread; each with a way back."""

from datetime import time
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.models import Member
from antiphon.plan import actions
from antiphon.plan import queries as plans
from antiphon.plan.finding import found
from antiphon.plan.models import Slot
from antiphon.web.answer import Done
from antiphon.web.pages.queue.views import changed
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

Times = list[tuple[int, time]]


@require_POST
@in_workspace
def add(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """One more weekly time."""
    channel = found(Channel, by.workspace, pk)
    undo, standing = _kept(request, by, channel)
    actions.set_slots(by, channel, [*standing, _asked(request)])
    return changed(request, by, channel, Done(words=_("One more weekly time."), undo=undo))


@require_POST
@in_workspace
def change(request: HttpRequest, by: Member, pk: UUID, slot: UUID) -> HttpResponse:
    """Pause a weekly time, take it up again, or take it out."""
    channel = found(Channel, by.workspace, pk)
    row = found(Slot, by.workspace, slot)
    undo, standing = _kept(request, by, channel)
    match request.POST.get("deed", ""):
        case "remove":
            actions.set_slots(by, channel, [one for one in standing if one != _at(row)])
            words = _("That weekly time is gone. What stands in it stays.")
        case "pause":
            actions.pause_slot(by, row)
            words = _("Paused: nothing new takes that time.")
        case _other:
            actions.pause_slot(by, row, paused=False)
            words = _("Taken up again.")
    return changed(request, by, channel, Done(words=words, undo=undo))


@require_POST
@in_workspace
def spread(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """So many times a week, spread over days and hours."""
    channel = found(Channel, by.workspace, pk)
    said = request.POST.get("per_week", "")
    count = int(said) if said.isdecimal() and len(said) < 5 else 0
    undo, _standing = _kept(request, by, channel)
    made = actions.spread_slots(by, channel, per_week=count)
    words = ngettext("%(n)s weekly time now.", "%(n)s weekly times now.", len(made))
    return changed(request, by, channel, Done(words=words % {"n": len(made)}, undo=undo))


def _kept(request: HttpRequest, by: Member, channel: Channel) -> tuple[str, Times]:
    """The way back to the times as they are, and those times."""
    rows = list(plans.slots(channel))
    kept = [[row.weekday, row.at.isoformat(), row.paused] for row in rows]
    undo = remember(request, by, "queue.slots", channel=str(channel.pk), slots=kept)
    return undo, [_at(row) for row in rows]


def _at(row: Slot) -> tuple[int, time]:
    return row.weekday, row.at


def _asked(request: HttpRequest) -> tuple[int, time]:
    day, at = request.POST.get("weekday", ""), request.POST.get("at", "")
    try:
        return int(day), time.fromisoformat(at)
    except ValueError:
        say = _("Choose a day and a time like 17:30.")
        raise BadInputError(Problem(field="at", rule="not_a_time", say=say)) from None
