"""The trail, line by line; whether it is whole; and all of it to take out."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from antiphon.people import audit, queries
from antiphon.people.actions import permit
from antiphon.people.models import Member, TrailLine
from antiphon.people.policy import ACTIONS
from antiphon.web.request import in_workspace
from antiphon.web.shown import rights

SHOWN = 60
LONGEST = 18
"""Digits of a line's number."""


@require_safe
@in_workspace
def trail(request: HttpRequest, by: Member) -> HttpResponse:
    """The youngest lines, or those that were asked for."""
    return _page(request, by)


@require_POST
@in_workspace
def check(request: HttpRequest, by: Member) -> HttpResponse:
    """Follow the chain from its first line to its head."""
    permit(by, "audit.read")
    faults = audit.verify(by.workspace)
    return _page(request, by, checked=True, faults=faults[:SHOWN])


@require_safe
@in_workspace
def export(_request: HttpRequest, by: Member) -> HttpResponse:
    """All lines and the head, as JSON lines; `antiphon` can check them without this server."""
    permit(by, "audit.read")
    lines = (f"{line}\n" for line in audit.export(by.workspace))
    named = f'attachment; filename="trail-{by.workspace.slug}.jsonl"'
    headers = {"Content-Disposition": named}
    answer: Any = StreamingHttpResponse(lines, content_type="application/x-ndjson", headers=headers)
    told: HttpResponse = answer
    return told


def _page(request: HttpRequest, by: Member, **more: Any) -> HttpResponse:
    permit(by, "audit.read")
    members = list(queries.members(by.workspace))
    asked = {name: request.GET.get(name, "")[:80] for name in ("action", "who", "before")}
    found = list(_narrowed(queries.trail(by.workspace), asked)[: SHOWN + 1])
    names = {f"person:{one.person_id}": str(one.person) for one in members}
    told = {
        "lines": [_told(line, names) for line in found[:SHOWN]],
        "older": found[SHOWN - 1].number if len(found) > SHOWN else None,
        "actions": [(one, rights.said(one)) for _noun, those in _groups() for one, _w in those],
        "members": [(str(one.person_id), str(one.person)) for one in members],
        "asked": asked,
    }
    return render(request, "web/pages/trail/page.html", told | more)


def _groups() -> list[Any]:
    return rights.grouped(ACTIONS)


def _narrowed(lines: QuerySet[TrailLine], asked: dict[str, str]) -> QuerySet[TrailLine]:
    if asked["action"]:
        lines = lines.filter(action=asked["action"])
    if who := _id(asked["who"]):
        lines = lines.filter(who__startswith=f"person:{who}")
    before = asked["before"]
    if before.isascii() and before.isdecimal() and len(before) <= LONGEST:
        lines = lines.filter(number__lt=int(before))
    return lines


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def _told(line: TrailLine, names: dict[str, str]) -> dict[str, Any]:
    who, _space, through = line.who.partition(" ")
    said = names.get(who) or who.partition(":")[2] or who
    return {"row": line, "who": said, "through": through, "what": rights.said(line.action)}
