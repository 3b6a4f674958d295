"""The calendar by month, by week, and as a list."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antiphon.people.models import Member
from antiphon.plan.models import TINTS
from antiphon.publish.calendar import queries
from antiphon.publish.calendar.queries import Much
from antiphon.web.pages.calendar import span
from antiphon.web.pages.calendar.board import Board, board
from antiphon.web.pages.calendar.drawn import OPENS, Links, draw_post, side_by_side
from antiphon.web.pages.calendar.span import Page
from antiphon.web.pages.calendar.wanted import Filters, filters, looks
from antiphon.web.request import in_workspace
from antiphon.web.shown.states import Look, look

EXPORTS = (("csv", "CSV"), ("xlsx", "XLSX"), ("ics", "iCalendar"))
CLOSES = 23
IN_TRAY, IN_LANE, IN_LIST = 24, 24, 100
HOURS = tuple((f"{hour:02}:00", (hour - OPENS) * 4) for hour in range(OPENS, CLOSES))


@require_safe
@in_workspace
def month(request: HttpRequest, by: Member) -> HttpResponse:
    """Five or six weeks, three chips a day, and what has no time yet."""
    page, wanted = span.month(request.GET.get("on", ""), by.workspace), filters(request)
    found = board(by, page, wanted.wanted, Much(counted=page.within))
    wants = _around("calendar", by, page, wanted, found)
    wants |= tray(by, wanted) | {"sums": sums(found.counts)}
    wants["title"] = date_format(page.within[0], "YEAR_MONTH_FORMAT")
    wants["is_now"] = page.within[0] <= page.today <= page.within[1]
    return render(request, "web/pages/calendar/month.html", wants)


@require_safe
@in_workspace
def week(request: HttpRequest, by: Member) -> HttpResponse:
    """Seven days from six to eleven, each chip at its minute."""
    page, wanted = span.week(request.GET.get("on", ""), by.workspace), filters(request)
    found = board(by, page, wanted.wanted, Much(a_day=IN_LANE, free_a_day=6))
    for cell in found.cells:
        cell.chips = side_by_side(cell.chips)
    wants = _around("calendar_week", by, page, wanted, found) | {"hours": HOURS}
    first, last = (date_format(day, "j M") for day in page.within)
    wants["title"] = f"{first} – {last} {page.span.last.year}"
    wants |= clock_of(by)
    return render(request, "web/pages/calendar/week.html", wants)


@require_safe
@in_workspace
def listed(request: HttpRequest, by: Member) -> HttpResponse:
    """Day by day, everything of each."""
    page, wanted = span.listed(request.GET.get("on", ""), by.workspace), filters(request)
    number = request.GET.get("page", "")
    skip = (int(number) - 1) * IN_LIST if number.isdecimal() and 0 < int(number) < 1_000 else 0
    much = Much(a_day=100_000, most=IN_LIST, skip=skip)
    found = board(by, page, wanted.wanted, much)
    wants = _around("calendar_list", by, page, wanted, found)
    shown = sum(len(cell.chips) for cell in found.cells)
    total = sum(found.counts.values())
    pages = {"earlier": skip // IN_LIST, "later": skip // IN_LIST + 2}
    wants |= {
        "sums": sums(found.counts),
        "total": total,
        "earlier": pages["earlier"] if skip else 0,
        "later": pages["later"] if skip + shown < total else 0,
        "title": _("From %(day)s") % {"day": date_format(page.on, "j M Y")},
    }
    return render(request, "web/pages/calendar/list.html", wants)


def clock_of(by: Member) -> dict[str, Any]:
    """Where the clock on the wall stands, if a week shows that hour."""
    now = span.now(by.workspace)
    quarter = (now.hour - OPENS) * 4 + now.minute // 15
    told = {"quarter": quarter, "at": f"{now:%H:%M}", "zone": f"{now:%Z}"}
    return {"now": told, "is_open": OPENS <= now.hour < CLOSES}


def tray(by: Member, wanted: Filters) -> dict[str, Any]:
    """What has no time yet, as far as it fits."""
    links = Links.of(by)
    rows = list(queries.tray(by.workspace, wanted.wanted)[:IN_TRAY])
    of = rows[0].of if rows else 0  # type: ignore[attr-defined]  # annotated
    return {"tray": [draw_post(row, links) for row in rows], "of": of, "left": of - len(rows)}


@dataclass(frozen=True, slots=True)
class Sum:
    """How many are in a state."""

    look: Look
    count: int


def sums(counts: dict[str, int]) -> list[Sum]:
    """How many chips are in which state; states that look alike are one."""
    found: dict[Look, int] = {}
    for state, count in counts.items():
        found[look(state)] = found.get(look(state), 0) + count
    return [Sum(one, count) for one, count in sorted(found.items(), key=lambda pair: -pair[1])]


def _around(name: str, by: Member, page: Page, wanted: Filters, found: Board) -> dict[str, Any]:
    """What each of the three shows around its days."""
    places = (("calendar", _("Month")), ("calendar_week", _("Week")), ("calendar_list", _("List")))
    slug = by.workspace.slug
    kept = f"&{wanted.query}" if wanted.query else ""
    return {
        "board": found,
        "page": page,
        "filters": wanted,
        "kept": kept,
        "looks": looks(),
        "compose": Links.of(by).compose,
        "here": reverse(name, args=[slug]),
        "view": name,
        "tints": range(1, TINTS + 1),
        "exports": ((form, _("Export as %(form)s") % {"form": word}) for form, word in EXPORTS),
        "places": [(reverse(one, args=[slug]), word, one == name) for one, word in places],
    }
