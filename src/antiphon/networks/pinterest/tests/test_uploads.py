"""The way there of a video."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Kind, Parcel, PostType, Prepared
from antiphon.networks.pinterest.tests.lines import Line, parcel, video
from antiphon.networks.pinterest.uploads import ASKED, PATIENCE, READY, needs_preparing


def film(folder: Path, **more: Any) -> Parcel:
    return parcel(folder, type=PostType.VIDEO, enclosures=(video(folder, alt="Fizzing"),), **more)


def prepared(line: Line, what: Parcel) -> Prepared:
    outcome = line.send(Verb.PREPARE, what)
    assert isinstance(outcome, Prepared), outcome
    return outcome


def test_a_video_is_brought_waited_for_and_shown(line: Line, tmp_path: Path) -> None:
    line.server.quirks.processing = 2
    sent = film(tmp_path, options={"cover_second": 3})
    receipt = line.publish(sent)

    (shown,) = line.server.timeline(line.handle)
    (media,) = shown.media
    assert (media.kind, media.alt, media.digest) == (
        Kind.VIDEO, "Fizzing", sent.enclosures[0].digest,
    )  # fmt: skip
    assert line.server.world.pins[receipt.id].cover == 3
    assert receipt.ready


def test_a_video_is_waited_for_by_reading_with_growing_pauses(line: Line, tmp_path: Path) -> None:
    line.server.quirks.processing = 10
    sent, waits = film(tmp_path), []
    for _ in range(9):
        outcome = prepared(line, sent)
        sent = replace(sent, handles=outcome.handles)
        waits.append(outcome.wait)

    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=5), timedelta(seconds=10)]
    assert waits[-1] == timedelta(seconds=30)
    writes = [one.path for one in line.recorder.heard if one.method == "POST"]
    assert len(writes) == 2
    assert line.server.timeline(line.handle) == []


def test_the_storage_host_gets_no_permission_and_the_file_last(line: Line, tmp_path: Path) -> None:
    prepared(line, film(tmp_path))
    upload = next(one for one in line.recorder.heard if one.path.startswith("/-/"))

    assert "authorization" not in upload.headers
    names = [part.split(b'"')[1] for part in upload.body.split(b"form-data; name=")[1:]]
    assert names[-1] == b"file"
    assert upload.status == 204


def test_a_video_that_comes_out_broken_must_be_changed(line: Line, tmp_path: Path) -> None:
    line.server.quirks.spoils = True
    sent = film(tmp_path)
    sent = replace(sent, handles=prepared(line, sent).handles)

    assert isinstance(line.send(Verb.PREPARE, sent), ChangeIt)


def test_a_video_that_never_gets_ready_is_given_up(line: Line, tmp_path: Path) -> None:
    line.server.quirks.processing = 10_000
    sent = film(tmp_path)
    handles = {**prepared(line, sent).handles, ASKED: str(PATIENCE)}

    assert isinstance(line.send(Verb.PREPARE, replace(sent, handles=handles)), ChangeIt)


def test_what_is_there_is_not_brought_again(line: Line, tmp_path: Path) -> None:
    sent = line.prepare(film(tmp_path))
    line.recorder.heard.clear()

    assert prepared(line, sent).handles[READY]
    assert line.recorder.heard == []


def test_a_video_that_is_not_ready_is_not_shown(line: Line, tmp_path: Path) -> None:
    assert isinstance(line.send(Verb.PUBLISH, film(tmp_path)), TryLater)
    assert line.recorder.heard == []


@pytest.mark.parametrize(
    ("code", "remedy"), [("EntityTooLarge", ChangeIt), ("AccessDenied", TryLater)]
)
def test_what_the_storage_host_refuses_is_understood(
    line: Line, tmp_path: Path, code: str, remedy: type
) -> None:
    line.server.quirks.storage = code

    assert isinstance(line.send(Verb.PREPARE, film(tmp_path)), remedy)


def test_only_videos_are_brought_before(tmp_path: Path) -> None:
    assert needs_preparing(film(tmp_path))
    assert not needs_preparing(parcel(tmp_path))
