"""What can go wrong at a running sandbox: the faults of `lines`, put around simulators as a layer.

What needs the connection itself (an answer that never comes) only a line can do; it is refused
here in words.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from antiphon.sandbox.lines import Rule, Trouble

POSSIBLE = frozenset({Trouble.ANSWER, Trouble.ANSWER_AFTER, Trouble.SLOW, Trouble.CUT})

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass
class Faults:
    """The rules of one sandbox, by network; those of the empty key hold for all."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, network: str, rule: Rule) -> None:
        """From now on this goes wrong."""
        if rule.trouble not in POSSIBLE:
            named = ", ".join(sorted(POSSIBLE))
            raise ValueError(f"“{rule.trouble}” needs a line of its own; here are: {named}.")
        with self._lock:
            self.rules.setdefault(network, []).append(rule)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self.rules.clear()

    def around(self, network: str, app: Application) -> Application:
        """The same application, with what goes wrong."""

        async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
            rule = self._next(network, scope) if scope["type"] in _GO_WRONG else None
            if rule is None:
                await app(scope, receive, send)
            else:
                await _GO_WRONG[scope["type"]](rule, app, (scope, receive, send))

        return faulty

    def _next(self, network: str, scope: Scope) -> Rule | None:
        with self._lock:
            rules = [*self.rules.get(network, ()), *self.rules.get("", ())]
            method, path = scope.get("method", "GET"), scope["path"]
            found = next((rule for rule in rules if rule.fits(method, path)), None)
            if found and found.times > 0:
                found.times -= 1
            return found


async def _go_wrong(rule: Rule, app: Application, talk: tuple[Scope, Receive, Send]) -> None:
    scope, receive, send = talk
    await asyncio.sleep(rule.seconds)
    if rule.trouble is Trouble.SLOW:
        await app(scope, receive, send)
    elif rule.trouble is Trouble.CUT:
        await app(scope, receive, _Scissors(send).send)
    else:
        if rule.trouble is Trouble.ANSWER_AFTER:
            await app(scope, receive, _nowhere)
        await _answer(rule, send)


async def _talk_wrong(rule: Rule, app: Application, talk: tuple[Scope, Receive, Send]) -> None:
    """The same for a WebSocket: refused at the door, or with other words in every message."""
    scope, receive, send = talk
    await asyncio.sleep(rule.seconds)
    if rule.trouble is Trouble.ANSWER:
        await receive()
        await _answer(rule, send, "websocket.http.response")
    else:
        await app(scope, receive, _Mouth(rule, send).send)


@dataclass
class _Mouth:
    """Says what a rule makes of each message."""

    rule: Rule
    onward: Send
    shut: bool = False

    async def send(self, message: Message) -> None:
        if self.shut:
            return
        if message["type"] == "websocket.send":
            match self.rule.trouble:
                case Trouble.ANSWER_AFTER:
                    message = {"type": "websocket.send", "text": self.rule.body}
                case Trouble.CUT:
                    self.shut = True
                    message = {"type": "websocket.close", "code": 1011}
                case _:
                    pass
        await self.onward(message)


_GO_WRONG = {"http": _go_wrong, "websocket": _talk_wrong}


async def _nowhere(_message: Message) -> None:
    """Where an answer is lost."""


@dataclass
class _Scissors:
    """Lets the head of an answer through, and half of its first piece."""

    onward: Send
    cut: bool = False

    async def send(self, message: Message) -> None:
        if self.cut:
            return
        if message["type"] == "http.response.body":
            self.cut = True
            half = message.get("body", b"")[: len(message.get("body", b"")) // 2]
            message = {"type": message["type"], "body": half, "more_body": True}
        await self.onward(message)


async def _answer(rule: Rule, send: Send, kind: str = "http.response") -> None:
    body = rule.body.encode()
    told = {"content-type": "application/json", **rule.headers, "content-length": str(len(body))}
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": f"{kind}.start", "status": rule.status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
