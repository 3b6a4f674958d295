"""Weekly times for a given frequency, spread so that something can be learned from them."""

from datetime import time, timedelta

from antiphon.kernel.problem import BadInputError, Problem

OPENS, CLOSES = 8, 20
"""Between these hours of the channel's clock; a judgement of ours, not a best hour."""

_STEP = 5  # coprime with the hours between: one after the other every hour gets its turn


def spread(per_week: int, *, apart: timedelta) -> list[tuple[int, time]]:
    """So many times a week, days evenly, hours rotating, those of one day at least `apart`.

    There is no best hour for everybody. Hours rotate through the day, so that after some weeks the
    channel's own readings can tell which of them are good.
    """
    a_day = max(1, int(timedelta(hours=CLOSES - OPENS) / apart) + 1) if apart else 24
    if not 1 <= per_week <= 7 * a_day:
        say = f"Choose from 1 to {7 * a_day} times a week, not {per_week}."
        raise BadInputError(
            Problem(field="per_week", rule="range", actual=per_week, limit=7 * a_day, say=say)
        )
    days = [place * 7 // per_week for place in range(per_week)]
    found: list[tuple[int, time]] = []
    for day in sorted(set(days)):
        found += [(day, at) for at in _hours(day, days.count(day))]
    return found


def _hours(day: int, count: int) -> list[time]:
    """`count` times of one day, as far from each other as the day allows."""
    span = (CLOSES - OPENS) * 60
    if count == 1:
        minutes = [OPENS * 60 + (day * _STEP * 60) % span]
    else:
        minutes = [OPENS * 60 + place * span // (count - 1) for place in range(count)]
    return [time(*divmod(minute, 60)) for minute in minutes]
