"""A server that answers as it is told, and a door to it."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from antiphon.connect.http import Door, Http, Line
from antiphon.connect.transport.guard import Guard, now


class Told:
    """Listens on loopback, keeps what came, and answers every connection with the same bytes."""

    def __init__(self, answer: bytes | Callable[[socket.socket], None]) -> None:
        self.answer = answer
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _listen(self) -> None:
        while True:
            try:
                near, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(near,), daemon=True).start()

    def _talk(self, near: socket.socket) -> None:
        with near:
            near.settimeout(5)
            try:
                self.heard.append(near.recv(65536))
                if callable(self.answer):
                    self.answer(near)
                else:
                    near.sendall(self.answer)
            except OSError:
                return

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def answer(status: str = "200 OK", body: bytes = b"{}", **headers: str) -> bytes:
    """A whole answer."""
    told = {"Content-Length": str(len(body)), "Connection": "close", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {text}\r\n" for name, text in told.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


@pytest.fixture
def serve() -> Iterator[Callable[..., Told]]:
    """Starts servers that end with the test."""
    started: list[Told] = []

    def one(what: bytes | Callable[[socket.socket], None] = b"") -> Told:
        started.append(Told(what or answer()))
        return started[-1]

    yield one
    for server in started:
        server.close()


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Asks once, through a door of its own; the error, if it is one."""

    def once(
        method: str, url: str, *, guard: Guard | None = None, line: Any = None, **how: Any
    ) -> Any:
        async def whole() -> Any:
            door = Door(guard or Guard(allow_private=True))
            given = {"server": url, "deadline": now() + 20} | (line or {})
            try:
                return await Http(door, Line(**given)).ask(method, url, **how)
            except Exception as error:  # noqa: BLE001 -- what comes out is what is tested
                return error
            finally:
                await door.close()

        return asyncio.run(whole())

    return once
