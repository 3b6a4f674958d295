"""Bringing files, and waiting for those that the server works on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Kind, PostType, Prepared
from antiphon.networks.mastodon.simulator import Quirks
from antiphon.networks.mastodon.tests.lines import Line, parcel, picture


def test_files_arrive_with_their_words(line: Line, tmp_path: Path) -> None:
    one = picture(tmp_path, "a.png", focus=(0.5, -0.25))
    two = picture(tmp_path, "b.png", alt="Ünïcode, quite\nlong")
    sent = parcel("Look", type=PostType.IMAGES, enclosures=(one, two))

    prepared = line.send(Verb.PREPARE, sent)
    assert isinstance(prepared, Prepared)
    receipt = line.publish(replace(sent, handles=prepared.handles))

    (shown,) = line.server.timeline(line.handle)
    assert [(film.digest, film.alt) for film in shown.media] == [
        (one.digest, "A red can"),
        (two.digest, "Ünïcode, quite\nlong"),
    ]
    assert line.server.world.statuses[receipt.id].media[0].focus == (0.5, -0.25)


def test_the_same_file_twice_is_two_attachments(line: Line, tmp_path: Path) -> None:
    one = picture(tmp_path)
    sent = parcel("Twins", enclosures=(one, replace(one, alt="Again")))
    prepared = line.send(Verb.PREPARE, sent)
    assert isinstance(prepared, Prepared)

    line.publish(replace(sent, handles=prepared.handles))

    shown = line.server.timeline(line.handle)[0].media
    assert [film.alt for film in shown] == ["A red can", "Again"]


@pytest.mark.promise("F20")
def test_a_film_in_work_is_waited_for(line: Line, tmp_path: Path) -> None:
    film = picture(tmp_path, "a.mp4", kind=Kind.VIDEO, mime="video/mp4")
    line.server.quirks = Quirks(working_seconds=60)
    sent = parcel("Film", type=PostType.VIDEO, enclosures=(film,))

    first = line.send(Verb.PREPARE, sent)
    assert isinstance(first, Prepared)
    sent = replace(sent, handles=first.handles)
    early = line.send(Verb.PUBLISH, sent)
    line.server.world.media[first.handles[film.digest]].ready_at = datetime.now(UTC)
    second = line.send(Verb.PREPARE, sent)

    assert first.wait == timedelta(seconds=1)
    assert isinstance(early, TryLater)
    assert isinstance(second, Prepared)
    assert second.wait is None
    line.publish(replace(sent, handles=second.handles))


@pytest.mark.promise("F52")
def test_preparing_again_after_a_crash_shows_nothing_twice(line: Line, tmp_path: Path) -> None:
    sent = parcel("Once", enclosures=(picture(tmp_path),))
    line.send(Verb.PREPARE, sent)

    again = line.send(Verb.PREPARE, sent)
    assert isinstance(again, Prepared)
    kept = line.send(Verb.PREPARE, replace(sent, handles=again.handles))
    assert isinstance(kept, Prepared)

    assert kept.handles == again.handles
    assert line.texts() == []


def test_an_older_server_takes_files_by_the_older_way(line: Line, tmp_path: Path) -> None:
    line.server.quirks = Quirks(missing=frozenset({"v2_media"}))
    sent = parcel("Old", enclosures=(picture(tmp_path),))

    prepared = line.send(Verb.PREPARE, sent)

    assert isinstance(prepared, Prepared)
    line.publish(replace(sent, handles=prepared.handles))


def test_a_post_without_its_files_does_not_leave(line: Line, tmp_path: Path) -> None:
    before = len(line.recorder.exchanges)

    outcome = line.send(Verb.PUBLISH, parcel("Bare", enclosures=(picture(tmp_path),)))

    assert isinstance(outcome, TryLater)
    assert len(line.recorder.exchanges) == before
