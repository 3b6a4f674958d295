"""One publication: what is so, what to do next, and how it came to it."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antiphon.engage import queries as answers
from antiphon.kernel.difference import Piece, difference, is_changed
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import Problem
from antiphon.kernel.window import local
from antiphon.measure import queries as counts
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.publish import packing, queries
from antiphon.publish.models import Publication
from antiphon.publish.proof import network_of
from antiphon.web.pages.publication.advice import advice, is_under_way
from antiphon.web.pages.publication.story import story
from antiphon.web.request import in_workspace
from antiphon.web.shown.addresses import web_address
from antiphon.web.shown.looks import pieces

ANSWERS = 20


@require_safe
@in_workspace
def one(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Its page."""
    return page(request, by, found(by, pk))


@require_safe
@in_workspace
def now(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """The part that changes by itself; nothing if it is as the asker has it."""
    wants = told(by, found(by, pk))
    if request.headers.get("If-None-Match") == wants["tag"]:
        return HttpResponseNotModified()
    return render(request, "web/pages/publication/now.html", wants)


@require_safe
@in_workspace
def came(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """What came back of it, after the rest of the page."""
    row = found(by, pk)
    wants = {"row": row, "network": network_of(row), **_came(row)}
    return render(request, "web/pages/publication/back.html", wants)


def page(
    request: HttpRequest,
    by: Member,
    row: Publication,
    *,
    wrong: Sequence[Problem] = (),
    typed: str | None = None,
) -> HttpResponse:
    """The page, after a refusal with what was typed and what stands against it."""
    wants = told(by, row) | {"wrong": wrong}
    if typed is not None:
        wants["text"] = typed
    if "whole" in request.GET:
        wants |= {"whole": True, **_came(row)}
    status = 422 if wrong else 200
    return render(request, "web/pages/publication/page.html", wants, status=status)


def found(by: Member, pk: UUID) -> Publication:
    """A publication of this workspace; foreign and missing alike are not here."""
    permit(by, "publication.read")
    rows = queries.publications(by.workspace).select_related(
        "by__person", "link", "post__author__person"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotHereError(_("There is no such publication."))
    # Who asks knows the workspace already.
    row.workspace = by.workspace
    return row


def told(by: Member, row: Publication) -> dict[str, Any]:
    """What is so with it and how it came to it, with the tag by which a change is known."""
    wants: dict[str, Any] = {
        "row": row,
        "network": network_of(row),
        "advice": advice(row),
        "under_way": is_under_way(row),
        "url": web_address(row.url),
        "channel_url": web_address(row.channel.url),
        "events": story(row, by),
        "parts": parts(row),
        "text": row.steps[0].get("text", "") if row.steps else "",
        "typed_at": f"{local(row.planned_at, by.workspace.time_zone):%Y-%m-%dT%H:%M}",
        **_read_back(row),
    }
    return wants | {"tag": _tag(wants)}


def _tag(wants: dict[str, Any]) -> str:
    row = wants["row"]
    facts = [row.state, row.tries, row.reason, row.due_at, row.seen, row.post.state]
    facts += [(event.at, event.words, event.more) for event in wants["events"]]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def parts(row: Publication) -> list[dict[str, Any]]:
    """Each step as it was approved, and where it can be seen."""
    return [
        {
            "text": step.get("text", ""),
            "pieces": pieces(step.get("text", "")),
            "title": step.get("title", ""),
            "is_comment": step.get("step") == "comment",
            "link": (step.get("link") or {}).get("url", ""),
            "choices": (step.get("poll") or {}).get("choices", []),
            "files": step.get("enclosures", []),
            "targeting": step.get("targeting", {}),
            "url": web_address(packing.receipt_of(row, place).get("url", "")),
        }
        for place, step in enumerate(row.steps)
    ]


def _read_back(row: Publication) -> dict[str, Any]:
    """What the network shows, held against what was approved."""
    seen = row.seen or {}
    shown: list[Piece] = []
    if "text" in seen.get("differs", []):
        rendered = network_of(row).rendered
        shown = difference(rendered(row.steps[0].get("text", "")), rendered(seen.get("text", "")))
    return {"seen": seen, "shown": shown if is_changed(shown) else []}


def _came(row: Publication) -> dict[str, Any]:
    """What came back: answers, and the newest counts with the time at which they were read."""
    said = list(answers.answers(row).order_by("-at")[:ANSWERS])
    readings = counts.latest(row)
    return {
        "answers": said,
        "counts": [(name.replace("_", " "), one) for name, one in sorted(readings.items())],
        "read_at": max((one.at for one in readings.values()), default=None),
    }
