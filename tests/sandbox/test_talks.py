"""A line carries talks, and what goes wrong with one of their messages goes wrong with it alone."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

from antiphon.sandbox.lines import Line, Rule, Trouble
from antiphon.sandbox.serving import Sandbox

LONG = "a long message " * 20


@contextmanager
def echoes() -> Iterator[tuple[Line, list[str]]]:
    """A line to a server that repeats everything, and what arrived there."""
    heard: list[str] = []

    def listen(near: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            for message in near:
                heard.append(str(message))
                near.send(message)

    with serve(listen, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with Line(server.socket.getsockname()[1]).running() as line:
            yield line, heard
        server.shutdown()
        thread.join(5)


def say(port: int, *messages: str, path: str = "") -> list[str]:
    """What came back for each message, until something went wrong."""
    told: list[str] = []
    with (
        suppress(ConnectionClosed, TimeoutError, InvalidHandshake, OSError, EOFError),
        connect(f"ws://127.0.0.1:{port}/{path}", close_timeout=1) as talk,
    ):
        for one in messages:
            talk.send(one)
            told.append(str(talk.recv(timeout=2)))
    return told


def test_what_is_said_arrives_and_is_answered() -> None:
    with echoes() as (line, heard):
        assert say(line.port, "one", LONG) == ["one", LONG]
        assert heard == ["one", LONG]
        assert line.requests == [("GET", "/"), ("POST", "one"), ("POST", LONG)]


@pytest.mark.parametrize(
    ("trouble", "arrives", "told"),
    [
        (Trouble.REFUSE, 0, []),
        (Trouble.LOSE_BEFORE, 0, []),
        (Trouble.LOSE_AFTER, 1, []),
        (Trouble.LATE, 1, []),
        (Trouble.CUT, 1, []),
        (Trouble.SLOW, 1, ["buy", "sell"]),
        (Trouble.ANSWER, 0, ["oh", "sell"]),
        (Trouble.ANSWER_AFTER, 1, ["oh", "sell"]),
    ],
)
def test_each_trouble_befalls_the_message_that_it_is_meant_for(
    trouble: Trouble, arrives: int, told: list[str]
) -> None:
    with echoes() as (line, heard):
        line.go_wrong(trouble, method="POST", path="buy", body="oh", seconds=0.1)

        assert say(line.port, "first", "buy", "sell") == ["first", *told]
        until = time.monotonic() + 2
        while heard.count("buy") != arrives and time.monotonic() < until:
            time.sleep(0.01)
        assert heard.count("buy") == arrives


def test_the_door_itself_can_be_shut() -> None:
    with echoes() as (line, heard):
        line.go_wrong(Trouble.ANSWER, status=429, headers={"Retry-After": "7"})
        with pytest.raises(InvalidStatus) as refused, connect(f"ws://127.0.0.1:{line.port}/"):
            pass

        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "7"
        assert heard == []
        assert say(line.port, "again") == ["again"]


class Parrot:
    """A simulator that only repeats."""

    def __init__(self) -> None:
        self.app: Any = Starlette(routes=[WebSocketRoute("/", self.repeat)])

    async def repeat(self, talk: WebSocket) -> None:
        await talk.accept()
        with suppress(WebSocketDisconnect):
            while True:
                await talk.send_text(await talk.receive_text())


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(Trouble.ANSWER, []), (Trouble.ANSWER_AFTER, ["oh"]), (Trouble.CUT, []),
     (Trouble.SLOW, ["hello"])],
)  # fmt: skip
def test_a_running_sandbox_spoils_talks_too(trouble: Trouble, told: list[str]) -> None:
    sandbox = Sandbox([], now=lambda: datetime.now(UTC))
    sandbox.simulators["parrot"] = Parrot()  # type: ignore[assignment]
    sandbox.faults.add("parrot", Rule(trouble, body="oh"))
    with sandbox.serving():
        assert say(sandbox.port, "hello", path="parrot") == told
        assert say(sandbox.port, "hello", path="parrot/") == ["hello"]
