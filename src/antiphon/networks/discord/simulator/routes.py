"""The paths of the simulated network."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from antiphon.networks.discord.simulator import shapes
from antiphon.networks.discord.simulator.gate import Door, Gate, given
from antiphon.networks.discord.simulator.places import Places
from antiphon.networks.discord.simulator.refused import RefusedError
from antiphon.networks.discord.simulator.saying import Saying
from antiphon.networks.discord.simulator.world import Channel, Message, User, World

ROOT = "/api/v10"
FORUMS = frozenset({15, 16})
PAGE = 100


class Routes:
    """Every path, and what is said by each."""

    def __init__(self, world: World, gate: Gate, base: str) -> None:
        self.world, self.gate, self.base = world, gate, base
        self.saying = Saying(world, gate.now)

    def all(self) -> list[Route]:
        """Every path of the API."""
        messages, one = "/channels/{channel}/messages", "/channels/{channel}/messages/{message}"
        hook, theirs = (
            "/webhooks/{webhook}/{token}",
            "/webhooks/{webhook}/{token}/messages/{message}",
        )
        places = Places(self.world, self.gate)
        doors: list[tuple[str, str, Door]] = [
            ("GET", "/users/@me", places.me),
            ("GET", "/users/@me/guilds", places.guilds),
            ("GET", "/guilds/{guild}", places.guild),
            ("GET", "/guilds/{guild}/channels", places.channels),
            ("GET", "/guilds/{guild}/threads/active", places.threads),
            ("GET", "/channels/{channel}", places.channel),
            ("POST", "/channels/{channel}/threads", self.open),
            ("GET", messages, self.said),
            ("POST", messages, self.say),
            ("GET", one, self.show),
            ("PATCH", one, self.change),
            ("DELETE", one, self.remove),
            ("POST", f"{one}/crosspost", self.pass_on),
            ("GET", hook, places.webhook),
            ("POST", hook, self.called),
            ("GET", theirs, self.show),
            ("PATCH", theirs, self.change),
            ("DELETE", theirs, self.remove),
        ]
        return [
            Route(ROOT + path, self.gate.open(door), methods=[method])
            for method, path, door in doors
        ]

    async def said(self, request: Request) -> Response:
        """Messages of a channel, the newest first: those after a number, else the last ones."""
        found = sorted(self.gate.channel(request).messages.values(), key=lambda one: int(one.id))
        limit = min(PAGE, int(request.query_params.get("limit", 50)))
        after = request.query_params.get("after")
        if after is None:
            page = found[-limit:]
        else:
            page = [one for one in found if int(one.id) > int(after)][:limit]
        return JSONResponse([self._told(one) for one in reversed(page)])

    async def say(self, request: Request) -> Response:
        """A message of the bot."""
        channel, told = self.gate.channel(request, "send"), await given(request)
        if channel.kind in FORUMS:
            raise RefusedError(400, 50008, "Cannot send messages in a non-text channel")
        return JSONResponse(self._told(self.saying.say(channel, self.gate.bot(request), told)))

    async def open(self, request: Request) -> Response:
        """A thread of a forum."""
        channel, told = self.gate.channel(request, "send"), await given(request)
        files = {name: value for name, value in told.items() if name.startswith("files[")}
        inner = {**told, "message": {**(told.get("message") or {}), **files}}
        said = self.saying.open(channel, self.gate.bot(request), inner)
        return JSONResponse(shapes.thread(said.channel), 201)

    async def pass_on(self, request: Request) -> Response:
        """To followers."""
        channel = self.gate.channel(request, "pass_on")
        return JSONResponse(self._told(self.saying.pass_on(self.gate.message(channel, request))))

    async def called(self, request: Request) -> Response:
        """A message of a webhook, into its channel, a thread, or a new thread of its forum."""
        hook, told = self.gate.webhook(request), await given(request)
        author, channel = User(hook.id, hook.name, is_bot=True), self._where(request)
        if channel.kind in FORUMS:
            if not told.get("thread_name"):
                raise RefusedError(
                    400, 220001, "Webhooks posted to forum channels must have a name"
                )
            said = self.saying.open(channel, author, told, webhook=hook)
        elif told.get("thread_name"):
            raise RefusedError(400, 220003, "Webhooks can only create threads in forum channels")
        else:
            said = self.saying.say(channel, author, told, webhook=hook)
        if request.query_params.get("wait") != "true":
            return Response(status_code=204)
        return JSONResponse(self._told(said))

    async def show(self, request: Request) -> Response:
        """One message."""
        return JSONResponse(self._told(self._meant(request)))

    async def change(self, request: Request) -> Response:
        """Other words."""
        message, told = self._meant(request), await given(request)
        return JSONResponse(self._told(self.saying.change(message, told)))

    async def remove(self, request: Request) -> Response:
        """Nothing any more."""
        self.world.drop(self._meant(request))
        return Response(status_code=204)

    def _meant(self, request: Request) -> Message:
        is_bot = "channel" in request.path_params
        return self.gate.message(
            self.gate.channel(request) if is_bot else self._where(request), request
        )

    def _where(self, request: Request) -> Channel:
        """The webhook's channel, or a thread of it."""
        hook, thread = self.gate.webhook(request), request.query_params.get("thread_id")
        found = self.world.channels.get(thread) if thread else hook.channel
        if found is None or hook.channel not in (found, found.parent):
            raise RefusedError(404, 10003, "Unknown Channel")
        return found

    def _told(self, message: Message) -> dict[str, Any]:
        return shapes.message(message, self.base)
