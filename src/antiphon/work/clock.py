"""Whose clock counts: the database's for due times and leases, the process's for nothing.

`here()` is this process's own idea of the time, wrong by `ANTIPHON_CLOCK_SKEW` seconds in trials;
what is due and who holds a row is always judged by `now()` or by `ClockTimestamp()` inside a query.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Func


class ClockTimestamp(Func):
    """The database's time at this very moment, not at the start of the transaction."""

    function = "clock_timestamp"
    template = "%(function)s()"
    arity = 0
    output_field = DateTimeField()


def now() -> datetime:
    """The database's time."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        row = cursor.fetchone()
    time: datetime = row[0]
    return time


def here() -> datetime:
    """What this process believes the time is; for showing, never for deciding."""
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_SKEW)
