"""Whoever was sending these died on the way; nobody knows how far it came."""

from django.db import transaction

from antiphon.publish import sequel
from antiphon.publish.actions.record import settle
from antiphon.publish.models import Publication, Shift
from antiphon.publish.states import State
from antiphon.work.clock import ClockTimestamp

AT_ONCE = 500
WORDS = "The worker that was sending this stopped before the answer came."


def doubt_abandoned() -> int:
    """Rows of shifts that have ended are in doubt: looked for, or repeated where that is safe."""
    ended = Shift.objects.filter(until__lt=ClockTimestamp())
    with transaction.atomic():
        rows = Publication.objects.filter(state=State.SENDING, shift__in=ended)
        locked = rows.select_related("channel").select_for_update(skip_locked=True, of=("self",))
        found = list(locked[:AT_ONCE])
        for row in found:
            settle(row, sequel.doubt(row, WORDS))
    if not found:
        _forget_old_shifts()
    return len(found)


def _forget_old_shifts() -> None:
    idle = Shift.objects.filter(until__lt=ClockTimestamp())
    idle.exclude(pk__in=Publication.objects.filter(state=State.SENDING).values("shift")).delete()
