"""Stands around the simulator: writes down what is said, and loses answers on demand."""

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

    def asked(self) -> Any:
        """The JSON that was sent."""
        return json.loads(self.body)

    def json(self) -> Any:
        """The answer."""
        return json.loads(self.answer)


class Recorder:
    """An application around another."""

    def __init__(self, inner: Callable[..., Awaitable[None]]) -> None:
        self.inner = inner
        self.exchanges: list[Exchange] = []
        self.lost_after = 0
        """How many answers of requests with an effect to lose after it happened."""
        self.lost_before = 0
        """How many requests with an effect to lose before they arrive."""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        names = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = parse_qsl(scope["query_string"].decode())
        one = Exchange(scope["method"], path, query, names)
        lost = self._loses(one)

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

        if lost != "before":
            await self.inner(scope, heard, said)
            self.exchanges.append(one)
        if lost:
            await send({"type": "http.response.start", "status": 502, "headers": []})
            await send({"type": "http.response.body", "body": b"<html>Bad gateway</html>"})

    def _loses(self, one: Exchange) -> str:
        if one.method == "GET":
            return ""
        if self.lost_before:
            self.lost_before -= 1
            return "before"
        if self.lost_after:
            self.lost_after -= 1
            return "after"
        return ""
