"""The way into the simulated network: who calls, how often, and what for."""

import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from antiphon.networks.discord.simulator.refused import RefusedError
from antiphon.networks.discord.simulator.world import Channel, Message, User, Webhook, World

SPAN = 1.0
"""Seconds of a bucket."""
LARGEST = 30 * 1024 * 1024

Door = Callable[[Request], Awaitable[Response]]


class Gate:
    """Checks what every call has in common."""

    def __init__(self, world: World, now: Callable[[], datetime]) -> None:
        self.world, self.now = world, now
        self.calls = 50
        """How many calls of one path a second; tests set it low."""
        self.is_shut = False
        """Whether this address has had too many refused calls."""
        self._spent: dict[str, deque[float]] = {}

    def open(self, door: Door) -> Door:
        """The door with everything that every call must pass."""

        async def answer(request: Request) -> Response:
            if self.is_shut or not request.headers.get("user-agent", "").startswith("DiscordBot ("):
                return PlainTextResponse("error code: 1015", 429 if self.is_shut else 403)
            headers = self._counted(request.url.path)
            try:
                _insist_on_pace(headers)
                response = await door(request)
            except RefusedError as error:
                response = JSONResponse(error.told(), error.status)
            response.headers.update(headers)
            return response

        return answer

    def _counted(self, path: str) -> dict[str, str]:
        at = self.now().timestamp()
        bucket = path.partition("/messages/")[0]
        # A clock may also have been put back: what it has not reached yet does not count.
        spent = deque(one for one in self._spent.get(bucket, ()) if at - SPAN <= one <= at)
        self._spent[bucket] = spent
        reset = spent[0] + SPAN - at if spent else SPAN
        told = {
            "X-RateLimit-Limit": str(self.calls),
            "X-RateLimit-Remaining": str(max(0, self.calls - len(spent) - 1)),
            "X-RateLimit-Reset": f"{at + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": secrets.token_hex(4),
        }
        if len(spent) >= self.calls:
            return {**told, "Retry-After": "7", "X-RateLimit-Scope": "user"}
        spent.append(at)
        return told

    def bot(self, request: Request) -> User:
        """Who calls."""
        kind, _space, token = request.headers.get("authorization", "").partition(" ")
        bot = self.world.bots.get(token) if kind == "Bot" else None
        if bot is None:
            raise RefusedError(401, 0, "401: Unauthorized")
        return bot

    def channel(self, request: Request, right: str = "view") -> Channel:
        """The channel that is meant, if the caller may do that there."""
        bot, found = self.bot(request), self.world.channels.get(request.path_params["channel"])
        if found is None:
            raise RefusedError(404, 10003, "Unknown Channel")
        if found.bot is not bot or "view" not in found.may:
            raise RefusedError(403, 50001, "Missing Access")
        if right not in found.may:
            raise RefusedError(403, 50013, "Missing Permissions")
        return found

    def webhook(self, request: Request) -> Webhook:
        """The webhook that is called."""
        found = self.world.webhooks.get(request.path_params["webhook"])
        if found is None:
            raise RefusedError(404, 10015, "Unknown Webhook")
        if found.token != request.path_params["token"]:
            raise RefusedError(401, 50027, "Invalid Webhook Token")
        return found

    @staticmethod
    def message(channel: Channel, request: Request) -> Message:
        """The message that is meant."""
        found = channel.messages.get(request.path_params["message"])
        if found is None:
            raise RefusedError(404, 10008, "Unknown Message")
        return found


def _insist_on_pace(headers: dict[str, str]) -> None:
    if "Retry-After" in headers:
        more = {"retry_after": float(headers["Retry-After"]), "global": False}
        raise RefusedError(429, 0, "You are being rate limited.", **more)


async def given(request: Request) -> dict[str, Any]:
    """What was sent: JSON, or a form with files, each as its type and bytes."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return dict(json.loads(await request.body() or b"{}"))
    async with request.form(max_part_size=LARGEST) as form:
        told = dict(json.loads(str(form.get("payload_json") or "{}")))
        for name, value in form.items():
            if isinstance(value, UploadFile):
                told[name] = (value.content_type or "", await value.read())
    return told
