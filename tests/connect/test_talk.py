"""Messages over one connection are as guarded as requests, and as honest about what they know."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from antiphon.connect.errors import ChangeIt, LookFirst, SignInAgain, TryLater
from antiphon.connect.http import Door, Http, Line, Talk
from antiphon.connect.transport.door import LEASE
from antiphon.connect.transport.guard import Guard, NotPublicError, now
from tests.connect.conftest import Told, answer

Said = Callable[[ServerConnection, str], Any]


@contextmanager
def relay(behave: Said) -> Iterator[tuple[str, list[str]]]:
    """A server that does something with every message, and what it heard."""
    heard: list[str] = []

    def listen(near: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            for message in near:
                heard.append(str(message))
                behave(near, str(message))

    with serve(listen, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.socket.getsockname()[1]}", heard
        finally:
            server.shutdown()
            thread.join(5)


def echo(near: ServerConnection, message: str) -> None:
    near.send(message)


async def one(talk: Talk) -> str:
    await talk.say("hello", effect=True)
    return await talk.hear(1)


def talking(url: str, talk: Callable[[Talk], Any] = one, **line: Any) -> Any:
    """One conversation through a door of its own; the error, if it is one."""

    async def whole() -> Any:
        door = Door(line.pop("guard", None) or Guard(allow_private=True))
        facts: dict[str, Any] = {"server": url, "deadline": now() + 20} | line
        http = Http(door, Line(**facts))
        try:
            async with http.talk() as found:
                return await talk(found)
        except Exception as error:  # noqa: BLE001 -- what comes out is what is tested
            return error
        finally:
            await door.close()

    return asyncio.run(whole())


def test_messages_go_back_and_forth() -> None:
    with relay(echo) as (url, heard):
        assert talking(url) == "hello"
        assert heard == ["hello"]


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize(
    "behave",
    [
        lambda near, _message: near.close(),
        lambda _near, _message: None,
        lambda near, _message: near.send(b"bytes"),
        lambda near, _message: near.send("x" * 2_000_000),
        lambda near, _message: near.socket.close(),
    ],
)
def test_without_a_readable_answer_only_an_effect_leaves_us_unsure(behave: Said) -> None:
    async def ask(talk: Talk) -> str:
        await talk.say("?")
        return await talk.hear(1)

    with relay(behave) as (url, _heard):
        assert type(talking(url)) is LookFirst
        assert type(talking(url, ask)) is TryLater


def test_what_was_answered_is_not_unsure_any_more() -> None:
    async def twice(talk: Talk) -> None:
        await one(talk)
        talk.settle()
        await talk.hear(0.2)

    with relay(echo) as (url, _heard):
        assert type(talking(url, twice)) is TryLater


def test_a_flood_of_messages_ends_the_conversation() -> None:
    def flood(near: ServerConnection, _message: str) -> None:
        for _turn in range(12):
            near.send("x" * 900_000)

    async def listen(talk: Talk) -> None:
        await talk.say("?")
        while True:
            await talk.hear(5)

    with relay(flood) as (url, _heard):
        assert "larger" in str(talking(url, listen))


@pytest.mark.promise("F25", "F35")
@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("301 Moved", ChangeIt), ("307 Temporary", ChangeIt), ("200 OK", ChangeIt),
        ("400 Bad", ChangeIt), ("401 Who", SignInAgain), ("429 Many", TryLater),
        ("500 Oops", TryLater), ("503 Later", TryLater),
    ],
)  # fmt: skip
def test_a_refusal_to_talk_has_its_remedy(
    serve: Callable[..., Told], status: str, remedy: type
) -> None:
    other = serve()
    server = serve(answer(status, Location=other.base))

    assert type(talking(server.base)) is remedy
    assert other.heard == []


@pytest.mark.promise("P9")
def test_nothing_is_said_after_the_lease_or_the_deadline() -> None:
    async def late(talk: Talk) -> None:
        ends[0] = 0.0
        await talk.say("hello", effect=True)

    with relay(echo) as (url, heard):
        ends = [now() + 20]
        token = LEASE.set(lambda: ends[0])
        found = talking(url, late)
        LEASE.reset(token)

        assert type(found) is TryLater
        assert type(talking(url, deadline=now() - 1)) is TryLater
        assert heard == []


def test_private_addresses_are_not_talked_to() -> None:
    with relay(echo) as (url, heard):
        assert type(talking(url, guard=Guard())) is NotPublicError
        assert talking(url, guard=Guard(listed=frozenset({url.removeprefix("http://")}))) == "hello"
        assert heard == ["hello"]
