"""A video goes piece by piece; with the last of them it appears, and never before."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import LookFirst, TryLater
from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.values import Prepared, Receipt
from antiphon.networks.tiktok import wire
from antiphon.networks.tiktok.tests.lines import Line, film, parcel

LARGE = 25_000_001
UPLOAD = "/-/open-upload.tiktokapis.com/video/"


def pieces(line: Line) -> list[tuple[str, int]]:
    return [
        (one.headers["content-range"], one.status)
        for one in line.recorder.heard
        if one.method == "PUT"
    ]


def test_a_small_video_is_one_piece_and_one_request_makes_it_appear(
    line: Line, tmp_path: Path
) -> None:
    sent = line.prepare(parcel(film(tmp_path)))
    assert pieces(line) == []
    line.recorder.heard.clear()

    receipt = line.send(Verb.PUBLISH, sent)

    assert isinstance(receipt, Receipt)
    assert [one.method for one in line.recorder.heard] == ["PUT", "POST"]  # sent, and asked
    assert line.paths()[1:] == ["/v2/post/publish/status/fetch/"]
    assert pieces(line) == [("bytes 0-59999/60000", 201)]
    assert line.texts() == [sent.text]


@pytest.mark.promise("P2")
def test_a_large_video_is_seen_only_after_its_last_piece(line: Line, tmp_path: Path) -> None:
    video = film(tmp_path, LARGE)
    sent = line.prepare(parcel(video))
    before = line.texts()
    line.send(Verb.PUBLISH, sent)

    assert before == []
    assert [status for _range, status in pieces(line)] == [206, 201]
    [shown] = line.server.timeline("brew")
    assert shown.media[0].digest == video.digest


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize(("when", "arrived"), [("before", False), ("after", True)])
def test_after_a_lost_last_piece_the_videos_own_id_tells(
    line: Line, tmp_path: Path, when: str, *, arrived: bool
) -> None:
    sent = line.prepare(parcel(film(tmp_path)))
    line.recorder.loses, line.recorder.when = UPLOAD, when

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
    found = line.send(Verb.LOOK, sent)

    assert isinstance(found, Receipt if arrived else Absent)
    assert len(line.texts()) == arrived


@pytest.mark.promise("P2")
def test_a_last_piece_that_is_sent_twice_makes_one_post(line: Line, tmp_path: Path) -> None:
    sent = line.prepare(parcel(film(tmp_path)))
    line.send(Verb.PUBLISH, sent)

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
    assert len(line.texts()) == 1


def test_a_piece_whose_answer_was_lost_is_not_sent_twice(line: Line, tmp_path: Path) -> None:
    first = line.send(Verb.PREPARE, parcel(video := film(tmp_path, LARGE + 10_000_000)))
    assert isinstance(first, Prepared)
    sent = replace(parcel(video), handles=first.handles)
    line.recorder.loses = UPLOAD
    line.send(Verb.PREPARE, sent)

    line.send(Verb.PUBLISH, line.prepare(sent))

    assert [status for _range, status in pieces(line)] == [206, 416, 206, 201]
    assert len(line.server.timeline("brew")) == 1


def test_a_place_that_was_open_for_too_long_is_opened_anew(line: Line, tmp_path: Path) -> None:
    sent = line.prepare(parcel(film(tmp_path)))
    for post in line.server.world.uploads.values():
        post.created -= timedelta(hours=2)

    refused = line.send(Verb.PUBLISH, sent)
    again = line.prepare(sent)

    assert isinstance(refused, TryLater)
    assert refused.anew
    assert again.handles[wire.PUBLISH] != sent.handles[wire.PUBLISH]
    assert isinstance(line.send(Verb.PUBLISH, again), Receipt)
    assert len(line.texts()) == 1


def test_a_place_that_ran_out_by_our_own_clock_is_not_used(line: Line, tmp_path: Path) -> None:
    first = line.send(Verb.PREPARE, parcel(video := film(tmp_path, LARGE)))
    assert isinstance(first, Prepared)
    old = {**first.handles, wire.UNTIL: "2026-01-01T00:00:00+00:00"}

    second = line.send(Verb.PREPARE, replace(parcel(video), handles=old))

    assert isinstance(second, Prepared)
    assert second.handles[wire.PUBLISH] != old[wire.PUBLISH]


def test_a_video_that_was_never_brought_is_not_published(line: Line, tmp_path: Path) -> None:
    assert isinstance(line.send(Verb.PUBLISH, parcel(film(tmp_path))), TryLater)
