"""The door that all channels of one event loop share: connections, guard and pace."""

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
        wrapped = conn.transport.get_extra_info("socket") if conn.transport else None
        sock = _guarded(wrapped)
        if sock is not None:
            sock.deadline, sock.lease, sock.written = DEADLINE.get(), LEASE.get(), 0
            insist_on_time(wrapped)
        return await super().send(conn)


DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)
LEASE: ContextVar[Callable[[], float] | None] = ContextVar("lease", default=None)
"""Until when we may write at all, asked anew before every write; None: always."""


def _guarded(wrapped: object) -> GuardedSocket | None:
    inner = getattr(wrapped, "_sock", wrapped)
    return inner if isinstance(inner, GuardedSocket) else None


def insist_on_time(wrapped: object) -> None:
    """Raise when nothing may leave by this connection's socket any more.

    Asked before a write, too: what a socket refuses later only looks like a lost connection.
    """
    sock = _guarded(wrapped)
    if sock is not None:
        sock.insist_on_time()


async def _stay(
    _session: object, _context: object, moved: aiohttp.TraceRequestRedirectParams
) -> None:
    """Follow nobody: whoever may be followed is followed by `Http`, which judges each address."""
    answer = moved.response
    raise aiohttp.WSServerHandshakeError(
        answer.request_info, answer.history, status=answer.status, headers=answer.headers
    )


def _tracing() -> aiohttp.TraceConfig:
    config = aiohttp.TraceConfig()
    config.on_request_redirect.append(_stay)
    return config


class Door:
    """What all channels of one event loop share: connections, guard and pace."""

    def __init__(self, guard: Guard | None = None) -> None:
        self.guard = guard or Guard()
        self.pacer = Pacer()
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    def session(self, *, listed: bool, once: bool = False) -> aiohttp.ClientSession:
        """The connections to the public internet, or to what the operator listed.

        The library itself sends a PUT or DELETE again whose connection was lost; with `once` not.
        """
        if (listed, once) not in self._sessions:
            factory = socket_for_listed if listed else socket_for_all
            opened = self._sessions[listed, once] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=400,
                    limit_per_host=0,
                    ttl_dns_cache=None,
                    use_dns_cache=False,
                    socket_factory=factory,
                    keepalive_timeout=15,
                ),
                request_class=_TimelyRequest,
                trace_configs=[_tracing()],
                trust_env=False,
                auto_decompress=True,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": AGENT},
            )
            opened._retry_connection = not once  # noqa: SLF001 -- there is no other way to say it
        return self._sessions[listed, once]

    async def close(self) -> None:
        """End all connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
