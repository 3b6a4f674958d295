"""Bringing files: whole, in pieces, and on from where a crash left them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import (
    PostType,
    Prepared,
)
from antiphon.networks.x.tests.lines import Line, file, film, parcel

MIB = 1024 * 1024


def test_pictures_arrive_whole_with_their_alternative_texts(line: Line, tmp_path: Path) -> None:
    files = (file(tmp_path, "a.png", alt="A can"), file(tmp_path, "b.png", alt=""))

    line.publish(parcel("Look", type=PostType.IMAGES, enclosures=files))

    shown = line.server.timeline(line.handle)[0].media
    assert [(one.alt, one.digest) for one in shown] == [
        ("A can", files[0].digest), ("", files[1].digest),
    ]  # fmt: skip


def test_one_file_twice_is_brought_twice(line: Line, tmp_path: Path) -> None:
    one = file(tmp_path, "a.png", alt="Left")
    parted = line.prepared(parcel("Twins", enclosures=(one, replace(one, alt="Right"))))

    line.publish(parted)

    assert [film.alt for film in line.server.timeline(line.handle)[0].media] == ["Left", "Right"]


@pytest.mark.promise("F52")
def test_a_video_goes_in_pieces_and_on_from_where_it_stopped(line: Line, tmp_path: Path) -> None:
    given = parcel("Film", type=PostType.VIDEO, enclosures=(film(tmp_path, 30 * MIB),))
    first = line.send(Verb.PREPARE, given)
    assert isinstance(first, Prepared)
    assert first.wait
    before = len(line.recorder.exchanges)

    # The answer of this one is lost with the process; the next begins at the place kept.
    line.send(Verb.PREPARE, replace(given, handles=first.handles))
    line.publish(replace(given, handles=first.handles))

    shown = line.server.timeline(line.handle)[0].media[0]
    assert (shown.digest, shown.size) == (given.enclosures[0].digest, 30 * MIB)
    paths = [one.path for one in line.recorder.exchanges[before:]]
    assert not [path for path in paths if path.endswith("/initialize")]


@pytest.mark.promise("F52")
def test_a_video_whose_end_was_lost_in_a_crash_is_brought_anew(line: Line, tmp_path: Path) -> None:
    given = parcel("Film", type=PostType.VIDEO, enclosures=(film(tmp_path, 2000),))
    first = line.send(Verb.PREPARE, given)
    assert isinstance(first, Prepared)
    all_sent = replace(given, handles=first.handles)
    line.send(Verb.PREPARE, all_sent)

    line.publish(all_sent)

    assert line.server.timeline(line.handle)[0].media[0].digest == given.enclosures[0].digest


@pytest.mark.promise("F20")
def test_a_video_that_is_at_work_is_waited_for(line: Line, tmp_path: Path) -> None:
    line.server.quirks.polls_until_ready = 3
    given = parcel("Film", type=PostType.VIDEO, enclosures=(film(tmp_path, 2000),))

    receipt = line.publish(given)

    asked = [one for one in line.recorder.exchanges if ("command", "STATUS") in one.query]
    assert len(asked) >= 3
    assert receipt.ready


def test_a_video_that_the_network_cannot_use_is_to_be_changed(line: Line, tmp_path: Path) -> None:
    line.server.quirks.media_fails = True
    given = parcel("Film", type=PostType.VIDEO, enclosures=(film(tmp_path, 2000),))
    outcome = line.send(Verb.PREPARE, given)
    while isinstance(outcome, Prepared):
        outcome = line.send(Verb.PREPARE, replace(given, handles=outcome.handles))

    assert isinstance(outcome, ChangeIt)
    assert "Unsupported video format" in str(outcome)


def test_files_that_end_soon_are_brought_anew(line: Line, tmp_path: Path) -> None:
    given = line.prepared(parcel("Old", enclosures=(file(tmp_path),)))
    name = given.enclosures[0].digest
    soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()

    again = line.prepared(replace(given, handles={**given.handles, f"{name}:ends": soon}))

    assert again.handles[name] != given.handles[name]


def test_preparing_again_brings_nothing_again(line: Line, tmp_path: Path) -> None:
    given = line.prepared(parcel("Once", enclosures=(file(tmp_path),)))
    before = len(line.recorder.exchanges)

    assert line.prepared(given).handles == given.handles
    assert len(line.recorder.exchanges) == before


def test_a_post_whose_files_are_not_there_is_not_sent(line: Line, tmp_path: Path) -> None:
    outcome = line.send(Verb.PUBLISH, parcel("Early", enclosures=(file(tmp_path),)))

    assert isinstance(outcome, TryLater)
    assert line.texts() == []
