"""What needs me now, how today goes, what comes next, and how the week stands."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.engage import queries as messages
from antiphon.engage.attention import Kind, Need, attention, coming
from antiphon.notices import queries as notices
from antiphon.people import queries as people
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.publish import queries as publications
from antiphon.publish.agenda import pace
from antiphon.publish.models import Publication, Wish
from antiphon.web.pages.home import needs, staff
from antiphon.web.request import here_of, in_workspace, memberships, person_of
from antiphon.web.shell.context import shell_of
from antiphon.web.shown.addresses import web_address
from antiphon.work import clock

NEXT, HEARD, DRAWN, NOTES = 20, 5, 300, 24
NEWS = frozenset({
    "publication.live", "publication.refused", "publication.asking", "publication.missed",
    "publication.unsure", "post.submitted", "channel.lost",
})  # fmt: skip
DECIDED = frozenset({Kind.FAILED, Kind.ASKING, Kind.MISSED})


@require_safe
@never_cache
@login_required
def first(request: HttpRequest) -> HttpResponse:
    """To the first workspace of who signs in."""
    mine = memberships(request)
    if not mine and people.may_found(person_of(request)):
        return redirect("begin")
    if not mine:
        return render(request, "web/pages/home/nowhere.html")
    return redirect("home", mine[0].workspace.slug)


@require_safe
@in_workspace
def home(request: HttpRequest, by: Member) -> HttpResponse:
    """What needs me now; the rest of the page comes a moment later by itself."""
    found = attention(by)
    _tell_shell(request, found)
    rows = needs.rows(by, found)
    told = {
        "needs": rows[: needs.SHOWN],
        "more": max(0, len(rows) - needs.SHOWN),
        "count": len(rows),
        "now": localtime(clock.here()),
    }
    return render(request, "web/pages/home/page.html", told)


@require_safe
@in_workspace
def day(request: HttpRequest, by: Member) -> HttpResponse:
    """Today: what went out and goes out, and what came back by the half hour."""
    now = clock.here()
    begins = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = begins + timedelta(days=1)
    rows = publications.publications(by.workspace)
    today = rows.filter(planned_at__gte=begins, planned_at__lt=ends).exclude(state="cancelled")
    heard = messages.by_half_hour(by.workspace, begins, ends)
    drawn = staff.Day(begins, now, list(today[:DRAWN]), heard)
    told = {
        "drawings": staff.drawings(drawn),
        "most": drawn.most,
        "said": sum(bool(row.live_at) for row in drawn.rows),
        "ahead": sum(row.planned_at > now for row in drawn.rows),
        "heard": sum(heard.values()),
        "now": localtime(now),
    }
    return render(request, "web/pages/home/day.html", told)


@require_safe
@in_workspace
def following(request: HttpRequest, by: Member) -> HttpResponse:
    """What goes out next, and what came back last."""
    told = {
        "coming": _grouped(coming(by, most=NEXT)),
        "heard": [_message(row) for row in messages.messages(by.workspace)[:HEARD]]
        if may(by, "message.read")
        else [],
    }
    return render(request, "web/pages/home/next.html", told)


@require_safe
@in_workspace
def week(request: HttpRequest, by: Member) -> HttpResponse:
    """The goal and the streak of each channel."""
    found = pace.streaks(by.workspace)
    done = sum(min(one.done, one.per_week) for one in found)
    wanted = sum(one.per_week for one in found)
    planned = min(sum(one.planned for one in found), wanted - done)
    told = {
        "streaks": found,
        "notes": _notes(done, planned, wanted),
        "done": done,
        "planned": planned,
        "wanted": wanted,
        "open": wanted - done - planned,
        "has_channels": bool(found) or channels.channels(by.workspace).exists(),
    }
    return render(request, "web/pages/home/week.html", told)


@require_safe
@in_workspace
def news(request: HttpRequest, by: Member) -> HttpResponse:
    """How many things happened since the page was drawn; nothing to say is said with nothing."""
    since = request.GET.get("since", "")[:80]
    if not since:
        told = {"count": 0, "since": notices.now_at(by.workspace)}
        return render(request, "web/pages/home/news.html", told)
    happened = notices.changed_since(by.workspace, since)
    count = len({one.subject for one in happened if one.kind in NEWS})
    if not count:
        return HttpResponse(status=204)
    return render(request, "web/pages/home/news.html", {"count": count, "since": since})


def _tell_shell(request: HttpRequest, found: list[Need]) -> None:
    """The navigation counts the same things: what is known already is not asked again."""
    here = here_of(request)
    if here is not None:
        kinds = [need.kind for need in found]
        shell_of(request, here).know(
            to_approve=kinds.count(Kind.TO_APPROVE),
            to_decide=sum(kind in DECIDED for kind in kinds),
        )


def _grouped(rows: list[Publication | Wish]) -> list[dict[str, Any]]:
    """A post that goes out on several channels at one time is one line."""
    found = []
    for (at, _post), those in groupby(rows, key=_place):
        mine = list(those)
        several = [row for row in mine if isinstance(row, Publication)]
        found.append({
            "at": at, "post": mine[0].post, "channels": [row.channel for row in several],
            "state": several[0].state if several else "review",
        })  # fmt: skip
    return found


def _place(row: Publication | Wish) -> tuple[datetime | None, Any]:
    return row.planned_at, row.post_id


def _message(row: Any) -> dict[str, Any]:
    return {"row": row, "url": web_address(row.url)}


def _notes(done: int, planned: int, wanted: int) -> list[dict[str, Any]]:
    """The week as notes: those that are live, those that will be, those that are open."""
    kinds = ["c"] * done + ["o soon"] * planned + ["o"] * (wanted - done - planned)
    heights = (16, 8, 8, 0, 8, 16, 8, 0)
    return [
        {"kind": kind, "x": 6 + place * 24, "y": heights[place % len(heights)]}
        for place, kind in enumerate(kinds[:NOTES])
    ]
