"""The one way out: guarded at the socket, paced, bounded, and honest about what it knows."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp import ClientWebSocketResponse

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    LookFirst,
    NetworkError,
    Scope,
    TryLater,
)
from antiphon.connect.rules import Pace
from antiphon.connect.transport import guard as guarding
from antiphon.connect.transport.answer import Answer, Part, Slice
from antiphon.connect.transport.door import DEADLINE, Door
from antiphon.connect.transport.guard import NotPublicError
from antiphon.connect.transport.payload import as_written, headers_for, payload, plain
from antiphon.connect.transport.reading import BODY_LIMIT, lost, read, remedy
from antiphon.connect.transport.talk import MESSAGE_LIMIT, Talk, shake_hands

__all__ = ["Answer", "Door", "Http", "Line", "Part", "Slice", "Talk"]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Refusal = Callable[[Answer], NetworkError | None]


def _no_refusal(_answer: Answer) -> NetworkError | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """To whom one `Http` speaks, and in whose name."""

    network: str = ""
    channel: str = ""
    server: str
    home: str = ""
    """The network's own server, where all accounts have the same; any other is a stand-in."""
    hosts: frozenset[str] = frozenset()
    """`host` or `host:port` to which what is signed may go, besides the server's own."""
    pace: Pace | None = None
    refusal: Refusal = _no_refusal
    deadline: float | None = None
    """By `guard.now()`: after this no byte leaves."""


class Way:
    """Who may be spoken to, when, and what a refusal means: alike for requests and for talks."""

    def __init__(self, door: Door, line: Line) -> None:
        self.door, self.line = door, line
        self.effects = 0
        """How many requests with an effect may have left."""

    def url(self, path: str) -> str:
        """A path on this channel's server; a whole URL stays as it is."""
        return path if "://" in path else self.line.server + path

    def host(self, real: str) -> str:
        """The base URL of another host of the same network.

        A stand-in server (a simulator, a relay) serves the other hosts below `/-/<host>`.
        """
        is_home = self.line.server == self.line.home
        if is_home or _authority(self.line.server)[0] in _family(real):
            return real
        return f"{self.line.server}/-/{urlsplit(real).netloc}"

    def _count(self) -> None:
        self.effects += 1

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        line = self.line
        if line.pace is None:
            yield
            return
        async with self.door.pacer.gate(line.network, line.channel, line.pace):
            await self.door.pacer.wait(line.network, line.channel, line.pace)
            yield

    def _may_go(self, url: str, *, signed: bool) -> None:
        try:
            parts, (host, port) = urlsplit(url), _authority(url)
        except ValueError as error:
            raise ChangeIt("That is not an address of the web.") from error
        if parts.scheme not in {"http", "https"} or parts.username or not parts.hostname:
            raise ChangeIt("That is not an address of the web.")
        if not self.door.guard.allows_port(host, port):
            raise NotPublicError(f"Port {port} is neither 80 nor 443 and not listed.")
        known = {*self.line.hosts, ":".join(map(str, _authority(self.line.server)))}
        if signed and not {host, f"{host}:{port}"} & known:
            raise FixSetup(f"{host} is not a host of this network; nothing was sent there.")

    def _judge(self, answer: Answer, *, allow: Sequence[int]) -> Answer:
        line = self.line
        if line.pace is not None:
            self.door.pacer.learn(line.network, line.channel, line.pace, answer.headers)
        if answer.status in allow or 200 <= answer.status < 300:
            return answer
        error = line.refusal(answer) or remedy(answer, pause=line.pace.pause if line.pace else None)
        if isinstance(error, TryLater) and error.scope is not Scope.PARCEL:
            channel = line.channel if error.scope is Scope.CHANNEL else None
            self.door.pacer.close(line.network, channel, error.after)
        raise error


class Http(Way):
    """One channel's use of the door; every failure becomes one of the remedies."""

    async def get(self, path: str, **how: Any) -> Answer:
        """Ask without an effect."""
        return await self.ask("GET", path, **how)

    async def post(self, path: str, **how: Any) -> Answer:
        """Ask for an effect; pass `effect=False` for what makes nothing that anybody can see."""
        return await self.ask("POST", path, **how)

    async def ask(  # noqa: PLR0913
        self,
        method: str,
        path: str,
        *,
        effect: bool | None = None,
        signed: bool = True,
        params: Mapping[str, Any] | Sequence[tuple[str, Any]] | None = None,
        json_body: object = None,
        form: Mapping[str, Any] | Sequence[tuple[str, Any]] | None = None,
        parts: Sequence[Part] | None = None,
        body: bytes | Slice | None = None,
        headers: Mapping[str, str] | None = None,
        allow: Sequence[int] = (),
        follow: int = 0,
        limit: int = BODY_LIMIT,
        seconds: float = 30,
        into: Callable[[bytes], object] | None = None,
    ) -> Answer:
        """Make one exchange; `allow` names refusing statuses that the caller reads himself.

        With `into` the body of a success is handed over in pieces, as it comes, and kept nowhere.
        """
        effect = method not in SAFE if effect is None else effect
        url = self.url(path)
        self._may_go(url, signed=signed)
        async with self._turn():
            if effect:
                self._count()
            answer = await self._exchange(
                method, url, effect=effect, seconds=seconds, limit=limit, follow=follow,
                into=into, allow_redirects=False,
                params=plain(params), json=json_body, data=payload(form, parts, body),
                headers=headers_for(headers, body),
            )  # fmt: skip
        return self._judge(answer, allow=allow)

    async def _exchange(
        self, method: str, url: str, *, effect: bool, seconds: float, **how: Any,
    ) -> Answer:  # fmt: skip
        until = min(filter(None, (self.line.deadline, guarding.now() + seconds)))
        token = DEADLINE.set(until)
        try:
            async with asyncio.timeout(max(0.01, until - guarding.now())):
                return await self._hops(method, url, effect=effect, **how)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            found = lost(error, effect=effect)
            if effect and not isinstance(found, LookFirst):
                self.effects -= 1
            raise found from error
        finally:
            DEADLINE.reset(token)

    async def _hops(  # noqa: PLR0913 -- one exchange has as many facts
        self,
        method: str,
        url: str,
        *,
        effect: bool,
        limit: int,
        follow: int,
        into: Callable[[bytes], object] | None = None,
        **how: Any,
    ) -> Answer:
        while True:
            host, port = _authority(url)
            listed = self.door.guard.trusts(host, port)
            session = self.door.session(listed=listed, once=effect)
            async with session.request(method, as_written(url), **how) as response:
                target = response.headers.get("Location", "")
                if (
                    method not in SAFE
                    or not follow
                    or not (target and 300 <= response.status < 400)
                ):
                    return await read(response, effect=effect, limit=limit, into=into)
            onward = urljoin(url, target)
            if _authority(onward) != (host, port):
                how = {**how, "headers": {}}
            self._may_go(onward, signed=False)
            url, follow, how = onward, follow - 1, {**how, "params": None}

    @asynccontextmanager
    async def talk(
        self, path: str = "", *, signed: bool = True, seconds: float = 30,
        limit: int = MESSAGE_LIMIT,
    ) -> AsyncIterator[Talk]:  # fmt: skip
        """Talk in messages over one WebSocket; the address is written with http or https."""
        url = self.url(path)
        self._may_go(url, signed=signed)
        until = min(filter(None, (self.line.deadline, guarding.now() + seconds)))
        async with self._turn():
            talk = Talk(await self._connected(url, until, limit), until=until, count=self._count)
            try:
                yield talk
            finally:
                await talk.end()

    async def _connected(self, url: str, until: float, limit: int) -> ClientWebSocketResponse:
        token = DEADLINE.set(until)
        session = self.door.session(listed=self.door.guard.trusts(*_authority(url)))
        try:
            async with asyncio.timeout(max(0.01, until - guarding.now())):
                return await shake_hands(session, url, limit)
        except aiohttp.WSServerHandshakeError as error:
            self._judge(_no(error, url), allow=())
            raise ChangeIt("That server does not talk in messages.") from error
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise lost(error, effect=False) from error
        finally:
            DEADLINE.reset(token)


def _no(error: aiohttp.WSServerHandshakeError, url: str) -> Answer:
    """A refusal to talk at all, as an answer; its body is not read."""
    found = {name.lower(): value for name, value in (error.headers or {}).items()}
    return Answer(status=error.status, headers=found, body=b"", url=url, effect=False)


def _authority(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def _family(real: str) -> set[str]:
    """Hosts that count as the same network's: those sharing the registered name."""
    host = urlsplit(real).hostname or ""
    above = (host, host.split(".", 1)[-1])
    return {host, *(f"{name}.{one}" for name in ("api", "www", "graph") for one in above)}
