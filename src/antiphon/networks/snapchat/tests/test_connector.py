"""The connector against the simulator, over real HTTP."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.abilities import Converses, Edits, Looks, Reads, Withdraws
from antiphon.connect.errors import ChangeIt, FixSetup, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Kind, Metric, Parcel, Prepared, Receipt
from antiphon.networks.snapchat import NETWORK, wire
from antiphon.networks.snapchat.tests.lines import Line, spotlight, story


def test_a_spotlight_is_seen_with_the_very_bytes_of_its_file(line: Line, tmp_path: Path) -> None:
    sent = spotlight(tmp_path)
    receipt = line.publish(sent)
    [shown] = line.seen()

    assert (shown.id, shown.text) == (receipt.id, "Fresh")
    assert shown.media[0].digest == sent.enclosures[0].digest


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.VIDEO])
def test_a_story_is_shown_until_its_time_is_over(line: Line, tmp_path: Path, kind: Kind) -> None:
    receipt = line.publish(story(tmp_path, kind, options={"keep": "TWO_DAYS"}))
    [shown] = line.seen()
    post = line.server.world.posts[receipt.id]

    assert shown.media[0].kind is kind
    assert post.ends_at == post.at + timedelta(days=2)


def test_a_saved_story_stays_under_its_title(line: Line, tmp_path: Path) -> None:
    receipt = line.publish(story(tmp_path, title="Tea", options={"keep": wire.SAVED}))
    [shown] = line.seen()

    assert (shown.id, shown.text) == (receipt.id, "Tea")
    assert receipt.id.startswith("saved_stories/")


def test_a_saved_story_without_a_title_is_refused_before_anything_leaves(
    line: Line, tmp_path: Path
) -> None:
    outcome = line.send(Verb.PREPARE, story(tmp_path, options={"keep": wire.SAVED}))

    assert isinstance(outcome, ChangeIt)
    assert line.recorder.heard == []


def test_nothing_leaves_unsealed_and_one_request_has_an_effect(line: Line, tmp_path: Path) -> None:
    sent = line.prepare(spotlight(tmp_path))
    body = sent.enclosures[0].path.read_bytes()
    brought = [one.body for one in line.recorder.heard]
    assert line.seen() == []
    line.recorder.heard.clear()

    line.send(Verb.PUBLISH, sent)

    assert [one.path.rpartition("/")[2] for one in line.recorder.heard] == ["spotlights"]
    assert not [one for one in brought if body[:64] in one]


def test_a_large_file_goes_in_pieces_that_are_stored_in_between(line: Line, tmp_path: Path) -> None:
    sent = spotlight(tmp_path, 41_000_003)
    line.publish(sent)
    added = [one for one in line.recorder.heard if "/upload/" in one.path]

    assert len(added) == 6
    [shown] = line.seen()
    assert shown.media[0].digest == sent.enclosures[0].digest


@pytest.mark.parametrize("path", ["/media", "", "/v1/finalize"])
def test_a_lost_answer_on_the_way_does_no_harm(line: Line, tmp_path: Path, path: str) -> None:
    sent = spotlight(tmp_path)
    first = line.send(Verb.PREPARE, sent)
    assert isinstance(first, Prepared)
    known = replace(sent, handles=first.handles)
    ends = {"": first.handles[wire.ADD], "/v1/finalize": first.handles[wire.FINALIZE]}
    line.recorder.loses = ends.get(path, path)
    line.send(Verb.PREPARE, known if path in ends else sent)

    line.publish(known)

    assert [one.media[0].digest for one in line.seen()] == [sent.enclosures[0].digest]


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_to_the_last_request_is_a_persons_matter(
    line: Line, tmp_path: Path, when: str
) -> None:
    sent = line.prepare(spotlight(tmp_path))
    line.recorder.loses, line.recorder.when = "/spotlights", when

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
    assert len(line.seen()) == (when == "after")
    assert not NETWORK.can(Looks)


@pytest.mark.promise("F20")
def test_a_file_that_is_still_worked_on_waits_a_little(line: Line, tmp_path: Path) -> None:
    line.server.gate.processing = timedelta(hours=1)
    sent = line.prepare(story(tmp_path))

    outcome = line.send(Verb.PUBLISH, sent)

    assert isinstance(outcome, TryLater)
    assert outcome.after == timedelta(seconds=5)
    assert line.seen() == []


def test_a_file_that_waited_for_a_day_is_brought_again(line: Line, tmp_path: Path) -> None:
    sent = line.prepare(story(tmp_path))
    for container in line.server.world.containers.values():
        container.created -= timedelta(days=2)
    refused = line.send(Verb.PUBLISH, sent)
    again = line.prepare(sent)

    assert isinstance(refused, TryLater)
    assert refused.anew
    assert again.handles[wire.MEDIA] != sent.handles[wire.MEDIA]
    assert isinstance(line.send(Verb.PUBLISH, again), Receipt)


def test_a_container_that_ran_out_by_our_own_clock_is_not_used(line: Line, tmp_path: Path) -> None:
    first = line.send(Verb.PREPARE, story(tmp_path))
    assert isinstance(first, Prepared)
    old = {**first.handles, wire.UNTIL: "nonsense"}

    second = line.send(Verb.PREPARE, replace(story(tmp_path), handles=old))

    assert isinstance(second, Prepared)
    assert second.handles[wire.MEDIA] != old[wire.MEDIA]


def test_an_app_that_is_not_listed_is_told_so_in_clear_words(line: Line, tmp_path: Path) -> None:
    line.server.gate.is_listed = False

    outcome = line.send(Verb.PREPARE, spotlight(tmp_path))

    assert isinstance(outcome, FixSetup)
    assert "by hand" in str(outcome)


def test_posts_with_an_id_are_counted_and_stories_are_not(line: Line, tmp_path: Path) -> None:
    light, short = line.publish(spotlight(tmp_path)), line.publish(story(tmp_path))
    for kind in (ReactionKind.VIEW, ReactionKind.LIKE, ReactionKind.SHARE, ReactionKind.FOLLOW):
        line.react(light, kind)
    ids = [light.id, short.id, line.address.id]
    told = line.ask(lambda connector: connector.count(ids))

    counted = {(one.id, one.metric): one.value for one in told}
    assert counted == {
        (light.id, Metric.VIEWS): 1,
        (light.id, Metric.LIKES): 1,
        (light.id, Metric.SHARES): 1,
        (line.address.id, Metric.FOLLOWERS): 1,
    }


def test_what_snapchat_does_not_count_any_more_stops_no_other_count(
    line: Line, tmp_path: Path
) -> None:
    gone, kept = line.publish(spotlight(tmp_path)), line.publish(spotlight(tmp_path))
    del line.server.world.posts[gone.id]
    told = line.ask(lambda connector: connector.count([gone.id, kept.id]))

    assert {one.id for one in told} == {kept.id}


@pytest.mark.parametrize("answer", [b"", b"{}", b'{"request_status": "SUCCESS"}'])
def test_a_piece_that_nobody_refused_has_arrived(line: Line, tmp_path: Path, answer: bytes) -> None:
    line.recorder.instead = {"/v1/upload/": answer, "/v1/finalize/": answer}
    sent = line.prepare(story(tmp_path))

    assert sent.handles[wire.READY] == "yes"


@pytest.mark.parametrize(
    "answer", [b'{"request_status": "ERROR"}', b'{"request_status": "PARTIAL"}']
)
def test_a_piece_that_was_refused_with_status_200_has_not_arrived(
    line: Line, tmp_path: Path, answer: bytes
) -> None:
    line.recorder.instead = {"/v1/upload/": answer}
    first = line.send(Verb.PREPARE, story(tmp_path))
    assert isinstance(first, Prepared)

    outcome = line.send(Verb.PREPARE, replace(story(tmp_path), handles=first.handles))

    assert isinstance(outcome, TryLater)


def test_what_the_interface_does_not_have_is_not_promised() -> None:
    assert [one for one in (Withdraws, Edits, Reads, Converses, Looks) if NETWORK.can(one)] == []


def test_who_lost_the_profile_must_sign_in_again(line: Line) -> None:
    line.address = replace(line.address, id="other")  # type: ignore[arg-type]

    with pytest.raises(SignInAgain):
        line.ask(lambda connector: connector.whoami())


def test_no_token_stands_in_an_address_or_a_body(line: Line, tmp_path: Path) -> None:
    line.publish(spotlight(tmp_path))
    token = line.address.credential.secret("access_token")

    assert not [
        one
        for one in line.recorder.heard
        if token in f"{one.path}{one.query}" or token.encode() in one.body
    ]


def test_a_parcel_that_was_never_brought_asks_to_be_prepared(line: Line, tmp_path: Path) -> None:
    sent: Parcel = story(tmp_path)

    outcome = line.send(Verb.PUBLISH, sent)

    assert isinstance(outcome, TryLater)
    assert outcome.anew
