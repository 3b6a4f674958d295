"""Held against what we did not write: the vendor's description, and real servers' answers."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, NetworkError, SignInAgain, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.oauth import tokens
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Handle, Kind, Parcel, Poll, Prepared, RemoteId
from antiphon.networks.mastodon import wire
from antiphon.networks.mastodon.length import length
from antiphon.networks.mastodon.limits import Limits
from antiphon.networks.mastodon.refusals import refusal
from antiphon.networks.mastodon.simulator import Quirks
from antiphon.networks.mastodon.tests.lines import Line, parcel, picture
from antiphon.networks.mastodon.tests.test_desk import journey
from antiphon.networks.mastodon.tests.vendor import SPECS, description, needs_specs, recorded

pytestmark = needs_specs
# Not part of Mastodon's own API: nodeinfo has a description of its own, and the page on which
# somebody presses a button is for people.
ELSEWHERE = {"/.well-known/nodeinfo", "/nodeinfo/2.0", "/oauth/authorize"}


def test_counting_agrees_with_a_real_server() -> None:
    vectors = json.loads((SPECS / "status-length-vectors.json").read_text(encoding="utf-8"))

    wrong = [one for one in vectors if length(one["text"]) != one["length"]]

    assert vectors
    assert wrong == []


def test_every_question_and_answer_is_as_the_vendor_describes(line: Line, tmp_path: Path) -> None:
    begun = len(line.recorder.exchanges)
    everything(line, tmp_path)
    said = [one for one in line.recorder.exchanges[begun:] if one.path not in ELSEWHERE]

    wrong = [told for one in said for told in description().problems(one)]

    assert {one.status for one in said} >= {200, 202, 206, 401, 404, 422}
    assert len({(one.method, one.path) for one in said}) > 15
    assert sorted(set(wrong)) == []


def test_the_description_notices_what_is_not_as_it_says(line: Line) -> None:
    line.publish(parcel("One"))
    said = line.recorder.exchanges[-1]

    said.answer = json.dumps({**said.json(), "favourites_count": "many"}).encode()
    said.body = json.dumps({"status": 7}).encode()
    said.query = [("scheduled", "1")]

    assert len(description().problems(said)) >= 3


def everything(line: Line, folder: Path) -> None:
    """Use every ability of the connector and of the desk once, well and badly."""
    journey(line)
    with_files(line, folder)
    receipt = line.publish(parcel("One", options={"visibility": "unlisted"}, language="de"))
    line.publish(parcel("Two", parent=Handle(id=receipt.id)))
    line.publish(parcel("Which?", poll=Poll(choices=("a", "b"), closes_after=timedelta(days=1))))
    line.send(Verb.LOOK, parcel("One"))
    line.send(Verb.EDIT, parcel("One, better"), receipt)
    line.send(Verb.READ, receipt=receipt)
    by, account = Person(id="bob", name="Bob"), line.address.id
    for kind in (ReactionKind.REPLY, ReactionKind.LIKE, ReactionKind.FOLLOW):
        line.server.react(
            Reaction(kind=kind, by=by, account=account, post=receipt.id, text="Hm",
                     at=line.server.world.now())
        )  # fmt: skip
    line.ask(lambda connector: connector.answers([receipt.id], ""))
    line.ask(lambda connector: connector.names("a", 5))
    line.ask(lambda connector: connector.count([receipt.id]))
    line.ask(lambda connector: connector.whoami())
    line.send(Verb.PUBLISH, parcel("x" * 501))
    line.send(Verb.WITHDRAW, receipt=receipt)
    line.send(Verb.WITHDRAW, receipt=receipt)
    line.server.quirks = Quirks(only_v1=True)
    line.ask(lambda connector: connector.whoami())
    line.server.revoke(line.handle)
    line.send(Verb.PUBLISH, parcel("Dead"))


def with_files(line: Line, folder: Path) -> None:
    """A picture, and a film that the server works on."""
    line.server.quirks = Quirks(working_seconds=60)
    film = picture(folder, "a.mp4", kind=Kind.VIDEO, mime="video/mp4", focus=(0.1, 0.2))
    for one in (picture(folder), film):
        sent = prepared(line, parcel("File", enclosures=(one,)))
        line.send(Verb.PREPARE, sent)
        line.send(Verb.PUBLISH, sent)
    sent = prepared(line, parcel("Film", enclosures=(film,)))
    line.server.world.media[sent.handles[film.digest]].ready_at = line.server.world.now()
    line.send(Verb.PREPARE, sent)
    receipt = line.publish(sent)
    line.send(Verb.EDIT, sent, receipt)


def prepared(line: Line, sent: Parcel) -> Parcel:
    outcome = line.send(Verb.PREPARE, sent)
    assert isinstance(outcome, Prepared)
    return replace(sent, handles=outcome.handles)


def test_every_recorded_answer_becomes_our_values() -> None:
    seen: Counter[str] = Counter()
    for url, status, body in recorded():
        answer = Answer(status=status, headers={}, body=body, url=url, effect=True)
        seen["answers"] += 1
        if status >= 400:
            seen[told_as(refusal(answer))] += 1
        elif body[:1] in (b"{", b"["):
            for thing in things(answer.json()):
                seen.update(understood(thing))

    assert seen["answers"] > 900
    assert seen["status"] > 400
    assert min(seen[name] for name in ("account", "notification", "media")) >= 50
    assert min(seen[name] for name in ("instance", "app", "token")) > 3
    assert min(seen[one.__name__] for one in (SignInAgain, Gone, ChangeIt)) > 1
    assert TryLater.__name__ not in seen


def told_as(error: NetworkError | None) -> str:
    return type(error).__name__


def things(told: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, also in texts that hold JSON (as frames of the stream do)."""
    if isinstance(told, dict):
        yield told
        told = list(told.values())
    if isinstance(told, list):
        for inner in told:
            yield from things(inner)
    if isinstance(told, str) and told.startswith('{"'):
        yield from things(json.loads(told))


def understood(thing: dict[str, Any]) -> list[str]:
    """What of ours it became; raises where it should have become something and did not."""
    found = []
    if {"uri", "content", "account", "visibility"} <= thing.keys():
        receipt, live = wire.receipt_of(thing), wire.live(thing)
        assert receipt is not None
        assert live.made_at is not None
        assert "<" not in live.text or "&lt;" in thing["content"]
        assert wire.readings(thing)
        found.append("status")
    if {"acct", "username", "display_name"} <= thing.keys():
        account = wire.account(thing, domain="h", facts={})
        assert account is not None
        assert "@" in account.handle
        found.append("account")
    return found + understood_more(thing)


def understood_more(thing: dict[str, Any]) -> list[str]:
    """Notifications, files, instances, applications and tokens."""
    found = []
    if {"type", "status", "account"} <= thing.keys():
        message = wire.message(thing, RemoteId("me"))
        assert message is None or message.author
        found.append("notification")
    if {
        "type",
        "url",
        "preview_url",
        "description",
    } <= thing.keys() and "provider_url" not in thing:
        assert wire.id_of(thing) or "provider_name" in thing
        found.append("media")
    if "configuration" in thing and "title" in thing:
        limits = Limits.announced(thing)
        assert min(limits.characters, limits.per_url, limits.files, len(limits.mimes)) > 0
        found.append("instance")
    if thing.get("client_secret"):
        found.append("app")
    if "token_type" in thing:
        body = json.dumps(thing).encode()
        told = Answer(status=200, headers={}, body=body, url="", effect=True)
        assert tokens(told)["access_token"]
        found.append("token")
    return found
