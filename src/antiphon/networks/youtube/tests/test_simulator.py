"""The stand-in refuses what YouTube refuses, and shows what people see."""

import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, NetworkError, SignInAgain, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import Reaction, ReactionKind
from antiphon.connect.values import Metric, Parcel, Prepared
from antiphon.networks.youtube.sealing import unseal
from antiphon.networks.youtube.tests.lines import ANN, Us, comment, film, now, parcel, picture

Video = Callable[..., Parcel]


@pytest.mark.parametrize(
    ("more", "remedy", "say"),
    [({"title": "x" * 101}, ChangeIt, "title"), ({"title": ""}, ChangeIt, "title"),
     ({"text": "é" * 2_501}, ChangeIt, "5,000 bytes"),
     ({"options": {"category": "18"}}, ChangeIt, "category"),
     ({"options": {"license": "mine"}}, ChangeIt, "licence"),
     ({"options": {"playlist": "PLnone"}}, NetworkError, "playlist")],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(
    us: Us, video: Video, more: dict[str, Any], remedy: type, say: str
) -> None:
    outcome = refused(us, video(**more))

    assert isinstance(outcome, remedy)
    assert say in str(outcome)
    assert us.seen() == []


def refused(us: Us, given: Parcel) -> Any:
    """How far it came until it was refused."""
    for _step in range(9):
        outcome = us.ask(Verb.PREPARE, parcel=given)
        if not isinstance(outcome, Prepared):
            return outcome
        given = replace(given, handles=outcome.handles)
        if outcome.wait is None:
            break
    return us.ask(Verb.PUBLISH, parcel=given)


@pytest.mark.parametrize(
    ("quirk", "remedy"),
    [("full", TryLater), ("hurried", TryLater), ("disabled", FixSetup), ("closed", SignInAgain)],
)
def test_each_quirk_refuses_an_upload(us: Us, video: Video, quirk: str, remedy: type) -> None:
    us.server.world.quirks.add(quirk)

    assert isinstance(us.ask(Verb.PREPARE, parcel=video()), remedy)


@pytest.mark.parametrize(
    ("quirk", "remedy"),
    [("unverified", ChangeIt), ("many_pictures", TryLater), ("full_list", ChangeIt)],
)
def test_what_belongs_to_a_video_can_be_refused_before_it_is_seen(
    us: Us, tmp_path: Path, quirk: str, remedy: type
) -> None:
    (playlist,) = us.server.world.channels[us.address.id].playlists
    us.server.world.quirks.add(quirk)
    files = (film(tmp_path), picture(tmp_path))

    outcome = refused(us, parcel(enclosures=files, options={"playlist": playlist}))

    assert isinstance(outcome, remedy)
    assert us.seen() == []


@pytest.mark.parametrize(
    ("quirk", "say"), [("no_embedding", "embed"), ("invalid_recording", "day of the recording")]
)
def test_settings_that_a_channel_may_not_choose_are_refused(
    us: Us, video: Video, quirk: str, say: str
) -> None:
    us.server.world.quirks.add(quirk)

    outcome = refused(us, video(options={"recorded": "2026-05-01"}))

    assert isinstance(outcome, ChangeIt)
    assert say in str(outcome)


@pytest.mark.parametrize(
    ("text", "privacy", "say"),
    [("x" * 10_001, "public", "too long"), (" ", "public", "needs a text"),
     ("Hi.", "private", "turned off")],
)  # fmt: skip
def test_a_comment_that_breaks_a_rule_is_refused(
    us: Us, video: Video, text: str, privacy: str, say: str
) -> None:
    receipt = us.publish(video(options={"privacy": privacy}))

    outcome = us.ask(Verb.PUBLISH, parcel=comment(receipt, text))

    assert isinstance(outcome, ChangeIt)
    assert say in str(outcome)


def test_below_a_video_for_children_nobody_writes(us: Us, video: Video) -> None:
    receipt = us.publish(video(options={"kids": "yes"}))

    outcome = us.ask(Verb.PUBLISH, parcel=comment(receipt))

    assert isinstance(outcome, ChangeIt)
    assert "turned off" in str(outcome)


def test_a_project_without_units_waits_for_the_next_day(us: Us, video: Video) -> None:
    ready = us.prepared(video())
    us.server.gate.units_a_day = 1

    outcome = us.ask(Verb.PUBLISH, parcel=ready)

    assert isinstance(outcome, TryLater)
    assert "units" in str(outcome)


def test_the_units_of_a_publication_are_as_the_manual_says(us: Us, video: Video) -> None:
    channel = us.server.world.channels[us.address.id]
    before = channel.units

    us.publish(video())

    assert 50 < channel.units - before <= 60
    assert channel.uploads == 1


def test_what_people_do_is_counted_and_shown(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    for kind in (ReactionKind.VIEW, ReactionKind.LIKE, ReactionKind.SHARE, ReactionKind.FOLLOW):
        us.server.react(
            Reaction(kind=kind, by=ANN, account=us.address.id, post=receipt.id, at=now())
        )
    us.reply(receipt.id, "Nice.")

    (shown, said) = us.server.timeline()[-2:]
    assert {Metric.VIEWS, Metric.LIKES, Metric.SHARES, Metric.REPLIES} == set(shown.counts)
    assert set(shown.counts.values()) == {1}
    assert (said.text, said.parent) == ("Nice.", receipt.id)
    assert us.server.world.channels[us.address.id].followers == {ANN.id}


def test_of_a_piece_that_was_cut_whole_grains_are_kept(us: Us, video: Video) -> None:
    outcome = us.ask(Verb.PREPARE, parcel=video(size=900_000))
    assert isinstance(outcome, Prepared)
    address = urlsplit(unseal(outcome.handles["session"], us.address.credential))
    where = f"{address.path}?{address.query}"

    port = urlsplit(us.server.base).port or 0  # the line itself carries whole requests only
    with socket.create_connection(("127.0.0.1", port)) as cut:
        head = f"PUT {where} HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n"
        cut.sendall(f"{head}Content-Range: bytes 0-899999/900000\r\n\r\n".encode())
        cut.sendall(b"x" * 600_000)
    (session,) = [
        one for one in us.server.world.sessions.values() if one.channel.id == us.address.id
    ]
    until(lambda: len(session.received) == 2 * 262_144)

    assert session.video is None


def until(true: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _again in range(200):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("not so within four seconds")


def test_a_deleted_video_takes_its_comments_and_places_with_it(us: Us, video: Video) -> None:
    (playlist,) = us.server.world.channels[us.address.id].playlists.values()
    receipt = us.publish(video(options={"playlist": playlist.id}))
    us.reply(receipt.id, "Nice.")

    us.ask(Verb.WITHDRAW, receipt=receipt)

    assert us.server.timeline(us.handle) == []
    assert not playlist.places
    assert not [one for one in us.server.world.comments.values() if one.video.id == receipt.id]
