"""What the connector does, on a simulated server over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Handle, Live, PostType, Receipt, Step
from antiphon.networks.bluesky import records
from antiphon.networks.bluesky.tests.builders import (
    Trial,
    enclosure,
    handle,
    parcel,
    reaction,
)
from antiphon.networks.bluesky.tests.lines import Line

PUT = "com.atproto.repo.putRecord"


def test_a_plain_text_costs_one_request(trial: Trial, line: Line) -> None:
    line.kept.clear()

    receipt = trial.publish(parcel(text="Hello, world."))

    assert line.names == [PUT]
    assert receipt.ready
    assert receipt.url.startswith("https://bsky.app/profile/did:plc:")
    assert [post.text for post in trial.simulator.timeline("alice")] == ["Hello, world."]


def test_preparing_a_plain_text_asks_nothing(trial: Trial, line: Line) -> None:
    line.kept.clear()

    trial.prepare(parcel())

    assert line.names == []


@pytest.mark.promise("P2")
def test_the_same_parcel_twice_is_one_post_byte_for_byte(trial: Trial, line: Line) -> None:
    first, again = trial.publish(parcel()), trial.publish(parcel())

    sent = [one.given for one in line.named(PUT)]
    assert (first.id, first.extra) == (again.id, again.extra)
    assert sent[0] == sent[1]
    assert line.named(PUT)[0].json["record"]["createdAt"] == "2026-11-25T09:30:15.123Z"
    assert len(trial.simulator.timeline()) == 1


@pytest.mark.promise("P2", "F11")
def test_an_answer_lost_after_the_effect_is_found(trial: Trial, line: Line) -> None:
    line.lose_after = {PUT}
    outcome = trial.send(Verb.PUBLISH, parcel())
    line.lose_after = set()

    found = trial.send(Verb.LOOK, parcel())

    assert isinstance(outcome, LookFirst)
    assert isinstance(found, Receipt)
    assert found.id == trial.simulator.timeline()[0].id
    assert found.extra["cid"]


@pytest.mark.promise("P2", "F10")
def test_an_answer_lost_before_the_effect_is_not_found(trial: Trial, line: Line) -> None:
    line.lose_before = {PUT}

    outcome = trial.send(Verb.PUBLISH, parcel())

    assert isinstance(outcome, LookFirst)
    assert isinstance(trial.send(Verb.LOOK, parcel()), Absent)


def test_looking_needs_no_permission_and_changes_nothing(trial: Trial, line: Line) -> None:
    trial.publish(parcel())
    trial.simulator.revoke("alice")
    line.kept.clear()

    assert isinstance(trial.send(Verb.LOOK, parcel()), Receipt)
    assert {one.method for one in line.kept} == {"GET"}


def test_a_stranger_in_our_place_is_not_taken_for_ours(trial: Trial) -> None:
    trial.publish(parcel(text="Mine."))

    outcome = trial.send(Verb.PUBLISH, parcel(text="Another under the same key."))

    assert isinstance(outcome, LookFirst)
    assert isinstance(trial.send(Verb.LOOK, parcel(text="Another under the same key.")), Absent)
    assert [post.text for post in trial.simulator.timeline()] == ["Mine."]


def test_people_are_mentioned_by_their_lasting_name(trial: Trial, line: Line) -> None:
    bob = trial.simulator.open_account("bob.test", "Bob")
    given = parcel(text="Grüße 🎉 an @bob.test und @nobody.test")

    trial.publish(trial.prepare(given))

    (facet,) = line.named(PUT)[0].json["record"]["facets"]
    raw = given.text.encode()
    index = facet["index"]
    assert facet["features"][0]["did"] == bob.id
    assert raw[index["byteStart"] : index["byteEnd"]].decode() == "@bob.test"


def test_parts_and_a_first_comment_hang_on_one_another(trial: Trial) -> None:
    root = trial.publish(parcel(key="a:part:0", text="One."))
    second = trial.publish(
        parcel(key="a:part:1", text="Two.", root=handle(root), parent=handle(root))
    )
    comment = parcel(
        key="a:comment", text="By the way.", step=Step.COMMENT,
        root=handle(root), parent=handle(second),
    )  # fmt: skip

    trial.publish(comment)

    shown = trial.simulator.timeline("alice")
    assert [post.text for post in shown] == ["One.", "Two.", "By the way."]
    assert [post.parent for post in shown] == [None, root.id, second.id]
    assert isinstance(trial.send(Verb.LOOK, comment), Receipt)


def test_an_answer_to_somebody_finds_the_thread_by_itself(trial: Trial) -> None:
    root = trial.publish(parcel())
    said = trial.simulator.react(
        reaction(ReactionKind.REPLY, trial.address, root.id, text="Really?")
    )
    assert said

    reply = parcel(key="reply", text="Yes.", parent=Handle(id=said), step=Step.COMMENT)
    trial.publish(trial.prepare(reply))

    value = next(r.value for r in trial.simulator.world.posts.values() if r.value["text"] == "Yes.")
    assert value["reply"]["root"] == {"uri": root.id, "cid": root.extra["cid"]}
    assert value["reply"]["parent"]["uri"] == said


def test_who_may_reply_is_said_before_there_is_a_post(trial: Trial, line: Line) -> None:
    given = parcel(options={"replies": "nobody", "quotes": "nobody"})
    ready = trial.prepare(given)
    assert trial.simulator.timeline() == []

    receipt = trial.publish(ready)

    collections = [one.json["collection"] for one in line.named(PUT)]
    assert collections == [records.THREADGATE, records.POSTGATE, records.POST]
    assert trial.simulator.timeline()[0].options == {"replies": []}
    asked = reaction(ReactionKind.REPLY, trial.address, receipt.id, text="May I?")
    assert trial.simulator.react(asked) is None

    trial.send(Verb.WITHDRAW, receipt=receipt)
    account = trial.simulator.world.accounts[str(trial.address.id)]
    assert account.records == {}


def test_taking_back_twice_is_as_good_as_once(trial: Trial) -> None:
    receipt = trial.publish(parcel())

    outcomes = [trial.send(Verb.WITHDRAW, receipt=receipt) for _turn in range(2)]

    assert outcomes == [Done(), Done()]
    assert trial.simulator.timeline() == []
    assert isinstance(trial.send(Verb.READ, receipt=receipt), Gone)
    assert isinstance(trial.send(Verb.LOOK, parcel()), Absent)


def test_an_edit_keeps_the_place_the_time_and_the_pictures(trial: Trial, tmp_path: Path) -> None:
    ready = trial.prepare(parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path),)))
    receipt = trial.publish(ready)

    edited = trial.send(Verb.EDIT, replace(ready, text="Better."), receipt)

    assert isinstance(edited, Receipt)
    assert edited.id == receipt.id
    assert edited.extra["cid"] != receipt.extra["cid"]
    live = trial.send(Verb.READ, receipt=receipt)
    assert isinstance(live, Live)
    assert (live.text, live.alts, live.edited) == ("Better.", ("a square",), True)
    assert live.made_at == ready.made_at.replace(microsecond=123_000)
    assert len(trial.simulator.timeline()) == 1


@pytest.mark.promise("F35")
def test_a_permission_taken_back_asks_for_a_new_one(trial: Trial) -> None:
    trial.simulator.revoke("alice")

    assert isinstance(trial.send(Verb.PUBLISH, parcel()), SignInAgain)
    assert trial.simulator.timeline() == []


def test_too_many_writes_make_the_channel_wait(trial: Trial) -> None:
    trial.simulator.quirks.rate_limits = True
    account = trial.simulator.world.accounts[str(trial.address.id)]
    account.points = (datetime.now(UTC) + timedelta(minutes=30), 4_999)

    outcome = trial.send(Verb.PUBLISH, parcel())

    assert isinstance(outcome, TryLater)
    assert timedelta(minutes=25) < outcome.after <= timedelta(minutes=30)


def test_names_are_found_by_how_they_begin(trial: Trial) -> None:
    trial.simulator.open_account("quince.test", "Quince")
    trial.simulator.open_account("other.test", "quinoa")

    found = trial.ask(lambda it: it.names("@Quin", 5))

    assert {one.name for one in found} == {"Quince", "quinoa"}
    assert all(one.url.endswith(one.handle) for one in found)
    assert trial.ask(lambda it: it.names("nobody", 5)) == []
