"""What goes out next on a channel, and when it speaks every week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.window import local
from antiphon.people.models import Member
from antiphon.plan import queries as plans
from antiphon.plan.models import Slot
from antiphon.publish.models import Publication
from antiphon.publish.queue import queries
from antiphon.publish.states import State
from antiphon.web.answer import Done, Part, onward, part
from antiphon.web.pages.calendar.span import first_weekday
from antiphon.web.request import in_workspace, is_part
from antiphon.work import clock

PLACES = 20
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A publication in the queue, or a weekly time that is free."""

    at: str
    address: str
    row: Publication | None = None
    name: str = ""

    @property
    def moves(self) -> bool:
        """Whether its place can be another one."""
        return bool(self.row and self.row.floating and self.row.state == State.WAITING)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week with the times at which the channel speaks."""

    number: int
    name: str
    slots: list[Slot]


@require_safe
@in_workspace
def queue(request: HttpRequest, by: Member, pk: UUID | None = None) -> HttpResponse:
    """The queue of that channel, or of the first."""
    rows = list(channels.channels(by.workspace))
    chosen = next((row for row in rows if pk in {None, row.pk}), None)
    if pk is not None and chosen is None:
        raise Http404
    wants: dict[str, Any] = {"channels": rows, "channel": chosen}
    if chosen is not None:
        wants |= shown(by, chosen)
    return render(request, "web/pages/queue/page.html", wants)


def shown(by: Member, channel: Channel) -> dict[str, Any]:
    """The places to come of a channel, and its weekly times."""
    rows = [*_rows(by, channel)]
    free = sum(row.row is None for row in rows)
    slots = list(plans.slots(channel))
    return {
        "channel": channel,
        "rows": rows,
        "free": free,
        "posts": len(rows) - free,
        "week": _week(by, slots),
        "slots": slots,
        "rhythm": network(channel.network).rhythm,
    }


def changed(request: HttpRequest, by: Member, channel: Channel, done: Done) -> HttpResponse:
    """The list and the weekly times as they are now, and what was done."""
    if not is_part(request):
        return onward(request, reverse("queue_one", args=[by.workspace.slug, channel.pk]), done)
    return part(request, Part("web/pages/queue/changed.html", shown(by, channel)), done)


def _rows(by: Member, channel: Channel) -> Iterable[Row]:
    slug = by.workspace.slug
    today = local(clock.here(), channel.time_zone).date()
    for place in queries.queue(channel, places=PLACES):
        wall = local(place.at.instant, channel.time_zone)
        at = f"{_day(wall.date(), today)} {wall:%H:%M}"
        if place.is_free:
            asked = urlencode({"at": f"{wall:%Y-%m-%dT%H:%M}", "channel": channel.pk})
            yield Row(at, f"{reverse('compose', args=[slug])}?{asked}")
        for row in place.rows:
            address = reverse("compose_post", args=[slug, row.post_id])
            yield Row(at, address, row, _name(row))


def _day(day: date, today: date) -> str:
    near = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    return near or date_format(day, "D j M")


def _name(row: Publication) -> str:
    words = row.post.title or row.post.text or _("(no text)")
    return " ".join(words[:200].split())


def _week(by: Member, slots: list[Slot]) -> list[Weekday]:
    first = first_weekday(by.workspace)
    days = [(first + place) % 7 for place in range(7)]
    return [
        Weekday(
            day,
            date_format(MONDAY + timedelta(days=day), "l"),
            [slot for slot in slots if slot.weekday == day],
        )
        for day in days
    ]
