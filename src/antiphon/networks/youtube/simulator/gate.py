"""The way into the simulated network: who asks, how much is left, which door it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.youtube.simulator.answers import Refused
from antiphon.networks.youtube.simulator.world import Channel, World

PACIFIC = ZoneInfo("America/Los_Angeles")
UNITS_A_DAY, UPLOADS_A_DAY = 10_000, 100
MANAGE = "https://www.googleapis.com/auth/youtube.force-ssl"


@dataclass(frozen=True, slots=True)
class Call:
    """One call, read."""

    channel: Channel
    given: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)
    request: Request | None = None

    @property
    def parts(self) -> list[str]:
        """The sections that are meant."""
        return [one for one in self.given.get("part", "").split(",") if one]

    @property
    def ids(self) -> list[str]:
        """The things that are meant."""
        return [one for one in self.given.get("id", "").split(",") if one]

    @property
    def most(self) -> int:
        """How many of a list are wanted."""
        return int(self.given.get("maxResults", "5"))


Door = Callable[[Call], Any]


class Gate:
    """Stands before every door."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.units_a_day, self.uploads_a_day = UNITS_A_DAY, UPLOADS_A_DAY
        """Each channel counts as a project of its own; tests set them low to see a limit."""

    def open(self, door: Door, cost: int = 1) -> Callable[[Request], Awaitable[Response]]:
        """The same door for those with a token and units left."""

        async def guarded(request: Request) -> Response:
            try:
                body = await _body(request)
                channel = self.who(request)
                self.spend(channel, cost)
                told = door(Call(channel, dict(request.query_params), body, request))
                told = await told if isinstance(told, Awaitable) else told
            except Refused as refused:
                return refused.answer()
            if isinstance(told, Response):
                return told
            return Response(status_code=204) if told is None else JSONResponse(told)

        return guarded

    def who(self, request: Request) -> Channel:
        """Whose token this is."""
        scheme, _space, text = request.headers.get("authorization", "").partition(" ")
        token = self.world.tokens.get(text) if scheme.lower() == "bearer" else None
        if token is None or (token.ends is not None and token.ends <= self.world.now()):
            raise Refused(401, "authError", "Invalid Credentials", domain="global")
        if MANAGE not in token.scope.split():
            raise Refused(403, "insufficientPermissions", domain="global")
        if "disabled" in self.world.quirks:
            raise Refused(403, "accessNotConfigured", domain="usageLimits")
        if "closed" in self.world.quirks:
            raise Refused(403, "channelClosed")
        return token.channel

    def spend(self, channel: Channel, cost: int) -> None:
        """Take units from the project's day, or one of its uploads where the cost is none."""
        today = self.world.now().astimezone(PACIFIC).date().isoformat()
        if channel.day != today:
            channel.day, channel.units, channel.uploads = today, 0, 0
        channel.units += cost
        channel.uploads += 1 if cost == 0 else 0
        used, allowed = channel.units, self.units_a_day
        if cost == 0:
            used, allowed = channel.uploads, self.uploads_a_day
        if used > allowed:
            say = "The request cannot be completed because you have exceeded your quota."
            raise Refused(403, "quotaExceeded", say)
        if "hurried" in self.world.quirks:
            raise Refused(403, "rateLimitExceeded", domain="usageLimits")


async def _body(request: Request) -> dict[str, Any]:
    """The JSON that was sent; files are read by their doors."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return {}
    try:
        found = await request.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "parseError", domain="global")
    return found
