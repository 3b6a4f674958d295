"""All publications, by state and channel, a page at a time, so that trouble can be walked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.publish import queries
from antiphon.publish.models import Publication
from antiphon.publish.states import FOR_A_PERSON, State
from antiphon.web.request import in_workspace

A_PAGE = 50
KINDS: tuple[tuple[str, Any, tuple[State, ...]], ...] = (
    ("all", _("All"), ()),
    ("needs", _("Need somebody"), FOR_A_PERSON),
    ("unsure", _("Unsure"), (State.UNSURE, State.ASKING)),
    ("failed", _("Failed"), (State.REFUSED, State.MISSED)),
    ("coming", _("To come"), (State.WAITING, State.HELD)),
    ("live", _("Live"), (State.LIVE,)),
)


@require_safe
@in_workspace
def publications(request: HttpRequest, by: Member) -> HttpResponse:
    """Those of one kind, the latest hour first."""
    permit(by, "publication.read")
    kind = request.GET.get("show", "all")
    states = next((states for name, _word, states in KINDS if name == kind), ())
    rows = queries.publications(by.workspace)
    rows = rows.filter(state__in=states) if states else rows
    rows = _on(rows, channel := _id(request.GET.get("channel", "")))
    page = list(_after(rows, request.GET.get("after", ""))[: A_PAGE + 1])
    wants = {
        "rows": page[:A_PAGE],
        "kinds": [(name, word) for name, word, _states in KINDS],
        "kind": kind,
        "channels": channels.channels(by.workspace),
        "channel": str(channel or ""),
        "after": _place(page[A_PAGE - 1]) if len(page) > A_PAGE else "",
    }
    return render(request, "web/pages/publication/list.html", wants)


def _on(rows: QuerySet[Publication], channel: UUID | None) -> QuerySet[Publication]:
    return rows.filter(channel=channel) if channel else rows


def _after(rows: QuerySet[Publication], place: str) -> QuerySet[Publication]:
    """What comes after that place, wherever rows were added meanwhile."""
    at, _comma, id = place.partition(",")
    moment, key = _moment(at), _id(id)
    if moment is None or key is None:
        return rows
    return rows.filter(Q(planned_at__lt=moment) | Q(planned_at=moment, id__lt=key))


def _place(row: Publication) -> str:
    return f"{row.planned_at.isoformat()},{row.pk}"


def _moment(given: str) -> datetime | None:
    try:
        found = parse_datetime(given.replace(" ", "+"))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
