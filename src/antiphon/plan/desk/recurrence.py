"""On which days something returns, and at which instants; pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from antiphon.kernel.window import Moment, resolve_slot
from antiphon.plan.models import Series, Unit

FARTHEST = timedelta(days=366 * 50)
"""Nobody plans further; it ends what would go on for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Every so many days, weeks or months from a day on, at one hour on one wall."""

    begins_on: date
    at: time
    zone: str
    every: int = 1
    unit: Unit = Unit.WEEK
    weekdays: tuple[int, ...] = ()
    """0 is Monday; counts for weeks."""
    ends_on: date | None = None

    def days(self) -> Iterator[date]:
        """Its days in their order, from its beginning to its end."""
        end = min(self.ends_on or date.max, self.begins_on + FARTHEST)
        for day in self._unending():
            if day > end:
                return
            if day >= self.begins_on:
                yield day

    def moments(
        self, after: datetime, *, apart: int = 0, last: date | None = None
    ) -> Iterator[Moment]:
        """Its instants after that one, at least so many days `apart`, also from the `last` one.

        An hour that a day does not have comes at the first instant after the gap; of two, the
        first.
        """
        for day in self.days():
            if last and (day - last).days < max(apart, 1):
                continue
            moment = resolve_slot(datetime.combine(day, self.at), self.zone)
            if moment.instant > after:
                yield moment
                last = day

    def _unending(self) -> Iterator[date]:
        for step in count(0, self.every):
            match self.unit:
                case Unit.DAY:
                    yield self.begins_on + timedelta(days=step)
                case Unit.WEEK:
                    yield from self._week(step)
                case Unit.MONTH:
                    yield _in_month(self.begins_on, step)

    def _week(self, step: int) -> Iterator[date]:
        monday = self.begins_on - timedelta(days=self.begins_on.weekday())
        for weekday in self.weekdays or (self.begins_on.weekday(),):
            yield monday + timedelta(weeks=step, days=weekday)


def rule_of(series: Series) -> Rule:
    """The rule that a series keeps."""
    return Rule(
        begins_on=series.begins_on,
        at=series.at,
        zone=series.zone,
        every=series.every,
        unit=Unit(series.unit),
        weekdays=tuple(sorted(series.weekdays)),
        ends_on=series.ends_on,
    )


def following(series: Series, after: datetime, *, last: date | None = None) -> Moment | None:
    """Its next return after that instant, unless it has ended by then."""
    if series.count is not None and series.made >= series.count:
        return None
    return next(rule_of(series).moments(after, apart=series.apart, last=last), None)


def due(series: Series) -> datetime | None:
    """When its next return is to be made: some days ahead, so that people see it coming."""
    return series.next_at - timedelta(days=series.ahead) if series.next_at else None


def _in_month(day: date, months: int) -> date:
    """The same day so many months later; in a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
