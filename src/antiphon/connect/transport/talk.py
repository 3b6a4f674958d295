"""Messages back and forth over one connection (RFC 6455), as guarded as a request."""

import asyncio
from collections.abc import Callable

import aiohttp
from aiohttp import WSMsgType

from antiphon.connect.errors import LookFirst, NetworkError, TryLater
from antiphon.connect.transport.door import insist_on_time
from antiphon.connect.transport.guard import now
from antiphon.connect.transport.reading import BODY_LIMIT, lost

MESSAGE_LIMIT = 1024 * 1024
_GOODBYE = 2.0
"""Seconds for which the other side may take its leave."""


class Talk:
    """One conversation; every failure becomes one of the remedies."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        *,
        until: float,
        count: Callable[[], None],
    ) -> None:
        self._socket, self._until, self._count = socket, until, count
        self._left = BODY_LIMIT
        self.unsure = False
        """Whether something was said that may have an effect and was not answered yet."""

    async def say(self, text: str, *, effect: bool = False) -> None:
        """Send one message; with `effect` what comes of it counts as unknown until `settle`."""
        try:
            insist_on_time(self._socket.get_extra_info("socket"))
            if effect:
                self.unsure = True
                self._count()
            await self._socket.send_str(text)
        except (aiohttp.ClientError, OSError) as error:
            raise lost(error, effect=self.unsure) from error

    async def hear(self, seconds: float | None = None) -> str:
        """The next message; waits until the conversation's own deadline, or shorter."""
        left = max(0.01, self._until - now())
        try:
            message = await asyncio.wait_for(self._socket.receive(), min(left, seconds or left))
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise lost(error, effect=self.unsure) from error
        if message.type is not WSMsgType.TEXT:
            raise self.unclear("The connection ended before an answer came.")
        self._left -= len(message.data)
        if self._left < 0:
            raise self.unclear(f"The answers were larger than {BODY_LIMIT} bytes.")
        return str(message.data)

    def settle(self) -> None:
        """What was said has been answered: nothing is unknown any more."""
        self.unsure = False

    def unclear(self, reason: str) -> NetworkError:
        """The remedy when what came cannot be understood."""
        return LookFirst(reason) if self.unsure else TryLater(reason)

    async def end(self) -> None:
        """Take leave, without waiting long for the other side to do so."""
        await self._socket.close()


async def shake_hands(
    session: aiohttp.ClientSession, url: str, limit: int
) -> aiohttp.ClientWebSocketResponse:
    """Open the connection; a message of more than `limit` bytes ends it."""
    leave = aiohttp.ClientWSTimeout(ws_close=_GOODBYE)
    return await session.ws_connect(url, timeout=leave, max_msg_size=limit, autoping=True)
