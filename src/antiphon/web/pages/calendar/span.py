"""Which days a page of the calendar shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from antiphon.kernel.window import local
from antiphon.people.models import Workspace
from antiphon.publish.calendar.values import Span
from antiphon.work import clock

FIRST, LAST = date(2000, 1, 31), date(2199, 12, 1)
LISTED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Page:
    """The days of a page, the day that was asked for, and the pages before and after."""

    span: Span
    on: date
    today: date
    before: date
    after: date
    within: tuple[date, date]
    """The days that it is about; others only fill the rows."""


def now(workspace: Workspace) -> datetime:
    """What the clock on the workspace's wall shows."""
    return local(clock.here(), workspace.time_zone)


def asked(given: str, workspace: Workspace) -> tuple[date, date]:
    """The day that was asked for, or today; and today."""
    today = now(workspace).date()
    try:
        on = date.fromisoformat(given)
    except ValueError:
        return today, today
    return min(max(on, FIRST), LAST), today


def month(given: str, workspace: Workspace) -> Page:
    """The weeks in which the month of that day lies."""
    on, today = asked(given, workspace)
    first = on.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    begins = _week_of(first, workspace)
    ends = _week_of(last, workspace) + timedelta(days=6)
    span = Span(begins, ends, workspace.time_zone)
    before = (first - timedelta(days=1)).replace(day=1)
    return Page(span, on, today, before, after, (first, last))


def week(given: str, workspace: Workspace) -> Page:
    """The seven days in which that day lies."""
    on, today = asked(given, workspace)
    first = _week_of(on, workspace)
    last, step = first + timedelta(days=6), timedelta(days=7)
    span = Span(first, last, workspace.time_zone)
    return Page(span, on, today, first - step, first + step, (first, last))


def listed(given: str, workspace: Workspace) -> Page:
    """A month's worth of days from that day on."""
    on, today = asked(given, workspace)
    last = on + LISTED
    span = Span(on, last, workspace.time_zone)
    step = LISTED + timedelta(days=1)
    return Page(span, on, today, on - step, on + step, (on, last))


PAGES = {"calendar": month, "calendar_week": week, "calendar_list": listed}
"""By the name of their address."""


def _week_of(day: date, workspace: Workspace) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday(workspace)) % 7)


def first_weekday(workspace: Workspace) -> int:
    """With which day a week begins there, 0 for Monday: as the country of its clock has it."""
    said = workspace.week_start
    return _first_weekday(workspace.time_zone) if said is None else said


@cache
def _first_weekday(zone: str) -> int:
    territory = get_global("zone_territories").get(zone, "001")
    try:
        return Locale.parse(f"und_{territory}").first_week_day
    except (UnknownLocaleError, ValueError):
        return 0
