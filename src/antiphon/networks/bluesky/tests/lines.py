"""A line to a server that keeps what passed, and can lose an answer."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Message = MutableMapping[str, Any]


@dataclass
class Exchange:
    """One call and its answer."""

    method: str
    name: str
    query: list[tuple[str, str]]
    given: bytes
    status: int = 0
    answer: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.given)

    @property
    def told(self) -> Any:
        return json.loads(self.answer)


class CutError(Exception):
    """The line was cut."""


@dataclass
class Line:
    """Stands before a simulator."""

    app: Any = None
    kept: list[Exchange] = field(default_factory=list)
    lose_before: set[str] = field(default_factory=set)
    lose_after: set[str] = field(default_factory=set)

    def named(self, name: str) -> list[Exchange]:
        return [one for one in self.kept if one.name == name]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.kept]

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        name = scope["path"].rpartition("/")[2]
        query = parse_qsl(scope["query_string"].decode())
        exchange = Exchange(method=scope["method"], name=name, query=query, given=b"")
        self.kept.append(exchange)
        if name in self.lose_before:
            await send({"type": "http.response.start", "status": 502, "headers": []})
            await send({"type": "http.response.body", "body": b"bad gateway"})
            return

        async def hear() -> Message:
            message = await receive()
            exchange.given += message.get("body", b"")
            return message

        async def tell(message: Message) -> None:
            exchange.status = message.get("status", exchange.status)
            exchange.answer += message.get("body", b"")
            if name not in self.lose_after:
                await send(message)

        await self.app(scope, hear, tell)
        if name in self.lose_after:
            await send({"type": "http.response.start", "status": 504, "headers": []})
            await send({"type": "http.response.body", "body": b"<html>too late</html>"})
