"""The ways into a simulated house: reading for everybody, items for whoever has the token."""

import asyncio
import contextlib
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from antiphon.connect.simulation import SandboxError, fetched
from antiphon.connect.simulation import told as tell
from antiphon.kernel.feed import (
    FORMS,
    MOST,
    Entry,
    Unfit,
    entry_from,
    form,
    headers,
    told,
    uri,
)
from antiphon.networks.feeds.simulator.state import House, Kept

_FEED = re.compile(r"([a-z0-9][a-z0-9-]*)\.(atom|rss|json)")
_ITEM = re.compile(r"([a-z0-9][a-z0-9-]*)/items/([A-Za-z0-9_-]{1,64})(\.html)?")


class Doors:
    """Reads a request, answers it, and tells the hub afterwards."""

    def __init__(self, house: House, now: Callable[[], datetime]) -> None:
        self.house, self.now = house, now
        self.pings: list[tuple[str, bool]] = []
        """Whom the house told of a change, and whether they took it."""
        self._telling: set[asyncio.Task[None]] = set()

    async def answer(self, request: Request) -> Response:
        """Everything below the house's address."""
        path = request.path_params["path"]
        if match := _FEED.fullmatch(path):
            return self._feed(request, match[1], match[2])
        if match := _ITEM.fullmatch(path):
            kept = self.house.feeds.get(match[1])
            if match[3]:
                return _page(kept, match[2])
            return await self._item(request, kept, match[2])
        return self._about(request, self.house.feeds.get(path))

    def _feed(self, request: Request, slug: str, suffix: str) -> Response:
        kept, how = self.house.feeds.get(slug), form(suffix)
        if kept is None or how is None:
            return _refused(404, "no_feed")
        body = how.write(kept.feed, kept.newest[:MOST])
        about = headers(kept.feed, suffix, body, kept.changed)
        if _has_it_already(request, about):
            return Response(status_code=304, headers=about)
        return Response(body, headers=about)

    def _about(self, request: Request, kept: Kept | None) -> Response:
        if (refused := _stranger(request, kept)) or kept is None:
            return refused or _refused(404, "no_feed")
        feed = kept.feed
        forms = {suffix: feed.address(suffix) for suffix in FORMS}
        return JSONResponse({"id": kept.uri, "slug": feed.slug, "title": feed.title,
                             "hub": feed.hub, "feeds": forms})  # fmt: skip

    async def _item(self, request: Request, kept: Kept | None, id: str) -> Response:
        if (refused := _stranger(request, kept)) or kept is None:
            return refused or _refused(404, "no_feed")
        if id in kept.gone:
            return _refused(410, "item_gone")
        if request.method == "PUT":
            return await self._put(request, kept, id)
        if id not in kept.entries:
            return _refused(404, "no_item")
        if request.method == "DELETE":
            kept.take_out(id, self.now())
            self._tell(kept)
            return Response(status_code=204)
        return JSONResponse(_shape(kept, kept.entries[id]))

    async def _put(self, request: Request, kept: Kept, id: str) -> Response:
        known = kept.entries.get(id)
        if known is not None and request.headers.get("if-none-match") == "*":
            return JSONResponse(_shape(kept, known), 412)
        if known is None and request.headers.get("if-match") == "*":
            return _refused(404, "no_item")
        try:
            entry = entry_from(id, await _json(request), self.now())
        except Unfit as error:
            return JSONResponse({"error": "unfit", "field": error.field, "say": str(error)}, 422)
        await _visit(kept, entry)
        found = kept.put(entry, self.now())
        if found is not known:
            self._tell(kept)
        return JSONResponse(_shape(kept, found), 200 if known else 201)

    def _tell(self, kept: Kept) -> None:
        """Tell the hub, later: nobody waits for it."""
        if kept.feed.hub:
            task = asyncio.create_task(self._ping(kept))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _ping(self, kept: Kept) -> None:
        for suffix in FORMS:
            topic = kept.feed.address(suffix)
            about = {"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}
            self.pings.append((topic, await tell(kept.feed.hub, about)))


async def _json(request: Request) -> object:
    try:
        return await request.json()
    except ValueError:
        return None


async def _visit(kept: Kept, entry: Entry) -> None:
    """Look at the files as a reader would; what cannot be found is shown without a digest."""
    for file in entry.files:
        with contextlib.suppress(SandboxError):
            _mime, body = await fetched(file.url)
            kept.digests[file.url] = hashlib.sha256(body).hexdigest()


def _stranger(request: Request, kept: Kept | None) -> Response | None:
    if kept is None:
        return _refused(404, "no_feed")
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    known = bool(kept.token) and hmac.compare_digest(given.encode(), kept.token.encode())
    return None if known else _refused(401, "bad_token")


def _refused(status: int, word: str) -> Response:
    return JSONResponse({"error": word}, status)


def _has_it_already(request: Request, about: Mapping[str, str]) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return about["ETag"] in {one.strip().removeprefix("W/") for one in known.split(",")}
    return request.headers.get("if-modified-since") == about["Last-Modified"]


def _shape(kept: Kept, entry: Entry) -> dict[str, Any]:
    """An item as the house tells it to whoever has the token."""
    return {**told(entry), "id": entry.id, "uri": uri(kept.feed, entry.id),
            "url": kept.feed.page(entry.id),
            "date_modified": entry.updated.isoformat()}  # fmt: skip


def _page(kept: Kept | None, id: str) -> Response:
    entry = kept.entries.get(id) if kept else None
    if entry is None:
        return HTMLResponse("<h1>404</h1>", 404)
    title = escape(entry.name)
    return HTMLResponse(f"<!doctype html><title>{title}</title><h1>{title}</h1>{entry.html}")
