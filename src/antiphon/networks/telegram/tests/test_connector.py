"""The connector against the simulated network, over real HTTP."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.rules import ProofKind
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import (
    Enclosure,
    Handle,
    Kind,
    Metric,
    Poll,
    PostType,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.telegram.tests.lines import NETWORK, Line, Town, enclosure, parcel


def test_publishing_is_exactly_one_call(line: Line) -> None:
    line.town.said.clear()

    outcome = line.send(Verb.PUBLISH, parcel("Fresh #tea"))

    assert isinstance(outcome, Receipt)
    assert line.methods == ["sendMessage"]
    assert outcome.url == f"https://t.me/tea/{outcome.id.partition('/')[2]}"


def test_an_album_is_one_post_and_is_taken_back_whole(line: Line, tmp_path: Path) -> None:
    files = (enclosure(tmp_path), enclosure(tmp_path, Kind.VIDEO, "b"))
    line.town.said.clear()
    receipt = line.publish(parcel("Both", type=PostType.CAROUSEL, enclosures=files))

    (shown,) = line.town.simulator.timeline()
    assert line.methods == ["sendMediaGroup"]
    assert [one.digest for one in shown.media] == [one.digest for one in files]
    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert line.texts() == []
    assert line.last.method == "deleteMessages"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_file_arrives_as_it_was(line: Line, tmp_path: Path, kind: Kind) -> None:
    file = enclosure(tmp_path, kind)
    line.publish(parcel("Look", enclosures=(file,)))

    (shown,) = line.town.simulator.timeline()
    assert [(one.kind, one.digest) for one in shown.media] == [(kind, file.digest)]


def test_a_poll_is_asked_and_cannot_be_changed(line: Line) -> None:
    poll = Poll(choices=("Green", "Black"), closes_after=timedelta(days=1))
    options = {"countries": ["DE", "AT"], "members_only": True, "shuffled": True}
    receipt = line.publish(parcel("Which?", type=PostType.POLL, poll=poll, options=options))

    (shown,) = line.town.simulator.timeline()
    assert shown.poll == ("Green", "Black")
    assert line.last.answer["result"]["poll"]["country_codes"] == ["DE", "AT"]
    assert isinstance(line.send(Verb.EDIT, parcel("Other"), receipt), ChangeIt)


def test_a_caption_is_edited_and_the_same_again_is_no_error(line: Line, tmp_path: Path) -> None:
    files = (enclosure(tmp_path),)
    receipt = line.publish(parcel("Old", enclosures=files))

    for _turn in range(2):
        assert line.send(Verb.EDIT, parcel("New", enclosures=files), receipt) == receipt

    assert line.texts() == ["New"]
    assert line.last.status == 400


def test_a_depot_takes_files_before_the_post_names_them(town: Town, tmp_path: Path) -> None:
    depot = town.line("store", bot="tea")
    line = town.line(depot=depot.address.id)
    files = (enclosure(tmp_path), enclosure(tmp_path, Kind.DOCUMENT, "b"))
    said = parcel("Read", type=PostType.DOCUMENT, enclosures=(files[1],))

    ready = line.send(Verb.PREPARE, said)

    assert isinstance(ready, Prepared)
    assert line.last.fields["chat_id"] == str(depot.address.id)
    line.send(Verb.PUBLISH, replace(said, handles=ready.handles))
    assert line.last.fields["document"] == ready.handles[files[1].digest]
    assert line.texts() == ["", "Read"]


def test_a_file_that_was_lost_there_is_brought_anew(line: Line, tmp_path: Path) -> None:
    file = enclosure(tmp_path)

    outcome = line.send(Verb.PUBLISH, parcel(enclosures=(file,), handles={file.digest: "gone"}))

    assert isinstance(outcome, TryLater)
    assert outcome.anew


def test_a_group_that_became_a_supergroup_is_followed(line: Line) -> None:
    world = line.town.simulator.world
    new = world.add_chat("teas", "Tea & Co", "supergroup", line.chat.bot, line.town.simulator.now())
    line.chat.moved_to = new.id

    receipt = line.publish(parcel("Still here"))
    account = line.ask(lambda connector: connector.whoami())

    assert receipt.id.startswith(f"{new.id}/")
    assert line.texts() == ["Still here"]
    assert (account.id, account.facts["chat"]) == (line.address.id, new.id)


def test_after_two_days_only_the_right_to_delete_helps(line: Line) -> None:
    receipt = line.publish(parcel())
    line.chat.rights["can_delete_messages"] = False
    line.town.ahead = timedelta(hours=49)

    assert isinstance(line.send(Verb.WITHDRAW, receipt=receipt), ChangeIt)
    line.chat.rights["can_delete_messages"] = True
    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()


def test_too_many_in_a_minute_wait_as_long_as_the_network_says(town: Town) -> None:
    line = town.line("talk", kind="group")
    for _turn in range(20):
        line.publish(parcel())

    outcome = line.send(Verb.PUBLISH, parcel("Too much"))

    assert isinstance(outcome, TryLater)
    assert timedelta(seconds=30) < outcome.after <= timedelta(minutes=1)
    assert "Too much" not in line.texts()


@pytest.mark.parametrize("status", ["kicked", "left"])
def test_a_bot_that_was_put_out_asks_its_owner(line: Line, status: str) -> None:
    line.chat.status = status

    assert isinstance(line.send(Verb.PUBLISH, parcel()), SignInAgain)


@pytest.mark.promise("P2", "F11")
def test_a_lost_post_is_found_by_its_copy_in_the_discussion(line: Line) -> None:
    said = parcel("Lost on the way")
    receipt = line.send(Verb.PUBLISH, said)

    found = line.send(Verb.LOOK, said)

    assert isinstance(found, Receipt)
    assert found == receipt


def test_a_lost_album_and_a_lost_poll_are_found_too(line: Line, tmp_path: Path) -> None:
    files = tuple(enclosure(tmp_path, name=name) for name in "ab")
    album = parcel("Two", enclosures=files)
    poll = parcel("Which?", poll=Poll(choices=("a", "b")))

    for said in (album, poll):
        assert line.send(Verb.PUBLISH, said) == line.send(Verb.LOOK, said)


@pytest.mark.promise("P2")
def test_silence_is_never_taken_for_absence(town: Town) -> None:
    group = town.line("talk", kind="group")
    said, other = parcel("Unseen"), parcel("Twice")
    for line, one in ((group, said), (town.line(), other)):
        line.send(Verb.PUBLISH, one)
    town.line().send(Verb.PUBLISH, other)

    assert group.send(Verb.LOOK, said) == Absent()
    assert town.line().send(Verb.LOOK, other) == Absent()
    assert NETWORK.proof.kind is ProofKind.NONE
    assert NETWORK.at(group.address.facts).proof.looks == ()


def test_a_first_comment_waits_for_the_copy_and_stands_below_it(line: Line) -> None:
    receipt = line.publish(parcel("Above"))
    root = Handle(id=receipt.id, extra=receipt.extra)

    comment = line.publish(parcel("Below", step=Step.COMMENT, root=root, parent=root))

    shown = {one.text: one for one in line.town.simulator.timeline()}
    assert shown["Below"].parent == receipt.id
    assert comment.id.startswith(f"{line.address.facts['discussion']}/")


def test_a_comment_whose_post_never_came_to_the_discussion_is_refused(line: Line) -> None:
    root = Handle(id=RemoteId(f"{line.chat.id}/1"))
    said = parcel("Below", step=Step.COMMENT, root=root, parent=root)
    first = line.send(Verb.PREPARE, said)

    assert isinstance(line.send(Verb.PUBLISH, said), TryLater)
    assert isinstance(first, Prepared)
    assert first.wait
    long_ago = dict.fromkeys(first.handles, "2026-01-01T00:00:00+00:00")
    assert isinstance(line.send(Verb.PREPARE, replace(said, handles=long_ago)), ChangeIt)


def test_reactions_and_members_are_counted(line: Line) -> None:
    receipt = line.publish(parcel())
    line.react(ReactionKind.LIKE, receipt.id)
    line.react(ReactionKind.FOLLOW, receipt.id)

    told: list[Reading] = line.ask(lambda c: c.count([receipt.id, line.address.id]))

    assert {(one.id, one.metric, one.value) for one in told} == {
        (receipt.id, Metric.LIKES, 1), (line.address.id, Metric.FOLLOWERS, 2),
    }  # fmt: skip


def test_no_error_shows_where_the_token_stands(line: Line, tmp_path: Path) -> None:
    token = line.address.credential.secret("token")
    broken: Enclosure = replace(enclosure(tmp_path, size=11 * 1024 * 1024))

    outcome = line.send(Verb.PUBLISH, parcel(enclosures=(broken,)))

    assert isinstance(outcome, ChangeIt)
    assert token not in f"{outcome!r} {outcome.__cause__!r}"
