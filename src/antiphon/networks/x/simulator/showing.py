"""Reading posts and accounts."""

import html
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from antiphon.networks.x.simulator.gate import TYPES, absent, forbidden, invalid, missing
from antiphon.networks.x.simulator.quirks import Quirks
from antiphon.networks.x.simulator.shapes import Shapes
from antiphon.networks.x.simulator.world import Account, Entry, World


class Showing:
    """What can be asked for."""

    def __init__(self, world: World, shapes: Shapes, quirks: Callable[[], Quirks]) -> None:
        self.world, self.shapes, self.quirks = world, shapes, quirks

    async def me(self, request: Request, me: Account) -> Response:
        """GET /2/users/me."""
        return JSONResponse({"data": self.shapes.user(me, _listed(request, "user.fields"))})

    async def one(self, request: Request, me: Account) -> Response:
        """GET /2/tweets/{id}."""
        id = request.path_params["id"]
        post = self.world.posts.get(id)
        if post is None:
            # Answered with 200 and without data (recorded traffic).
            return JSONResponse({"errors": [missing("tweet", "id", id)]})
        shown = {"data": self.shapes.post(post, _fields(request), me)}
        return JSONResponse(shown | self._beside(request, [post]))

    async def several(self, request: Request, me: Account) -> Response:
        """GET /2/tweets."""
        ids = _listed(request, "ids")
        if not 1 <= len(ids) <= 100:
            raise invalid("ids", len(ids), "size must be between 1 and 100")
        posts = [self.world.posts[id] for id in ids if id in self.world.posts]
        fields = _fields(request)
        told: dict[str, Any] = {}
        if posts:
            told["data"] = [self.shapes.post(post, fields, me) for post in posts]
        errors = [missing("tweet", "ids", id) for id in ids if id not in self.world.posts]
        if "non_public_metrics" in fields:
            errors += [_unauthorized(post) for post in posts if post.author is not me]
        if errors:
            told["errors"] = errors
        return JSONResponse(told | self._beside(request, posts))

    async def timeline(self, request: Request, me: Account) -> Response:
        """GET /2/users/{id}/tweets."""
        account = self.world.accounts.get(request.path_params["id"])
        if account is None:
            raise absent("user", "id", request.path_params["id"])
        return self._list(request, me, self.world.newest(account.posts))

    async def mentions(self, request: Request, me: Account) -> Response:
        """GET /2/users/{id}/mentions."""
        if request.path_params["id"] != me.id:
            raise forbidden("You are not permitted to perform this action.")
        return self._list(request, me, self.world.newest(me.mentions))

    async def page(self, request: Request) -> Response:
        """A post as a visitor sees it."""
        post = self.world.posts.get(request.path_params["id"])
        if post is None:
            return HTMLResponse("<!doctype html><title>X</title><p>This post is gone.</p>", 404)
        name, text = html.escape(post.author.name), html.escape(post.text)
        head = f"<!doctype html><meta charset=utf-8><title>{name} on X</title>"
        return HTMLResponse(f"{head}<h1>{name}</h1><p style='white-space: pre-wrap'>{text}</p>")

    def _list(self, request: Request, me: Account, newest: Iterator[Entry]) -> Response:
        asked = request.query_params
        most = _number(asked.get("max_results", "10"))
        if not 5 <= most <= 100:
            raise invalid("max_results", most, "must be between 5 and 100")
        until = int(asked["pagination_token"], 36) if "pagination_token" in asked else 0
        since = _time(asked["start_time"]) if "start_time" in asked else None
        beyond = int(asked.get("since_id") or 0)
        settled = self.world.now() - self.quirks().lag
        found = []
        for post in newest:
            if int(post.id) <= beyond or (since and post.author is me and post.at < since):
                break
            if post.at <= settled and not (until and int(post.id) >= until):
                found.append(post)
                if len(found) > most:
                    break
        return JSONResponse(self._page(request, me, list(islice(found, most)), found[most:]))

    def _page(
        self, request: Request, me: Account, posts: list[Entry], more: list[Entry]
    ) -> dict[str, Any]:
        if not posts:
            return {"meta": {"result_count": 0}}
        fields = _fields(request)
        meta = {"result_count": len(posts), "newest_id": posts[0].id, "oldest_id": posts[-1].id}
        if more:
            meta["next_token"] = _base36(int(posts[-1].id))
        shown = {"data": [self.shapes.post(post, fields, me) for post in posts], "meta": meta}
        return shown | self._beside(request, posts)

    def _beside(self, request: Request, posts: list[Entry]) -> dict[str, Any]:
        found = self.shapes.beside(posts, _listed(request, "expansions"))
        return {"includes": found} if found else {}


def _listed(request: Request, name: str) -> list[str]:
    return [one for one in request.query_params.get(name, "").split(",") if one]


def _fields(request: Request) -> list[str]:
    return _listed(request, "tweet.fields") or _listed(request, "post.fields")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else -1


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid("start_time", text, "not a time of RFC 3339") from error
    if found.tzinfo is None:
        raise invalid("start_time", text, "not a time of RFC 3339")
    return found


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text


def _unauthorized(post: Entry) -> dict[str, str]:
    return {
        "resource_id": post.id,
        "parameter": "tweet.fields",
        "resource_type": "tweet",
        "section": "data",
        "title": "Field Authorization Error",
        "value": post.id,
        "detail": "Sorry, you are not authorized to access 'non_public_metrics' on this post.",
        "type": f"{TYPES}not-authorized-for-field",
        "field": "non_public_metrics",
    }
