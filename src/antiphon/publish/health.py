"""Whether anything is stuck, told from rows."""

from django.db.models import Min

from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from antiphon.work.health import Finding

OLDEST_DUE = 300.0
"""Seconds; an older due row means that nobody works (O2)."""


def oldest_due() -> Finding:
    """The oldest publication that should have been sent, looked for or checked by now."""
    rows = Publication.objects.filter(state__in=[State.WAITING, State.UNSURE, State.ACCEPTED])
    moment = clock.now()
    oldest = rows.filter(due_at__lte=moment).aggregate(at=Min("due_at"))["at"]
    age = (moment - oldest).total_seconds() if oldest else 0.0
    return Finding("publications", age < OLDEST_DUE, f"oldest due waits {age:.0f} s")


CHECKS = [oldest_due]
