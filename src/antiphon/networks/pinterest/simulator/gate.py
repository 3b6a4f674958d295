"""What every call must carry, and how a refusal looks."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.pinterest.simulator.world import Account, Board, Pin, Token, World


class RefusedError(Exception):
    """An answer that is a refusal."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.told = status, {"code": code, "message": message}


def invalid(why: str) -> RefusedError:
    """The refusal of what the call says."""
    return RefusedError(400, 1, f"Invalid request: {why}")


@dataclass(slots=True)
class Call:
    """One request that has passed the gate."""

    world: World
    request: Request
    token: Token

    @property
    def account(self) -> Account:
        """Who speaks."""
        return self.world.accounts[self.token.account]

    async def body(self) -> dict[str, Any]:
        """The JSON that came."""
        try:
            told = json.loads(await self.request.body())
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise invalid("the body is no JSON object")
        return told

    def named(self, what: str) -> str:
        """A number in the path."""
        value = str(self.request.path_params[what])
        if not value.isdecimal():
            raise invalid(f"'{value}' does not match '^\\d+$'")
        return value

    def needs(self, *scopes: str) -> None:
        """Refuse a token that was not given these."""
        if set(scopes) - self.token.scopes:
            raise RefusedError(403, 3, "Your token lacks the needed scopes.")

    def board(self, id: str) -> Board:
        """A board of this account."""
        found = self.world.boards.get(id)
        if found is None:
            raise RefusedError(404, 40, "Board not found.")
        if found.owner != self.account.id:
            raise RefusedError(403, 7, "You are not permitted to access that resource.")
        return found

    def pin(self, id: str) -> Pin:
        """A pin of this account."""
        found = self.world.pins.get(id)
        if found is None:
            raise RefusedError(404, 50, "Pin not found.")
        if found.owner != self.account.id:
            raise RefusedError(403, 7, "You are not permitted to access that resource.")
        return found

    def page(self, items: list[Any]) -> Response:
        """A piece of a list, and where it goes on."""
        size = self.request.query_params.get("page_size", "25")
        start = self.request.query_params.get("bookmark", "0")
        if not (size.isdecimal() and 1 <= int(size) <= 250 and start.isdecimal()):
            raise invalid("page_size must be between 1 and 250")
        first, last = int(start), int(start) + int(size)
        bookmark = str(last) if last < len(items) else None
        return JSONResponse({"items": items[first:last], "bookmark": bookmark})


Endpoint = Callable[[Call], Awaitable[Response]]


def gated(world: World, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint behind the gate."""

    async def answer(request: Request) -> Response:
        try:
            call = Call(world, request, _token(world, request))
            await _told_to_refuse(world, request)
            return await endpoint(call)
        except RefusedError as refused:
            return JSONResponse(refused.told, refused.status)

    return answer


async def _told_to_refuse(world: World, request: Request) -> None:
    if world.quirks.refuses and request.method != "GET":
        await request.body()
        status, code = world.quirks.refuses
        raise RefusedError(status, code, "Refused.")


def _token(world: World, request: Request) -> Token:
    kind, _space, token = request.headers.get("authorization", "").partition(" ")
    found = world.tokens.get(token)
    if kind.lower() != "bearer" or found is None:
        raise RefusedError(401, 2, "Authentication failed.")
    if found.revoked or found.ends <= world.now():
        raise RefusedError(401, 1104, "The token is invalid or has run out.")
    return found
