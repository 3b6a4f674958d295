"""Moving a chip: to another day, into the calendar, or out of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.window import local
from antiphon.people.models import Member
from antiphon.publish.calendar import actions
from antiphon.publish.calendar.actions import Before
from antiphon.publish.calendar.hours import Aim
from antiphon.publish.calendar.queries import Much
from antiphon.web.answer import Done, Part, back, onward, part
from antiphon.web.pages.calendar import views
from antiphon.web.pages.calendar.board import board
from antiphon.web.pages.calendar.drawn import Links, side_by_side
from antiphon.web.pages.calendar.span import PAGES
from antiphon.web.pages.calendar.wanted import Filters, filters
from antiphon.web.request import in_workspace, is_part
from antiphon.web.undo.memory import remember

NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be moved, from where, to where, and on which page that is seen."""

    post: UUID
    at: datetime | None
    to: date | None
    minute: time | None
    view: str
    on: str


@require_POST
@in_workspace
def move(request: HttpRequest, by: Member) -> HttpResponse:
    """Move it at once, offer the way back, and answer with the days that changed."""
    asked, wanted = _asked(request), filters(request)
    before, words = _done(by, asked, wanted)
    done = Done(words=words, undo=remember(request, by, "calendar.move", before=before))
    if asked.view == "calendar_list" or not is_part(request):
        return onward(request, back(request, reverse("calendar", args=[by.workspace.slug])), done)
    wants = _changed(by, asked, wanted)
    return part(request, Part("web/pages/calendar/moved.html", wants), done)


def _asked(request: HttpRequest) -> Asked:
    given = request.POST
    to = "" if given.get("untimed") else given.get("to", "")
    view = given.get("view", "")
    try:
        return Asked(
            UUID(given.get("post", "")),
            datetime.fromisoformat(given["at"]) if given.get("at") else None,
            date.fromisoformat(to) if to else None,
            time.fromisoformat(given["time"]) if given.get("time") else None,
            view if view in PAGES else "calendar",
            given.get("on", ""),
        )
    except ValueError:
        raise NotHereError(_("There is nothing to move by that name.")) from None


def _done(by: Member, asked: Asked, wanted: Filters) -> tuple[list[Before], str]:
    """Do it; what it was before, and what was done, in words."""
    zone = by.workspace.time_zone
    if asked.to is None:
        if asked.at is None:
            raise NotHereError(_("It has no time already."))
        return actions.unplan(by, asked.post, asked.at), _("Taken out of the calendar.")
    aim = Aim(asked.to, zone, asked.minute)
    day = {"day": date_format(asked.to, "l j F")}
    if asked.at is not None:
        return actions.move(by, asked.post, asked.at, aim), _("Moved to %(day)s.") % day
    before, at = actions.place(by, asked.post, aim, wanted.wanted.channels)
    day["at"] = f"{local(at, zone):%H:%M}"
    return before, _("Meant for %(day)s, %(at)s. A draft goes out only once it is handed in.") % day


def _changed(by: Member, asked: Asked, wanted: Filters) -> dict[str, Any]:
    """The days that look otherwise now, of those that are on the page."""
    page = PAGES[asked.view](asked.on, by.workspace)
    is_week = asked.view == "calendar_week"
    much = Much(a_day=views.IN_LANE, free_a_day=6) if is_week else Much(counted=page.within)
    found = board(by, page, wanted.wanted, much)
    touched = _touched(by, asked)
    cells = [cell for cell in found.cells if cell.day in touched]
    for cell in cells if is_week else ():
        cell.chips = side_by_side(cell.chips)
    wants: dict[str, Any] = {
        "cells": cells,
        "is_week": is_week,
        "compose": Links.of(by).compose,
        "kept": f"&{wanted.query}" if wanted.query else "",
        "list": reverse("calendar_list", args=[by.workspace.slug]),
        "sums": views.sums(found.counts),
    }
    return wants | (views.clock_of(by) if is_week else views.tray(by, wanted))


def _touched(by: Member, asked: Asked) -> set[date]:
    """From where and to where; a day more, as other zones change their clocks at other times."""
    days = {asked.to - NEAR, asked.to, asked.to + NEAR} if asked.to else set[date]()
    return days | ({local(asked.at, by.workspace.time_zone).date()} if asked.at else set())
