"""Watching a first post become visible, and hearing what comes back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antiphon.channels import pretended
from antiphon.engage import queries as messages
from antiphon.people.models import Member
from antiphon.plan import queries as posts
from antiphon.publish import queries as publications
from antiphon.publish.models import Publication
from antiphon.publish.states import FOR_A_PERSON, SETTLED
from antiphon.web.request import in_workspace
from antiphon.web.shown.addresses import web_address

AT_REST = {*SETTLED, *FOR_A_PERSON}
HEARD = 5


@require_safe
@in_workspace
def live(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """The page that waits for it."""
    return render(request, "web/pages/welcome/live.html", {"shell": None, **_told(by, pk)})


@require_safe
@in_workspace
def now(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """How it stands now; the part asks again by itself until nothing moves any more."""
    return render(request, "web/pages/welcome/standing.html", _told(by, pk))


def _told(by: Member, pk: UUID) -> dict[str, Any]:
    post = posts.post(by.workspace, pk)
    rows = list(publications.publications(by.workspace).filter(post=post).order_by("network", "pk"))
    heard = messages.messages(by.workspace).filter(publication__in=[row.pk for row in rows])
    return {
        "post": post,
        "rows": [_row(row) for row in rows],
        "moving": not rows or any(row.state not in AT_REST for row in rows),
        "live": sum(bool(row.live_at) for row in rows),
        "heard": heard[:HEARD],
    }


def _row(row: Publication) -> dict[str, Any]:
    is_pretended = pretended.is_pretended(row.channel)
    sight = pretended.sight(row.channel) if is_pretended else web_address(row.url)
    return {"row": row, "pretended": is_pretended, "url": sight if row.live_at else ""}
