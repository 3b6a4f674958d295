"""Stands around the simulated Pinterest: writes down what is said, and loses answers on demand."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]


@dataclass
class Exchange:
    """One question and its answer."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""
    status: int = 0
    answer: bytes = b""

    @property
    def fields(self) -> Any:
        """The body of the question, as JSON or as a form."""
        if "json" in self.headers.get("content-type", ""):
            return json.loads(self.body)
        return dict(parse_qsl(self.body.decode("utf-8", "replace")))

    def json(self) -> Any:
        """The answer."""
        return json.loads(self.answer)


@dataclass
class Recorder:
    """An application around another."""

    inner: Callable[..., Awaitable[None]]
    kept: list[Exchange] = field(default_factory=list)
    lose: int = 0
    """How many answers to requests with an effect get lost, after the effect."""
    instead: bytes = b""
    """What somebody else answers to every question."""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if self.instead:
            await _say(send, 200, self.instead)
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = dict(parse_qsl(scope["query_string"].decode()))
        one = Exchange(scope["method"], path, query, headers)
        lost = self.lose > 0 and one.method != "GET"

        async def heard() -> Message:
            message = await receive()
            one.body += message.get("body", b"")
            return message

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                one.status = message["status"]
            one.answer += message.get("body", b"")
            if not lost:
                await send(message)

        await self.inner(scope, heard, said)
        self.kept.append(one)
        if lost:
            self.lose -= 1
            await _say(send, 502, b"<html>Bad gateway</html>")


async def _say(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})
