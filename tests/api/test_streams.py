"""Streams: read on from where one was, ended with the key, and never in the way of a page."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from waitress.server import create_server

from antiphon.api import streams
from antiphon.people import actions as people
from antiphon.people.models import ApiKey
from antiphon.work.outside import bounds
from tests import builders as a
from tests.api.program import Program
from tests.publish.world import in_thread

pytestmark = pytest.mark.django_db(transaction=True)

STREAM = {"Accept": "text/event-stream"}


def ids(frames: bytes) -> list[str]:
    return [line[4:] for line in frames.decode().splitlines() if line.startswith("id: ")]


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that last a moment."""
    monkeypatch.setattr(streams, "LASTS", 0.0)


@pytest.mark.usefixtures("brief")
def test_a_stream_is_read_on_from_the_last_event_that_was_heard() -> None:
    program = Program()
    for _ in range(3):
        a.post(workspace=program.by.workspace)
    start = program.get("/events?limit=1").json()["items"][0]["id"]

    first = program.get("/events", **STREAM, Last_Event_ID=start)
    heard = b"".join(first.streaming_content)
    assert first.headers["Content-Type"] == "text/event-stream"
    assert len(ids(heard)) == 2
    assert b"event: post.drafted\ndata: {" in heard

    a.post(workspace=program.by.workspace)
    again = program.get("/events", **STREAM, Last_Event_ID=ids(heard)[-1])
    assert len(ids(b"".join(again.streaming_content))) == 1


@pytest.mark.usefixtures("brief")
def test_a_stream_without_a_place_begins_now() -> None:
    program = Program()
    a.post(workspace=program.by.workspace)

    heard = b"".join(program.get("/events", **STREAM).streaming_content)

    assert ids(heard) == []
    assert heard.startswith(b"retry: ")


def listen(program: Program, **headers: str) -> tuple[threading.Thread, list[bytes]]:
    """Somebody who listens in a thread of their own."""
    heard: list[bytes] = []

    def all_of_it() -> None:
        heard.extend(program.get("/events", **STREAM, **headers).streaming_content)

    thread = threading.Thread(target=in_thread(all_of_it))
    thread.start()
    return thread, heard


def until(true: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_happens_meanwhile_is_heard_within_two_seconds() -> None:
    program = Program()
    thread, heard = listen(program)
    until(lambda: heard)
    a.post(workspace=program.by.workspace)
    began = time.monotonic()

    until(lambda: ids(b"".join(heard)))

    assert time.monotonic() - began < 2.5
    people.revoke_key(ApiKey.objects.get(), by=program.by)
    thread.join(6)


@pytest.mark.promise("W5")
@pytest.mark.parametrize("how", ["revoked", "left"])
def test_a_stream_ends_within_five_seconds_of_its_key_or_member(how: str) -> None:
    owner = a.member()
    program = Program(by=a.member(workspace=owner.workspace))
    thread, heard = listen(program)
    until(lambda: heard)
    if how == "revoked":
        people.revoke_key(ApiKey.objects.get(), by=program.by)
    else:
        people.leave(program.by)

    thread.join(5)

    assert not thread.is_alive()


def test_who_finds_no_seat_is_answered_at_once_and_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "SEATING", streams.Seats(total=0))
    program = Program()
    began = time.monotonic()

    heard = b"".join(program.get("/events", **STREAM).streaming_content)
    asked = program.get("/events?after=now&wait=20").json()

    assert heard == f"retry: {streams.LATER}\n\n".encode()
    assert asked["items"] == []
    assert time.monotonic() - began < 3


def test_a_key_takes_no_more_than_its_seats_and_gives_them_back() -> None:
    seats = streams.Seats(total=3, of_a_key=2)

    with ExitStack() as all_of_them:
        taken = [all_of_them.enter_context(seats.take(key)) for key in ("1", "1", "1", "2", "3")]
    assert taken == [True, True, False, True, False]
    with seats.take("1") as again:
        assert again


def test_asking_with_patience_is_answered_as_soon_as_something_happens() -> None:
    program = Program()
    now = program.get("/events?after=now").json()["next"]
    made = threading.Timer(0.5, in_thread(lambda: a.post(workspace=program.by.workspace)))
    made.start()
    began = time.monotonic()

    told = program.get(f"/events?after={now}&wait=20").json()

    assert len(told["items"]) == 1
    assert time.monotonic() - began < 4
    made.join()


@pytest.fixture
def served() -> Iterator[int]:
    """The real server, as it is started for people; its port."""
    server: Any = create_server(get_wsgi_application(), port=0, **bounds.server())
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            server.asyncore.loop(timeout=0.05, map=server._map, count=1)
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(server._map, ignore_all=True)

    thread = threading.Thread(target=run)
    thread.start()
    yield int(server.effective_port)
    stop.set()
    thread.join(10)


@contextmanager
def asked(port: int, key: str, path: str, **headers: str) -> Iterator[HTTPResponse]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as link:
        link.request("GET", path, headers={"Authorization": f"Bearer {key}", **headers})
        with link.getresponse() as response:
            yield response


def test_pages_are_answered_while_more_listen_than_there_are_seats(served: int) -> None:
    programs = [Program() for _ in range(5)]
    with ExitStack() as all_of_them:
        listening = [
            all_of_them.enter_context(asked(served, one.key, "/api/v1/events", **STREAM))
            for one in programs
            for _ in range(3)
        ]
        began = time.monotonic()
        for one in programs:
            with asked(served, one.key, "/api/v1/posts") as answer:
                assert answer.status == 200
        answered = time.monotonic()
        a.post(workspace=programs[0].by.workspace)
        first = [listening[0].readline() for _ in range(3)]
        heard = time.monotonic()
        for row in ApiKey.objects.all():
            people.revoke_key(row, by=row.owner)
        rest = [one.read() for one in listening[1:]]

    assert first[2].startswith(b"id: ")
    assert answered - began < 3
    assert heard - answered < 3
    assert len(rest) == 14
