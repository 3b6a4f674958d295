"""The simulated server keeps its own rules, and stays quick."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Letter, Verb
from antiphon.connect.problems import problems
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Kind, Poll, Prepared, Receipt
from antiphon.networks.mastodon.simulator import Quirks
from antiphon.networks.mastodon.simulator.world import Spent
from antiphon.networks.mastodon.tests.lines import NETWORK, Line, connect, parcel, picture

ANA = Person(id="ana", name="Ana")


def raw(line: Line, method: str, path: str, **how: object) -> Answer:
    """One exchange as another program would make it."""
    token = line.address.credential.secret("access_token")
    signed = {"Authorization": f"Bearer {token}"}
    found: Answer = line.ask(
        lambda connector: connector.http.ask(
            method, path, **{"headers": signed, "allow": range(300, 600), **how}
        )
    )
    return found


def test_a_server_that_ignores_scheduling_publishes_at_once(line: Line) -> None:
    at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    body = {"status": "Later", "scheduled_at": at}

    kept = raw(line, "POST", "/api/v1/statuses", json_body=body).json()
    line.server.quirks = Quirks.like("hollo")
    out = raw(line, "POST", "/api/v1/statuses", json_body=body).json()

    assert "uri" not in kept
    assert "uri" in out
    assert line.texts() == ["Later"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(302, b""), (400, b"Invalid Bearer token"), (422, b"")],
)
def test_a_dead_token_is_answered_as_the_server_does(line: Line, status: int, body: bytes) -> None:
    line.server.quirks = Quirks(dead_token=status)
    line.server.revoke(line.handle)

    found = raw(line, "GET", "/api/v1/accounts/verify_credentials")

    assert (found.status, found.body) == (status, body)


@pytest.mark.parametrize(("software", "cost"), [("mastodon", 23), ("snac", 32), ("hollo", 256)])
def test_a_link_costs_what_the_server_says(line: Line, software: str, cost: int) -> None:
    line.server.quirks = Quirks.like(software)
    line.server.quirks.characters = 300
    account = line.ask(lambda connector: connector.whoami())
    there = NETWORK.at(account.facts)
    fits = parcel("x" * (299 - cost) + " https://example.com/" + "a" * 300)
    long = replace(fits, text="x" + fits.text, key="other")

    assert problems(fits, there) == []
    assert [one.rule for one in problems(long, there)] == ["too_long"]
    line.publish(fits)
    assert isinstance(line.send(Verb.PUBLISH, long), ChangeIt)


def test_a_server_with_only_the_older_document_is_known(line: Line) -> None:
    line.server.quirks = Quirks(only_v1=True, software="snac", missing=frozenset({"nodeinfo"}))

    facts = line.ask(lambda connector: connector.whoami()).facts

    assert facts["software"] == "snac"  # from its version text
    assert facts["limits"]["characters"] == 500
    assert facts["api"] == 0


@pytest.mark.parametrize(
    "more",
    [
        {"text": ""},
        {"poll": Poll(choices=("one",))},
        {"poll": Poll(choices=("a", "a"))},
        {"poll": Poll(choices=("a", "b"), closes_after=timedelta(days=400))},
        {"options": {"visibility": "everybody"}},
        {"options": {"content_warning": "x" * 490}},
    ],
)
def test_what_breaks_a_rule_is_refused(line: Line, more: dict[str, Any]) -> None:
    outcome = line.send(Verb.PUBLISH, parcel(**{"text": "A text of some length", **more}))

    assert isinstance(outcome, ChangeIt)
    assert line.texts() == []


def test_a_film_and_a_picture_do_not_go_together(line: Line, tmp_path: Path) -> None:
    line.server.quirks = Quirks(working_seconds=0)
    film = picture(tmp_path, "a.mp4", kind=Kind.VIDEO, mime="video/mp4")
    sent = parcel("Both", enclosures=(film, picture(tmp_path)))
    prepared = line.send(Verb.PREPARE, sent)
    assert isinstance(prepared, Prepared)

    assert isinstance(line.send(Verb.PUBLISH, replace(sent, handles=prepared.handles)), ChangeIt)


def test_what_is_no_picture_is_not_taken(line: Line, tmp_path: Path) -> None:
    page = picture(tmp_path, "a.html", mime="text/html")

    assert isinstance(line.send(Verb.PREPARE, parcel("Page", enclosures=(page,))), ChangeIt)


@pytest.mark.promise("P16", "F25")
def test_too_many_uploads_are_put_off_and_nothing_is_lost(line: Line, tmp_path: Path) -> None:
    files = tuple(picture(tmp_path, f"{number}.png") for number in range(31))

    prepared = line.send(Verb.PREPARE, parcel("Many", enclosures=files))

    assert isinstance(prepared, Prepared)
    assert prepared.wait is not None
    assert prepared.wait > timedelta(minutes=20)
    assert sum(not name.endswith(":since") for name in prepared.handles) == 30


@pytest.mark.promise("F25", "F29")
def test_too_many_calls_are_refused_until_the_window_ends(line: Line) -> None:
    line.server.gate.world.spent[(line.address.id, "calls")] = Spent(2, timedelta(minutes=5))
    line.publish(parcel("One"))

    line.send(Verb.PUBLISH, parcel("Two"))
    outcome = line.send(Verb.PUBLISH, parcel("Three"))

    assert isinstance(outcome, TryLater)
    assert timedelta(minutes=4) < outcome.after <= timedelta(minutes=5)
    assert line.texts() == ["One", "Two"]


def test_a_missing_scope_is_refused(line: Line) -> None:
    token = line.address.credential.secret("access_token")
    line.server.world.tokens[token].scopes = frozenset({"read"})

    assert raw(line, "POST", "/api/v1/statuses", json_body={"status": "No"}).status == 403


def test_people_leave_traces_and_each_only_one(line: Line) -> None:
    post = line.publish(parcel("Like me"))
    for kind in (ReactionKind.LIKE, ReactionKind.LIKE, ReactionKind.SHARE, ReactionKind.FOLLOW):
        at, account = datetime.now(UTC), line.address.id
        line.server.react(Reaction(kind=kind, by=ANA, account=account, post=post.id, at=at))

    (shown,) = line.server.timeline(line.handle)
    facts = raw(line, "GET", "/api/v1/accounts/verify_credentials").json()

    assert sorted(shown.counts.values()) == [0, 1, 1]
    assert facts["followers_count"] == 1


def test_a_thread_and_its_history_are_shown(line: Line) -> None:
    first = line.publish(parcel("One"))
    line.publish(parcel("Two", parent=None, root=None, key="k2"))
    line.send(Verb.EDIT, parcel("One, better"), first)

    history = raw(line, "GET", f"/api/v1/statuses/{first.id}/history").json()
    context = raw(line, "GET", f"/api/v1/statuses/{first.id}/context").json()

    assert [one["content"] for one in history] == ["<p>One</p>", "<p>One, better</p>"]
    assert context == {"ancestors": [], "descendants": []}


@pytest.mark.promise("F61")
def test_ten_thousand_posts_do_not_slow_it_down(line: Line) -> None:
    line.server.quirks = Quirks(limits=False)
    lines = [connect(line.office, line.server, f"crowd{number}") for number in range(40)]
    world = line.server.world
    member = world.names["crowd0"]
    old = world.statuses[line.publish(parcel("n")).id]
    for number in range(10_000):
        made = replace(old, id=world.new_id(), by=member, children=[], media=[])
        world.add(made, f"key{number}")
    letters = [
        Letter(key=str(number), verb=Verb.PUBLISH, address=lines[number % 40].address,
               parcel=parcel(f"Text {number}"))
        for number in range(400)
    ]  # fmt: skip

    begun = time.monotonic()
    outcomes = [one for batch in line.office.send(letters) for _key, one in batch]

    assert all(isinstance(one, Receipt) for one in outcomes)
    assert time.monotonic() - begun < 8


def test_accounts_are_found_again_by_any_form_of_their_name(line: Line) -> None:
    again = line.server.open_account(f"@{line.handle}@social.example", "Other")

    assert again.id == line.address.id
    assert again.given["token"] != line.address.credential.secret("access_token")
    line.publish(parcel("Hello"))
    assert len(line.server.timeline(again.handle)) == 1
