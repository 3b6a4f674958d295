"""The door for programs that fill a feed: a token, one item at a time, the same however often.

The requests are described in the README of the network that makes them.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from antiphon.kernel.feed import FORMS, Unfit, told, uri
from antiphon.share import actions, queries
from antiphon.share.actions import Taken, Unknown
from antiphon.share.models import Feed, FeedItem

_SCHEME = "Bearer "


def _with_token(deed: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for whoever has the token of this very feed; a browser's session opens nothing."""

    @wraps(deed)
    def view(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        given = request.headers.get("Authorization", "")
        token = given.removeprefix(_SCHEME) if given.startswith(_SCHEME) else ""
        found = queries.feed_of(slug, token)
        if found is None:
            return _refused(401, "bad_token")
        try:
            return deed(request, found, **rest)
        except Taken:
            return _refused(410, "item_gone")
        except Unknown:
            return _refused(404, "no_item")

    return view


@csrf_exempt
@require_safe
@_with_token
def about(request: HttpRequest, feed: Feed) -> HttpResponse:  # noqa: ARG001 -- the token says all
    """Who the feed is."""
    whole = queries.as_told(feed)
    forms = {suffix: whole.address(suffix) for suffix in FORMS}
    return _answer({"id": uri(whole), "slug": feed.slug, "title": feed.title, "hub": feed.hub,
                    "feeds": forms})  # fmt: skip


@csrf_exempt
@require_http_methods(["GET", "PUT", "DELETE"])
@_with_token
def item(request: HttpRequest, feed: Feed, key: str) -> HttpResponse:
    """One item: look at it, put it there, take it out for good."""
    if request.method == "PUT":
        return _put(request, feed, key)
    if request.method == "DELETE":
        actions.take_out(feed, key)
        return HttpResponse(status=204)
    row = queries.item(feed, key)
    if row is None:
        raise Unknown
    if row.gone_at is not None:
        raise Taken
    return _answer(_shape(feed, row))


def _put(request: HttpRequest, feed: Feed, key: str) -> HttpResponse:
    new_only = request.headers.get("If-None-Match") == "*"
    known_only = request.headers.get("If-Match") == "*"
    try:
        given = json.loads(request.body)
        row, is_new = actions.put(feed, key, given, new_only=new_only, known_only=known_only)
    except (ValueError, RecursionError) as error:
        field = error.field if isinstance(error, Unfit) else ""
        return _answer({"error": "unfit", "field": field, "say": _say(error)}, 422)
    known = 412 if new_only else 200
    return _answer(_shape(feed, row), 201 if is_new else known)


def _say(error: Exception) -> str:
    return str(error) if isinstance(error, Unfit) else "The body is no JSON."


def _shape(feed: Feed, row: FeedItem) -> dict[str, Any]:
    whole = queries.as_told(feed)
    return {**told(queries.entry_of(row)), "id": row.key, "uri": uri(whole, row.key),
            "url": whole.page(row.key), "date_modified": row.updated_at.isoformat()}  # fmt: skip


def _refused(status: int, word: str) -> HttpResponse:
    return _answer({"error": word}, status)


def _answer(told: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})
