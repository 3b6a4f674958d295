"""What keeps this stage in order."""

import structlog
from django.contrib.sessions.models import Session
from django.db import connection

from antiphon.people.happenings import frontier
from antiphon.people.models import Happening, TrailHead
from antiphon.work.clock import ClockTimestamp

KEPT_MONTHS = 2
"""Whole months of happenings that are kept besides the present one."""

log = structlog.get_logger(__name__)


def tell_heads() -> int:
    """Write each trail's head to the log: a copy outside to hold the trail against."""
    heads = list(TrailHead.objects.order_by("workspace_id"))
    for head in heads:
        log.info("trail head", workspace=str(head.workspace_id), number=head.number, hash=head.hash)
    return len(heads)


def forget_sessions() -> int:
    """Delete the sessions that have ended."""
    return Session.objects.filter(expire_date__lt=ClockTimestamp()).delete()[0]


def turn_months() -> None:
    """Have room for the happenings of the months ahead, and forget the old ones."""
    with connection.cursor() as cursor:
        cursor.execute("select make_months('people_happening', 3)")
        cursor.execute("select forget_months('people_happening', %s)", [KEPT_MONTHS])


def settle_in_happenings() -> int:
    """What came with the dump of another server stands before everything that happens here."""
    return Happening.objects.filter(tx__gte=frontier().never).update(tx=0)
