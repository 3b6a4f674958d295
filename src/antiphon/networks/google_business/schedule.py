"""When an event or an offer is, and how it comes back; pure.

Source: developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts
(2026-11-21): all four parts of a schedule are needed, by the clock of the place itself.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def event(title: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The event of a post: its title, its times, and whether it comes back."""
    starts, ends = _moment(options, "starts"), _moment(options, "ends")
    if ends <= starts:
        raise ChangeIt("The end must come after the beginning.")
    schedule = {
        "startDate": _day(starts),
        "startTime": _time(starts),
        "endDate": _day(ends),
        "endTime": _time(ends),
    }
    found: dict[str, Any] = {"title": title, "schedule": schedule}
    pattern = _pattern(str(options.get("repeats") or ""), starts)
    if pattern:
        found["recurrenceInfo"] = {"seriesEndTime": _until(options, ends), **pattern}
    return found


def _moment(options: Mapping[str, Any], key: str) -> datetime:
    try:
        return datetime.fromisoformat(str(options.get(key) or "")).replace(tzinfo=None)
    except ValueError as error:
        raise ChangeIt("Google wants a day and a time for the beginning and the end.") from error


def _day(at: datetime) -> dict[str, int]:
    return {"year": at.year, "month": at.month, "day": at.day}


def _time(at: datetime) -> dict[str, int]:
    return {"hours": at.hour, "minutes": at.minute, "seconds": 0, "nanos": 0}


def _pattern(repeats: str, starts: datetime) -> dict[str, Any]:
    """Each day, or on the day of the week or of the month on which it begins."""
    patterns: dict[str, dict[str, Any]] = {
        "daily": {"dailyPattern": {}},
        "weekly": {"weeklyPattern": {"daysOfWeek": [DAYS[starts.weekday()]]}},
        "monthly": {"monthlyPattern": {"dayOfMonth": starts.day}},
    }
    return patterns.get(repeats, {})


def _until(options: Mapping[str, Any], ends: datetime) -> str:
    try:
        last = date.fromisoformat(str(options.get("repeats_until") or ""))
    except ValueError as error:
        raise ChangeIt("Say until which day it comes back.") from error
    if last <= ends.date():
        raise ChangeIt("The last day must come after the first time.")
    # The end of that day wherever the place is: the series ends before the next one begins.
    return f"{last + timedelta(days=1):%Y-%m-%d}T00:00:00Z"
