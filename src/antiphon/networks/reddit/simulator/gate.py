"""What every call must carry, and how a refusal looks."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.reddit.simulator.world import Community, Token, User, World


class StatusError(Exception):
    """A refusal by status."""

    def __init__(self, status: int, **told: Any) -> None:
        super().__init__(status)
        self.status = status
        words = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
        self.told = {"message": words.get(status, "Error"), "error": status, **told}


class RefusedError(Exception):
    """A refusal that looks like a success: code, words, field."""

    def __init__(self, code: str, words: str, field: str | None = None) -> None:
        super().__init__(code)
        self.errors: list[list[Any]] = [[code, words, field]]


@dataclass(slots=True)
class Call:
    """One request that has passed the gate."""

    world: World
    request: Request
    user: User
    token: Token
    given: Mapping[str, Any]
    """What came: the fields of a form, or of an object."""

    def word(self, name: str) -> str:
        """One of them, as text."""
        return str(self.given.get(name) or "")

    def switch(self, name: str) -> bool:
        """One of them, as yes or no."""
        return self.word(name).lower() == "true"

    def query(self, name: str, default: str = "") -> str:
        """One value of the query."""
        return self.request.query_params.get(name, default)

    def community(self, name: str) -> Community:
        """A community by its name, whatever its letters."""
        found = self.world.communities.get(name.casefold())
        if found is None:
            raise StatusError(404)
        return found

    def needs(self, scope: str) -> None:
        """Refuse a token that was not given this."""
        if scope not in self.token.scopes:
            raise StatusError(403)


Endpoint = Callable[[Call], Awaitable[Any]]


def gated(world: World, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint behind the gate; what it gives back is told as JSON."""

    async def answer(request: Request) -> Response:
        headers = {
            "x-ratelimit-remaining": str(world.quirks.left),
            "x-ratelimit-used": "4",
            "x-ratelimit-reset": "307",
        }
        try:
            told = await endpoint(await _call(world, request))
        except StatusError as refused:
            return JSONResponse(refused.told, refused.status, headers)
        except RefusedError as refused:
            told = _refused(world, refused.errors)
        return JSONResponse(told, 200, headers)

    return answer


def _refused(world: World, errors: list[list[Any]]) -> dict[str, Any]:
    if world.quirks.jquery:
        code, _words, field = errors[0]
        calls = [[0, 1, "call", ["body"]], [1, 2, "attr", f".error.{code}.field-{field}"]]
        return {"jquery": calls, "success": False}
    told: dict[str, Any] = {"errors": errors}
    if world.quirks.wait:
        told["ratelimit"] = world.quirks.wait
    return {"json": told}


def made(data: dict[str, Any]) -> dict[str, Any]:
    """An answer in the envelope."""
    return {"json": {"errors": [], "data": data}}


async def _call(world: World, request: Request) -> Call:
    kind, _space, token = request.headers.get("authorization", "").partition(" ")
    found = world.tokens.get(token)
    over = found is None or found.revoked or (found.ends and found.ends <= world.now())
    if kind.lower() != "bearer" or found is None or over:
        raise StatusError(401)
    if "antiphon" not in request.headers.get("user-agent", ""):
        raise StatusError(429)
    user = world.users[found.user.casefold()]
    call = Call(world, request, user, found, await _given(request))
    if world.quirks.errors and call.given:
        raise _told(world.quirks.errors)
    return call


def _told(errors: list[list[Any]]) -> RefusedError:
    found = RefusedError("", "")
    found.errors = errors
    return found


async def _given(request: Request) -> Mapping[str, Any]:
    if request.method == "GET":
        return {}
    if "json" in request.headers.get("content-type", ""):
        told = await request.json()
        return told if isinstance(told, dict) else {}
    async with request.form() as form:
        return {name: str(value) for name, value in form.items()}
