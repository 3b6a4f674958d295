"""Stands between a connector and a simulator and notes what is said."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from antiphon.networks.wordpress.simulator import Simulator


@dataclass
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    query: dict[str, str]
    told: Any
    status: int = 0
    answer: Any = None


@dataclass
class Witness:
    """Stands around a simulator and writes down what is said."""

    simulator: Simulator
    heard: list[Exchange] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on and note."""
        body: list[bytes] = []
        noted = Exchange(scope["method"], scope["path"], dict(parse_qsl(
            scope["query_string"].decode(), keep_blank_values=True)), None)  # fmt: skip
        came: list[bytes] = []

        async def hear() -> Any:
            message = await receive()
            came.append(message.get("body", b""))
            return message

        async def say(message: Any) -> None:
            noted.status = message.get("status", noted.status)
            body.append(message.get("body", b""))
            await send(message)

        await self.simulator.app(scope, hear, say)
        noted.told, noted.answer = _json(b"".join(came)), _json(b"".join(body))
        self.heard.append(noted)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
