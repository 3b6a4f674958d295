"""What a workspace has, on one page."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.people import queries as people
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.publish import queries as publications
from antiphon.publish.models import Publication
from antiphon.publish.states import FOR_A_PERSON, State
from antiphon.web.request import in_workspace, memberships, person_of

SHOWN = 10
COMING = (State.WAITING, State.SENDING, State.UNSURE, State.ACCEPTED, State.HELD)
GONE = (State.LIVE, State.WITHDRAWN)


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
    """The workspace's channels with their state, what comes next and what came last."""
    rows = publications.publications(by.workspace)
    told = {
        "channels": [_channel(row) for row in channels.channels(by.workspace)],
        "may_connect": may(by, "channel.connect"),
        "asking": _told(rows.filter(state__in=FOR_A_PERSON).order_by("planned_at")[:SHOWN]),
        "coming": _told(rows.filter(state__in=COMING).order_by("planned_at")[:SHOWN]),
        "gone": _told(rows.filter(state__in=GONE).order_by("-live_at")[:SHOWN]),
    }
    return render(request, "web/pages/home/page.html", told)


def _channel(row: Channel) -> dict[str, Any]:
    return {"row": row, "network": network(row.network).name, "url": web_address(row.url)}


def _told(rows: Any) -> list[dict[str, Any]]:
    return [_publication(row) for row in rows]


def _publication(row: Publication) -> dict[str, Any]:
    first = row.steps[0] if row.steps else {}
    return {
        "row": row,
        "text": first.get("title") or first.get("text") or "(no text)",
        "network": network(row.network).name,
        "url": web_address(row.url),
    }


def web_address(url: str) -> str:
    """The address if a browser may open it; what a network told us is data, not script."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""
