"""Stands around the simulator: writes down what is said, and loses answers on demand."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

Message = MutableMapping[str, Any]


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
    def asked(self) -> Any:
        """What was sent: JSON, or a form."""
        if "urlencoded" in self.headers.get("content-type", ""):
            return dict(parse_qsl(self.body.decode()))
        return json.loads(self.body) if self.body else None

    @property
    def told(self) -> Any:
        """What came back."""
        return json.loads(self.answer) if self.answer else None


class Recorder:
    """An application around another."""

    def __init__(self, inner: Callable[..., Awaitable[None]]) -> None:
        self.inner = inner
        self.heard: list[Exchange] = []
        self.loses = ""
        """The end of a path: its next request is lost `before` or `after` it arrives."""
        self.when = "after"
        self.instead: dict[str, bytes] = {}
        """What is answered below these paths in place of the simulator's own answer."""

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Pass it on."""
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = dict(parse_qsl(scope["query_string"].decode()))
        one = Exchange(scope["method"], path, query, headers)
        lost = bool(self.loses) and path.endswith(self.loses)
        self.loses = "" if lost else self.loses
        other = next((told for at, told in self.instead.items() if path.startswith(at)), None)

        async def hear() -> Message:
            message: Message = await receive()
            one.body += message.get("body", b"")
            return message

        async def say(message: Message) -> None:
            one.status = message.get("status", one.status)
            one.answer += message.get("body", b"")
            if not lost and other is None:
                await send(message)

        if lost and self.when == "before":
            while (await hear()).get("more_body"):
                pass  # it left us as a whole, and is lost on the way
        else:
            await self.inner(scope, hear, say)
            self.heard.append(one)
        if lost or other is not None:
            await _say(send, 502 if lost else 200, other or b"")


async def _say(send: Any, status: int, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})
