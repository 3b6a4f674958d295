"""Stands around a simulator: writes down what is said, and loses answers on demand."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

Message = MutableMapping[str, Any]
Application = Callable[..., Awaitable[None]]


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
        """What was sent: JSON, or a form; nothing where nothing was."""
        if "json" in self.headers.get("content-type", ""):
            return json.loads(self.body) if self.body else None
        return dict(parse_qsl(self.body.decode("utf-8", "replace"))) if self.body else None

    @property
    def told(self) -> Any:
        """What came back."""
        return json.loads(self.answer) if self.answer else None


class Recorder:
    """An application around another."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner
        self.heard: list[Exchange] = []
        self.lose = 0
        """How many answers to requests with an effect get lost, after the effect."""
        self.loses = ""
        """The end of a path: its next request is lost, `before` or `after` it arrives."""
        self.when = "after"
        self.instead: dict[str, bytes] = {}
        """What is answered below these paths in place of the simulator's own answer."""

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Pass it on."""
        one = _asked(scope)
        lost = self._is_lost(one)
        other = next((told for at, told in self.instead.items() if one.path.startswith(at)), None)

        async def hear() -> Message:
            message: Message = await receive()
            one.body += message.get("body", b"")
            return message

        async def say(message: Message) -> None:
            one.status = message.get("status", one.status)
            one.answer += message.get("body", b"")
            if not lost and other is None:
                await send(message)

        if lost == "before":
            while (await hear()).get("more_body"):
                pass  # it left us as a whole, and is lost on the way
        else:
            await self.inner(scope, hear, say)
            self.heard.append(one)
        if lost or other is not None:
            await answer(send, 502 if lost else 200, other or b"<html>Bad gateway</html>")

    def _is_lost(self, one: Exchange) -> str:
        if self.loses and one.path.endswith(self.loses):
            self.loses = ""
            return self.when
        if self.lose and one.method != "GET":
            self.lose -= 1
            return "after"
        return ""


def _asked(scope: Message) -> Exchange:
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    query = dict(parse_qsl(scope["query_string"].decode()))
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return Exchange(scope["method"], path, query, headers)


async def answer(send: Any, status: int, body: bytes = b"") -> None:
    """Say it in place of the application."""
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})
