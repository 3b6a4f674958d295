"""What can be asked about servers, channels, threads and webhooks."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.discord.simulator import shapes
from antiphon.networks.discord.simulator.gate import Gate
from antiphon.networks.discord.simulator.refused import RefusedError
from antiphon.networks.discord.simulator.world import Channel, User, World


class Places:
    """Answers that change nothing."""

    def __init__(self, world: World, gate: Gate) -> None:
        self.world, self.gate = world, gate

    async def me(self, request: Request) -> Response:
        """The bot itself."""
        return JSONResponse(shapes.me(self.gate.bot(request)))

    async def guilds(self, request: Request) -> Response:
        """The servers that the bot is on."""
        bot = self.gate.bot(request)
        found = {one.guild.id: one.guild for one in self._of(bot)}
        return JSONResponse([shapes.my_guild(one) for one in found.values()])

    async def guild(self, request: Request) -> Response:
        """One server."""
        return JSONResponse(shapes.guild(self._in_guild(request)[0].guild))

    async def channels(self, request: Request) -> Response:
        """The channels of a server, without its threads."""
        found = [one for one in self._in_guild(request) if one.parent is None]
        return JSONResponse([shapes.channel(one) for one in found])

    async def threads(self, request: Request) -> Response:
        """Open threads of a server."""
        found = [one for one in self._in_guild(request) if one.parent and not one.is_closed]
        told = [shapes.thread(one) for one in found]
        return JSONResponse({"threads": told, "members": [], "has_more": False})

    async def channel(self, request: Request) -> Response:
        """One channel."""
        found = self.gate.channel(request)
        return JSONResponse(shapes.thread(found) if found.parent else shapes.channel(found))

    async def webhook(self, request: Request) -> Response:
        """What a webhook is."""
        return JSONResponse(shapes.webhook(self.gate.webhook(request)))

    def _in_guild(self, request: Request) -> list[Channel]:
        found = [
            one
            for one in self._of(self.gate.bot(request))
            if one.guild.id == request.path_params["guild"]
        ]
        if not found:
            raise RefusedError(404, 10004, "Unknown Guild")
        return found

    def _of(self, bot: User) -> list[Channel]:
        return [one for one in self.world.channels.values() if one.bot is bot]
