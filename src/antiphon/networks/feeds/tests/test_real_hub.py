"""A feed of ours, a real hub, and ourselves as its subscriber: from a post to signed news."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Door, Http, Line
from antiphon.connect.post_office import Verb
from antiphon.connect.transport.guard import Guard
from antiphon.networks.feeds.reading import Fetched, Known, fetch, read
from antiphon.networks.feeds.reading.websub import Hub, asked, hub_of, is_signed, subscribe
from antiphon.networks.feeds.tests.real_hub import real_hub
from antiphon.networks.feeds.tests.served_house import Served, parcel

pytestmark = [pytest.mark.realserver, pytest.mark.slow, pytest.mark.timeout(900)]
SECRET = "only-on-loopback"


class Subscriber(ThreadingHTTPServer):
    """Where a hub tells us: it answers questions that we expect, and keeps what is signed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Callback)
        self.topic, self.mode = "", "subscribe"
        self.verified: list[str] = []
        self.news: list[bytes] = []

    @property
    def url(self) -> str:
        """The callback."""
        return f"http://127.0.0.1:{self.server_address[1]}/websub/unguessable"


class _Callback(BaseHTTPRequestHandler):
    server: Subscriber

    def do_GET(self) -> None:
        """The hub asks whether we meant it."""
        query = dict(parse_qsl(urlsplit(self.path).query))
        here = self.server
        found = asked(query, topic=here.topic, mode=here.mode, now=datetime.now(UTC))
        here.verified += [here.mode] if found else []
        self._say(200 if found else 404, found.answer.encode() if found else b"")

    def do_POST(self) -> None:
        """The hub tells."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if is_signed(body, self.headers.get("X-Hub-Signature", ""), SECRET):
            self.server.news.append(body)
        self._say(204, b"")

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    """A subscriber."""
    server = Subscriber()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def ask(talk: Callable[[Http], Awaitable[Any]]) -> Any:
    """One conversation."""

    async def whole() -> Any:
        door = Door(guard=Guard(allow_private=True))
        try:
            return await talk(Http(door, Line(server="https://feeds.example")))
        finally:
            await door.close()

    return asyncio.run(whole())


def until(true: Callable[[], bool]) -> None:
    """Wait a little for what others do."""
    end = time.monotonic() + 15
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    assert true()


def test_a_post_is_with_its_readers_at_once_and_signed(
    house: Served, subscriber: Subscriber, tmp_path: Path
) -> None:
    with real_hub(tmp_path) as hub:
        channel = house.channel("news", hub=hub)
        address = f"{house.simulator.base}/news.atom"
        first: Fetched = ask(lambda http: fetch(http, Known(url=address)))
        assert first.document is not None
        found = hub_of(first.headers, first.document, address)
        assert found == Hub(hub, address)
        subscriber.topic = address
        ask(lambda http: subscribe(http, found, subscriber.url, SECRET))
        until(lambda: subscriber.verified == ["subscribe"])
        receipt = channel.publish(parcel(title="Cold news"))
        until(lambda: bool(subscriber.news))
        (item,) = read(subscriber.news[0], url=address).items

        assert (item.title, item.text) == ("Cold news", "Cold.\n\nVery cold.")
        assert item.id.endswith(receipt.id)
        subscriber.mode = "unsubscribe"
        ask(lambda http: subscribe(http, found, subscriber.url, SECRET, mode="unsubscribe"))
        until(lambda: subscriber.verified == ["subscribe", "unsubscribe"])


def test_a_hub_that_refuses_says_so_and_fails_no_publication(
    house: Served, subscriber: Subscriber, tmp_path: Path
) -> None:
    with real_hub(tmp_path) as hub:
        channel = house.channel("news", hub=hub)
        there = Hub(hub, f"{house.simulator.base}/news.atom")
        with pytest.raises(ChangeIt):
            ask(lambda http: subscribe(http, there, subscriber.url, SECRET, mode="dance"))
    receipt = channel.publish(parcel())

    assert channel.send(Verb.LOOK, parcel()) == receipt
