"""The door that all channels of one event loop share: connections, guard and pace."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar

import aiohttp

from antiphon.connect.transport.guard import (
    Guard,
    GuardedSocket,
    socket_for_all,
    socket_for_listed,
)
from antiphon.connect.transport.pace import Pacer

AGENT = "Antiphon/0.1 (+https://antiphon.example)"


class _TimelyRequest(aiohttp.ClientRequest):
    """A request that tells its socket until when bytes may leave."""

    async def send(self, conn: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        sock = _socket_of(conn.transport)
        if sock is not None:
            sock.deadline, sock.lease, sock.written = DEADLINE.get(), LEASE.get(), 0
            # Asked here too: what a socket refuses later only looks like a lost connection.
            sock.insist_on_time()
        return await super().send(conn)


DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)
LEASE: ContextVar[Callable[[], float] | None] = ContextVar("lease", default=None)
"""Until when we may write at all, asked anew before every write; None: always."""


def _socket_of(transport: asyncio.Transport | None) -> GuardedSocket | None:
    wrapped = transport.get_extra_info("socket") if transport else None
    inner = getattr(wrapped, "_sock", wrapped)
    return inner if isinstance(inner, GuardedSocket) else None


class Door:
    """What all channels of one event loop share: connections, guard and pace."""

    def __init__(self, guard: Guard | None = None) -> None:
        self.guard = guard or Guard()
        self.pacer = Pacer()
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    def session(self, *, listed: bool) -> aiohttp.ClientSession:
        """The connections to the public internet, or to what the operator listed."""
        if listed not in self._sessions:
            factory = socket_for_listed if listed else socket_for_all
            self._sessions[listed] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=400,
                    limit_per_host=0,
                    ttl_dns_cache=None,
                    use_dns_cache=False,
                    socket_factory=factory,
                    keepalive_timeout=15,
                ),
                request_class=_TimelyRequest,
                trust_env=False,
                auto_decompress=True,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": AGENT},
            )
        return self._sessions[listed]

    async def close(self) -> None:
        """End all connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
