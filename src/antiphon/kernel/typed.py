"""A time as somebody typed it, whichever door it came through."""

from datetime import UTC, datetime

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment, resolve

YEARS = (1900, 9998)
"""A zone may move a time of the first or last year out of the calendar."""


def moment(text: str, zone: str = "", fold: int | None = None) -> Moment:
    """The time that somebody typed, in the zone that they meant."""
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        say = f"“{text[:40]}” is not a time. Write it like 2026-12-24T18:00+01:00."
        raise BadInputError(Problem(field="at", rule="not_a_time", say=say)) from None
    if not YEARS[0] <= typed.year <= YEARS[1]:
        say = f"The year {typed.year} is too far away."
        raise BadInputError(Problem(field="at", rule="too_far", actual=typed.year, say=say))
    if typed.tzinfo is None and not zone:
        say = f"{text} has no zone. Add one: {text}+01:00, or name it: Europe/Berlin."
        raise BadInputError(Problem(field="at", rule="zone_missing", say=say))
    if typed.tzinfo is None:
        return resolve(typed, zone, fold)
    if zone:
        say = f"{text} has its zone already: name no other one."
        raise BadInputError(Problem(field="zone", rule="twice", say=say))
    instant = typed.astimezone(UTC)
    return Moment(instant.replace(tzinfo=None), "UTC", 0, instant)
