"""The simulator refuses what the network refuses, shows what a visitor sees, and holds load."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, NetworkError, SignInAgain, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Handle, Metric, PostType, RemoteId
from antiphon.networks.x.simulator import Simulator
from antiphon.networks.x.simulator.gate import Gate, RefusedError
from antiphon.networks.x.simulator.world import Entry
from antiphon.networks.x.tests.lines import Line, file, film, parcel

BOB = Person(id="bob", name="Bob")
THREAD = {"parent": Handle(id=RemoteId("1"))}


def call(line: Line, method: str, path: str, body: Any = None) -> tuple[int, Any, dict[str, str]]:
    """Speak to the simulator without the connector."""
    token = line.address.credential.secret("access_token")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    sent = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(line.server.base + path, sent, headers, method=method)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, json.load(answer), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error), dict(error.headers)


@pytest.mark.parametrize(
    ("quirks", "given", "remedy"),
    [
        ({}, {"text": "x" * 281}, ChangeIt),
        ({}, THREAD, Gone),
        ({}, {"options": {"quote": "1"}}, ChangeIt),
        ({}, {"options": {"reply_settings": "nobody"}}, ChangeIt),
        ({"self_serve": True}, {"text": "$AAA and $BBB"}, ChangeIt),
        ({"suspended": True}, {}, SignInAgain),
        ({"no_credits": "old"}, {}, FixSetup),
        ({"no_credits": "new"}, {}, FixSetup),
        ({"limits": {"create": 0}}, {}, TryLater),
    ],
)
def test_what_the_network_refuses_is_refused(
    line: Line, quirks: dict[str, Any], given: dict[str, Any], remedy: type[NetworkError]
) -> None:
    for name, value in quirks.items():
        setattr(line.server.quirks, name, value)

    outcome = line.send(Verb.PUBLISH, parcel(**{"text": "Hello", **given}))

    assert isinstance(outcome, remedy)
    assert line.texts() == []


def test_answers_to_strangers_need_to_be_named(line: Line, someone: Callable[..., Line]) -> None:
    stranger = someone()
    unnamed, named = stranger.publish(parcel("Hi")), stranger.publish(parcel(f"Hi @{line.handle}"))
    line.server.quirks.self_serve = True

    refused = line.send(Verb.PUBLISH, parcel("Me too", parent=Handle(id=unnamed.id)))
    line.publish(parcel("Thanks", parent=Handle(id=named.id)))

    assert isinstance(refused, ChangeIt)
    assert line.texts() == ["Thanks"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x", "unknown": 1},
        {"text": "x", "poll": {"options": ["a"], "duration_minutes": 60}},
        {"text": "x", "poll": {"options": ["a", "b" * 26], "duration_minutes": 60}},
        {"text": "x", "poll": {"options": ["a", "b"], "duration_minutes": 4}},
        {"text": "x", "media": {"media_ids": ["1"]}},
        {"text": "x", "media": {"media_ids": ["1"]}, "quote_tweet_id": "2"},
        {"text": ""},
        {"text": "mark \ufeff"},
        [],
    ],
)
def test_bodies_against_the_specification_are_refused(line: Line, body: Any) -> None:
    status, told, _headers = call(line, "POST", "/2/tweets", body)

    assert status == 400
    assert told["type"].endswith("/invalid-request")
    assert told["errors"][0]["parameters"]


def test_headers_count_down(line: Line) -> None:
    left = [
        int(call(line, "POST", "/2/tweets", {"text": str(n)})[2]["x-rate-limit-remaining"])
        for n in range(3)
    ]

    assert left == [99, 98, 97]


def test_a_window_of_calls_ends() -> None:
    clock = [datetime(2026, 11, 25, tzinfo=UTC)]
    server = Simulator(base="", now=lambda: clock[0])
    door = Gate(server.world, lambda: server.quirks)
    account = server.world.account("a", "A", {})
    for _call in range(50):
        door.spend(account, "delete", {})
    with pytest.raises(RefusedError):
        door.spend(account, "delete", {})
    clock[0] += timedelta(minutes=15)

    door.spend(account, "delete", {})


def test_files_belong_to_who_brought_them(
    line: Line, someone: Callable[..., Line], tmp_path: Path
) -> None:
    given = line.prepared(parcel("Mine", enclosures=(file(tmp_path),)))

    assert isinstance(someone().send(Verb.PUBLISH, given), ChangeIt)


def test_a_film_stands_alone(line: Line, tmp_path: Path) -> None:
    both = (film(tmp_path, 100), file(tmp_path))

    outcome = line.send(Verb.PUBLISH, line.prepared(parcel("Both", enclosures=both)))

    assert isinstance(outcome, ChangeIt)


def test_small_files_can_be_looked_at(line: Line, tmp_path: Path) -> None:
    one = file(tmp_path)
    line.publish(parcel("Look", type=PostType.IMAGES, enclosures=(one,)))
    shown = line.server.timeline(line.handle)[0].media[0]

    with urllib.request.urlopen(shown.url) as answer:
        assert answer.read() == one.path.read_bytes()


def test_the_address_of_a_post_shows_it(line: Line) -> None:
    receipt = line.publish(parcel("Hot <days>"))

    with urllib.request.urlopen(receipt.url) as answer:
        assert "Hot &lt;days&gt;" in answer.read().decode()


def test_a_visitor_sees_counts_and_answers(line: Line) -> None:
    receipt = line.publish(parcel("Look"))
    at = datetime.now(UTC)
    for kind in (ReactionKind.VIEW, ReactionKind.LIKE, ReactionKind.REPLY, ReactionKind.FOLLOW):
        line.server.react(
            Reaction(kind=kind, by=BOB, account=line.address.id, post=receipt.id, text="Hi", at=at)
        )

    (post,) = line.server.timeline(line.handle)
    answers = [one for one in line.server.timeline() if one.parent == receipt.id]
    assert post.counts == {Metric.VIEWS: 1, Metric.LIKES: 1, Metric.REPLIES: 1}
    assert [one.text for one in answers] == [f"@{line.handle} Hi"]
    assert line.ask(lambda one: one.whoami()).facts["followers"] == 1


def test_an_account_is_opened_once(line: Line) -> None:
    first, again = (line.server.open_account("@Same", "Same") for _twice in range(2))

    assert first.id == again.id
    assert first.handle == "Same"


def test_ten_thousand_posts_do_not_slow_it_down() -> None:
    at = datetime.now(UTC)
    server = Simulator(base="", now=lambda: at)
    account = server.world.account("a", "A", {})

    def hundred(start: int) -> float:
        begun = time.perf_counter()
        for number in range(start, start + 100):
            post = Entry(id=server.world.new_id(), author=account, at=at, text=f"Post {number}")
            server.world.add(post)
            server.shapes.post(post, (), account)
            next(server.world.newest(account.posts))
        return time.perf_counter() - begun

    spent = [hundred(start) for start in range(0, 10_000, 100)]

    assert min(spent[-20:]) < 3 * min(spent[:20]) + 0.01
