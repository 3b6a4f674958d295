"""Notes everything that is said to a simulator, and what it answers."""

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
    path: str
    query: dict[str, str]
    given: bytes = b""
    status: int = 0
    answer: bytes = b""

    @property
    def said(self) -> Any:
        """The body of the call."""
        return json.loads(self.given)

    @property
    def told(self) -> Any:
        """The body of the answer."""
        return json.loads(self.answer)


@dataclass
class Witness:
    """Stands before a simulator."""

    app: Callable[..., Awaitable[None]]
    heard: list[Exchange] = field(default_factory=list)

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Carry one call."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = dict(parse_qsl(scope["query_string"].decode()))
        exchange = Exchange(scope["method"], path, query)
        self.heard.append(exchange)

        async def hear() -> Message:
            message = await receive()
            exchange.given += message.get("body", b"")
            return message

        async def tell(message: Message) -> None:
            exchange.status = message.get("status", exchange.status)
            exchange.answer += message.get("body", b"")
            await send(message)

        await self.app(scope, hear, tell)
