"""A calendar for whoever has its link: a month as a list, or a subscription."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from antiphon.kernel.secret import Secret
from antiphon.kernel.window import resolve_slot
from antiphon.plan.models import Kind, SharedView
from antiphon.plan.outside import actions
from antiphon.publish.sheets import feed, showing
from antiphon.publish.sheets.showing import Entry
from antiphon.web.pages.outside import files
from antiphon.web.pages.outside.quiet import missing, page, quiet
from antiphon.work import clock

AROUND = (timedelta(days=60), timedelta(days=366))
"""How far back and ahead a subscription tells."""
YEARS = (2000, 2100)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry and the addresses of its pictures."""

    entry: Entry
    pictures: list[tuple[str, str]]


@require_safe
def month(request: HttpRequest, token: str) -> HttpResponse:
    """One month of the calendar, day by day; nothing of who plans it."""
    view = actions.opened(Secret(token), Kind.CALENDAR)
    if view is None:
        return missing()
    first = _month(request.GET.get("month", ""))
    following = (first + timedelta(days=31)).replace(day=1)
    zone = view.workspace.time_zone
    begin, end = (_instant(day, zone) for day in (first, following))
    wants = {
        "brand": view.workspace.name,
        "zone": zone,
        "month": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": following,
        "days": list(_days(view, showing.entries(view, begin, end))),
        "ends": view.ends_at,
    }
    return page("web/pages/outside/calendar.html", wants)


@require_safe
def subscription(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 -- the token says all
    """The calendar for programs that ask again by themselves."""
    view = actions.opened(Secret(token), Kind.ICS)
    if view is None:
        return missing()
    now = clock.now()
    entries = showing.entries(view, now - AROUND[0], now + AROUND[1])
    answer = HttpResponse(
        feed.calendar(view.workspace.name, entries), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return quiet(answer)


def _days(view: SharedView, entries: list[Entry]) -> Iterator[tuple[date, list[Shown]]]:
    for day, found in groupby(entries, key=lambda entry: entry.at.date()):
        yield day, [Shown(entry, _pictures(view, entry)) for entry in found]


def _pictures(view: SharedView, entry: Entry) -> list[tuple[str, str]]:
    return [(files.address(view, file.asset), file.alt or file.asset.alt) for file in entry.files]


def _month(given: str) -> date:
    try:
        found = datetime.strptime(given, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        found = clock.here().date()
    return (found if YEARS[0] <= found.year < YEARS[1] else clock.here().date()).replace(day=1)


def _instant(day: date, zone: str) -> datetime:
    return resolve_slot(datetime.combine(day, datetime.min.time()), zone).instant
