"""The ways into a simulated site: its pages, its files and its Admin API."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from antiphon.networks.ghost.simulator import keys, shapes
from antiphon.networks.ghost.simulator.state import Post, Site, at
from antiphon.networks.ghost.simulator.writing import Writing

_API = "ghost/api/admin/"
_ONE = re.compile(r"(posts|pages)/(?:slug/([a-z0-9-]+)|([0-9a-f]{24}))")
_UPLOAD = re.compile(r"(images|media|files)/upload")
# core/shared/config/overrides.json, 6.65.0; what else a browser may send is left out here.
_TAKES = {
    "images": {"image/jpeg", "image/png", "image/gif", "image/webp", "image/svg+xml"},
    "media": {"video/mp4", "video/webm", "video/ogg", "audio/mpeg", "audio/ogg"},
    "files": {"application/pdf", "text/csv", "application/zip"},
}
_SINCE = re.compile(r"created_at:>='([^']+)'")
_ABOUT = re.compile(r"post_id:\[?([0-9a-f,]+)\]?")
_MOST = 100
"""More than these are not shown at once in version 6 (seen)."""


class Doors:
    """Reads a request, lets the right part answer, and writes the answer down."""

    def __init__(self, sites: Mapping[str, Site], now: Callable[[], datetime]) -> None:
        self.sites, self.now = sites, now

    async def answer(self, request: Request) -> Response:
        """Everything below the simulator's address."""
        whole = request.path_params["path"]
        handle, _, path = whole.partition("/")
        site = self.sites.get(handle)
        if site is None and whole.startswith(_API):
            site, path = self._site_of(request.headers.get("authorization", "")), whole
        if site is None:
            return HTMLResponse("<h1>404</h1>", 404)
        if path.startswith(_API):
            status, told = await self._api(request, site, path.removeprefix(_API).strip("/"))
            headers = {"Content-Version": "v6.65"}
            return Response(status_code=204, headers=headers) if told is None else JSONResponse(
                told, status, headers
            )  # fmt: skip
        if (file := site.files.get(f"{site.home}/{path}")) is not None and file.content:
            return Response(file.content, media_type=file.mime)
        return HTMLResponse(page(site))

    def _site_of(self, header: str) -> Site | None:
        """Below the simulator's own address a key says which site is meant; else the first."""
        known = list(self.sites.values())
        id = keys.kid_of(header)
        return next((one for one in known if one.key_id == id), next(iter(known), None))

    async def _api(self, request: Request, site: Site, route: str) -> tuple[int, Any]:
        if route == "site":
            return 200, shapes.site(site)
        header = request.headers.get("authorization", "")
        if refused := keys.refusal(site, header, self.now().timestamp()):
            return refused
        return await self._signed(request, site, route)

    async def _signed(self, request: Request, site: Site, route: str) -> tuple[int, Any]:
        if match := _UPLOAD.fullmatch(route):
            return await self._upload(request, site, match[1])
        if match := _ONE.fullmatch(route):
            return await self._one(request, site, match)
        if route in {"posts", "pages"} and request.method == "POST":
            return (await self._writing(request, site, route)).add()
        if request.method == "GET" and route in _LISTS:
            return 200, _LISTS[route](site, request.query_params)
        # An integration's key may ask for what the list of the middleware names, no more (seen).
        say = "API tokens do not have permission to access this endpoint"
        return shapes.refused(403, "NoPermissionError", say)

    async def _writing(self, request: Request, site: Site, which: str) -> Writing:
        try:
            body = await request.json()
        except ValueError:
            body = None
        return Writing(site, which, self.now(), request.query_params, body)

    async def _one(
        self, request: Request, site: Site, match: re.Match[str]
    ) -> tuple[int, Any]:  # fmt: skip
        which, slug, id = match[1], match[2], match[3]
        post = site.by_slug(slug, which) if slug else site.posts.get(id)
        if post is None or post.which != which:
            verb = {"PUT": "edit", "DELETE": "delete"}.get(request.method, "read")
            message = f"Resource not found error, cannot {verb} {which[:-1]}."
            context = f"{which[:-1].capitalize()} not found."
            return shapes.refused(404, "NotFoundError", message, context=context)
        if request.method == "DELETE":
            del site.posts[post.id]
            site.comments = [one for one in site.comments if one.post is not post]
            return 204, None
        if request.method == "PUT":
            return (await self._writing(request, site, which)).edit(post)
        return 200, {which: [_shown(post, site, request.query_params)]}

    async def _upload(self, request: Request, site: Site, which: str) -> tuple[int, Any]:
        async with request.form() as form:
            file = form.get("file")
            if file is None or isinstance(file, str):
                return shapes.refused(422, "ValidationError", "Please select an image.")
            content, mime = await file.read(), file.content_type or ""
            name, ref = file.filename or "file", form.get("ref")
        if not content:
            return shapes.refused(400, "BadRequestError", "The file is empty.")
        if mime not in _TAKES[which]:
            say = "The file type you uploaded is not supported."
            return shapes.refused(415, "UnsupportedMediaTypeError", say)
        folder = f"{site.home}/content/{which}/{self.now():%Y/%m}"
        stem, dot, ending = name.rpartition(".")
        url = f"{folder}/{name}"
        if url in site.files:
            url = f"{folder}/{stem}-{len(site.files)}{dot}{ending}"
        told: dict[str, Any] = {"url": site.add_file(url, mime, content).url, "ref": ref}
        return 201, {which: [{**told, "thumbnail_url": None} if which == "media" else told]}


def _shown(post: Post, site: Site, query: Mapping[str, str]) -> dict[str, Any]:
    told = shapes.post(post, site, html="html" in query.get("formats", ""),
                       counts="count." in query.get("include", ""))  # fmt: skip
    wanted = {name for name in query.get("fields", "").split(",") if name}
    return {name: value for name, value in told.items() if not wanted or name in wanted}


def _comments(site: Site, query: Mapping[str, str]) -> dict[str, Any]:
    asked = query.get("filter", "")
    about, since = _ABOUT.search(asked), _SINCE.search(asked)
    ids = set(about[1].split(",")) if about else None
    from_ = datetime.fromisoformat(f"{since[1]}+00:00") if since else None
    found = [
        one
        for one in site.comments
        if (ids is None or one.post.id in ids)
        if from_ is None or at(one.created_at) >= at(from_)
    ]
    found.sort(key=lambda one: one.created_at, reverse="desc" in query.get("order", "desc"))
    shown, page, limit = _page(found, query)
    told = [shapes.comment(one, site) for one in shown]
    return shapes.listed("comments", told, len(found), page, limit)


def _page(found: list[Any], query: Mapping[str, str]) -> tuple[list[Any], int, int]:
    asked, page = query.get("limit", "15"), int(query.get("page", "1"))
    limit = min(_MOST, int(asked) if asked.isdecimal() else _MOST)
    return found[(page - 1) * limit : page * limit], page, limit


def _newsletters(site: Site, query: Mapping[str, str]) -> dict[str, Any]:
    shown, page, limit = _page([shapes.newsletter(*one) for one in site.newsletters], query)
    return shapes.listed("newsletters", shown, len(site.newsletters), page, limit)


def _tiers(site: Site, query: Mapping[str, str]) -> dict[str, Any]:
    shown, page, limit = _page([shapes.tier(*one) for one in site.tiers], query)
    return shapes.listed("tiers", shown, len(site.tiers), page, limit)


def _members(site: Site, query: Mapping[str, str]) -> dict[str, Any]:
    shown, page, limit = _page([{"id": one} for one in sorted(site.members)], query)
    return shapes.listed("members", shown, len(site.members), page, limit)


_LISTS: Mapping[str, Callable[[Site, Mapping[str, str]], dict[str, Any]]] = {
    "comments": _comments,
    "newsletters": _newsletters,
    "tiers": _tiers,
    "members": _members,
}


def page(site: Site) -> str:
    """The front page of a site: its newest posts."""
    newest = [post for post in reversed(site.posts.values()) if post.status == "published"][:20]
    told = "".join(f"<article><h2>{escape(one.title)}</h2>{one.html}</article>" for one in newest)
    name = escape(site.name)
    return f"<!doctype html><html lang=en><title>{name}</title><h1>{name}</h1>{told}</html>"
