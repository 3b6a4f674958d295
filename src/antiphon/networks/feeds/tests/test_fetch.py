"""Asking politely, being moved, being told by a hub."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from antiphon.connect.errors import ChangeIt, Gone, NetworkError, TryLater
from antiphon.connect.http import Door, Http, Line
from antiphon.connect.transport.guard import Guard
from antiphon.networks.feeds.reading import Document, Fetched, Known, fetch
from antiphon.networks.feeds.reading.values import MOST_BYTES
from antiphon.networks.feeds.reading.websub import Hub, asked, hub_of, is_signed, subscribe
from antiphon.networks.feeds.tests.stubborn_server import Stubborn, Told, stubborn

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
FEED = b'<rss version="2.0"><channel><title>T</title><item><guid>1</guid></item></channel></rss>'


@pytest.fixture
def server() -> Iterator[Stubborn]:
    """A server that answers what it is told to."""
    with stubborn() as found:
        yield found


def ask(talk: Callable[[Http], Awaitable[Any]], *, private: bool = True) -> Any:
    """One conversation."""

    async def whole() -> Any:
        door = Door(guard=Guard(allow_private=private))
        try:
            return await talk(Http(door, Line(server="https://feeds.example")))
        finally:
            await door.close()

    return asyncio.run(whole())


def fetched(known: Known, **how: Any) -> Fetched:
    """What came of asking once."""
    found: Fetched = ask(lambda http: fetch(http, known), **how)
    return found


def test_what_is_new_is_read_and_the_rest_is_not_sent_again(server: Stubborn) -> None:
    headers = {"ETag": 'W/"1"', "Last-Modified": "Sat, 28 Nov 2026 09:00:00 GMT",
               "Cache-Control": "max-age=1800"}  # fmt: skip
    server.answers["/f"] = Told(headers=headers, body=FEED)
    first = fetched(Known(url=f"{server.url}/f"))
    server.answers["/f"] = Told(304)
    again = fetched(first.known)

    assert first.document is not None
    assert (first.document.title, first.again) == ("T", timedelta(minutes=30))
    assert server.asked[1][2]["if-none-match"] == 'W/"1"'
    assert server.asked[1][2]["if-modified-since"] == headers["Last-Modified"]
    assert (again.document, again.known) == (None, first.known)


def test_the_same_bytes_are_nothing_new(server: Stubborn) -> None:
    server.answers["/f"] = Told(body=FEED)
    first = fetched(Known(url=f"{server.url}/f"))

    assert fetched(first.known).document is None


def test_a_move_for_ever_is_believed_after_three_times(server: Stubborn) -> None:
    server.answers["/f"] = Told(301, {"Location": "/g"})
    server.answers["/g"] = Told(308, {"Location": f"{server.url}/h"})
    server.answers["/h"] = Told(body=FEED)
    known, urls = Known(url=f"{server.url}/f"), []
    for _time in range(3):
        known = fetched(replace(known, digest="")).known
        urls.append(known.url.removeprefix(server.url))

    assert urls == ["/f", "/f", "/h"]


def test_a_move_for_now_is_never_believed(server: Stubborn) -> None:
    server.answers["/f"] = Told(302, {"Location": "/h"})
    server.answers["/h"] = Told(body=FEED)
    known = Known(url=f"{server.url}/f")
    for _time in range(4):
        known = fetched(replace(known, digest="")).known

    assert (known.url, known.moved_times) == (f"{server.url}/f", 0)


@pytest.mark.parametrize(
    ("told", "remedy", "after"),
    [
        (Told(410), Gone, None),
        (Told(404), TryLater, timedelta(hours=6)),
        (Told(403, body=b"<html>"), TryLater, timedelta(hours=6)),
        (Told(429, {"Retry-After": "77"}), TryLater, timedelta(seconds=77)),
        (Told(503), TryLater, timedelta(minutes=30)),
        (Told(301, {"Location": "/f"}), TryLater, timedelta(hours=24)),
        (Told(302, {"Location": "http://[x"}), ChangeIt, None),
        (Told(302, {"Location": "file:///etc/passwd"}), ChangeIt, None),
        (Told(200, body=b"<html>Parked</html>"), ChangeIt, None),
        (Told(200), ChangeIt, None),
        (Told(200, body=b"a" * (MOST_BYTES + 1)), TryLater, None),
    ],
)
def test_every_other_answer_has_one_remedy(
    server: Stubborn, told: Told, remedy: type[NetworkError], after: timedelta | None
) -> None:
    server.answers["/f"] = told
    with pytest.raises(remedy) as found:
        fetched(Known(url=f"{server.url}/f"))

    if after and isinstance(found.value, TryLater):
        assert abs(found.value.after - after) < timedelta(seconds=2)


@pytest.mark.promise("S1")
def test_no_feed_leads_us_into_our_own_house(server: Stubborn) -> None:
    server.answers["/f"] = Told(body=FEED)
    with pytest.raises(NetworkError):
        fetched(Known(url=f"{server.url}/f"), private=False)
    with pytest.raises(NetworkError):
        fetched(Known(url="file:///etc/passwd"))

    assert server.asked == []


def test_a_hub_is_named_by_headers_first() -> None:
    document = Document(hub="https://two.example/", topic="https://a.example/f")
    header = '<https://one.example/>; rel="hub", </f.xml>; rel=self, <x>; rel="other; hub"'

    assert hub_of({"link": header}, document, "https://a.example/") == Hub(
        "https://one.example/", "https://a.example/f.xml"
    )
    assert hub_of({}, document, "https://a.example/") == Hub(
        "https://two.example/", "https://a.example/f"
    )
    assert hub_of({"link": "<http://[x>; rel=hub"}, Document(), "https://a.example/") is None
    assert hub_of({"link": "<>;;;rel"}, Document(), "https://a.example/") is None
    assert hub_of({"link": "<file:///x>; rel=hub"}, Document(), "https://a.example/") is None


def test_subscribing_asks_the_hub_and_a_refusal_is_told(server: Stubborn) -> None:
    hub = Hub(f"{server.url}/hub", "https://a.example/f")
    server.answers["/hub"] = Told(202)
    ask(lambda http: subscribe(http, hub, "https://us.example/w/1", "s"))
    form = parse_qs(server.asked[0][3].decode())
    server.answers["/hub"] = Told(400, body=b"no")

    assert (form["hub.mode"], form["hub.topic"]) == (["subscribe"], [hub.topic])
    assert form["hub.callback"] == ["https://us.example/w/1"]
    with pytest.raises(ChangeIt):
        ask(lambda http: subscribe(http, hub, "https://us.example/w/1", "s"))
    with pytest.raises(ChangeIt):
        ask(lambda http: subscribe(http, hub, "https://us.example/w/1", "s" * 200))


def test_a_hub_that_asks_is_answered_only_if_we_asked_it() -> None:
    query = {"hub.mode": "subscribe", "hub.topic": "t", "hub.challenge": "c",
             "hub.lease_seconds": "1000"}  # fmt: skip
    found = asked(query, topic="t", mode="subscribe", now=NOW)

    assert found is not None
    assert (found.answer, found.renew_at) == ("c", NOW + timedelta(seconds=800))
    for wrong in ({"hub.topic": "u"}, {"hub.mode": "unsubscribe"}, {"hub.challenge": ""}):
        assert asked({**query, **wrong}, topic="t", mode="subscribe", now=NOW) is None
    away = asked({**query, "hub.mode": "unsubscribe"}, topic="t", mode="unsubscribe", now=NOW)
    assert away is not None
    assert away.renew_at is None


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_only_what_the_hub_signed_counts(method: str) -> None:
    good = hmac.new(b"secret", FEED, getattr(hashlib, method)).hexdigest()

    assert is_signed(FEED, f"{method}={good}", "secret")
    assert is_signed(FEED, f" {method.upper()}={good.upper()} ", "secret")
    for header in ("", good, f"{method}=", f"{method}=é", f"md5={good}", f"{method}={good[:-1]}"):
        assert not is_signed(FEED, header, "secret")
    assert not is_signed(FEED + b" ", f"{method}={good}", "secret")
    assert not is_signed(FEED, f"{method}={good}", "")
