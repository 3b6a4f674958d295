"""Stands around a simulated server: writes down what is said, and loses answers on demand."""

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
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes = b""
    status: int = 0
    told: dict[str, str] = field(default_factory=dict)
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


class Recorder:
    """An application around another."""

    def __init__(self, inner: Callable[..., Awaitable[None]]) -> None:
        self.inner = inner
        self.exchanges: list[Exchange] = []
        self.lose = 0
        """How many answers of requests with an effect to lose, after the effect."""
        self.instead: tuple[int, list[tuple[bytes, bytes]], bytes] | None = None
        """What to answer instead, after the effect."""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        names = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = parse_qsl(scope["query_string"].decode())
        one = Exchange(scope["method"], path, query, names)
        lost = (self.lose or self.instead) and one.method != "GET"

        async def heard() -> Message:
            message = await receive()
            one.body += message.get("body", b"")
            return message

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                one.status = message["status"]
                one.told = {name.decode(): value.decode() for name, value in message["headers"]}
            one.answer += message.get("body", b"")
            if not lost:
                await send(message)

        await self.inner(scope, heard, said)
        self.exchanges.append(one)
        if lost:
            self.lose -= bool(self.lose)
            status, headers, body = self.instead or (502, [], b"<html>Bad gateway</html>")
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
