"""The way there of pictures and videos, and the wait until Reddit shows them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Kind, Prepared, Receipt
from antiphon.networks.reddit import wire
from antiphon.networks.reddit.connector import PATIENCE
from antiphon.networks.reddit.tests.lines import Line, film, gallery, parcel, picture, video


def test_a_video_is_shown_with_a_plain_cover(line: Line, tmp_path: Path) -> None:
    sent = film(tmp_path, enclosures=(video(tmp_path, width=1080, height=1920),))
    line.publish(sent)

    (shown,) = line.timeline()
    assert [(one.kind, one.digest) for one in shown.media] == [
        (Kind.VIDEO, sent.enclosures[0].digest)
    ]
    covers = [one for one in line.server.world.files.values() if one.mime == "image/png"]
    assert covers[-1].body.startswith(b"\x89PNG")


def test_a_picture_beside_a_video_becomes_its_cover(line: Line, tmp_path: Path) -> None:
    files = (video(tmp_path), picture(tmp_path, "cover.png"))
    sent = line.prepare(film(tmp_path, enclosures=files))

    assert sent.handles[wire.POSTER] == sent.handles[wire.address_of(files[1])]
    line.publish(sent)
    asked = next(one for one in line.writes() if one.path == "/api/submit")
    assert asked.asked["video_poster_url"] == sent.handles[wire.POSTER]


def test_the_address_is_said_exactly_as_the_storage_host_told_it(
    line: Line, tmp_path: Path
) -> None:
    sent = line.prepare(gallery(tmp_path, 1))

    assert "/rte_images%2F" in sent.handles[wire.address_of(sent.enclosures[0])]


def test_the_storage_host_gets_no_permission_and_the_file_last(line: Line, tmp_path: Path) -> None:
    line.prepare(gallery(tmp_path, 1))
    upload = next(one for one in line.recorder.heard if one.path.startswith("/-/"))

    assert "authorization" not in upload.headers
    names = [part.split(b'"')[1] for part in upload.body.split(b"form-data; name=")[1:]]
    assert names[-1] == b"file"
    assert upload.status == 201


def test_many_pictures_are_put_on_record_in_between(line: Line, tmp_path: Path) -> None:
    sent = gallery(tmp_path, 10)
    outcome = line.send(Verb.PREPARE, sent)

    assert isinstance(outcome, Prepared)
    assert outcome.wait
    assert 0 < len(outcome.handles) < 20
    assert len(line.prepare(sent).handles) == 20


def test_what_is_there_is_not_brought_again(line: Line, tmp_path: Path) -> None:
    sent = line.prepare(film(tmp_path))
    line.recorder.heard.clear()
    line.prepare(sent)

    assert line.recorder.heard == []


@pytest.mark.parametrize(
    ("code", "remedy"), [("EntityTooLarge", ChangeIt), ("AccessDenied", TryLater)]
)
def test_what_the_storage_host_refuses_is_understood(
    line: Line, tmp_path: Path, code: str, remedy: type
) -> None:
    line.server.quirks.storage = code

    assert isinstance(line.send(Verb.PREPARE, gallery(tmp_path, 1)), remedy)


def test_what_was_not_brought_is_not_shown(line: Line, tmp_path: Path) -> None:
    assert isinstance(line.send(Verb.PUBLISH, gallery(tmp_path, 2)), TryLater)
    assert line.recorder.heard == []


def waiting(line: Line, folder: Path) -> Receipt:
    outcome = line.send(Verb.PUBLISH, line.prepare(film(folder)))
    assert isinstance(outcome, Receipt)
    assert not outcome.ready
    return outcome


def test_a_post_in_the_making_is_waited_for_by_reading_only(line: Line, tmp_path: Path) -> None:
    line.server.quirks.making = 3
    receipt, waits = waiting(line, tmp_path), []
    line.recorder.heard.clear()
    while not receipt.ready:
        waits.append(receipt.check_after)
        outcome = line.send(Verb.CHECK, receipt=receipt)
        assert isinstance(outcome, Receipt)
        receipt = outcome

    assert waits == [timedelta(seconds=5 * n) for n in (1, 2, 3, 4)]
    assert line.writes() == []
    assert receipt.id == line.timeline()[0].id
    assert "/comments/" in receipt.url


def test_another_post_with_the_same_title_is_not_taken_for_it(line: Line, tmp_path: Path) -> None:
    line.server.quirks.making = 100
    receipt = waiting(line, tmp_path)
    line.publish(parcel())

    outcome = line.send(Verb.CHECK, receipt=receipt)
    assert isinstance(outcome, Receipt)
    assert not outcome.ready


def test_a_post_that_never_comes_is_given_up(line: Line, tmp_path: Path) -> None:
    line.server.quirks.fails = True
    receipt = waiting(line, tmp_path)
    late = replace(receipt, extra={**receipt.extra, "asked": str(PATIENCE)})

    assert isinstance(line.send(Verb.CHECK, receipt=late), ChangeIt)


def test_what_was_brought_before_a_trouble_is_kept(line: Line, tmp_path: Path) -> None:
    sent = gallery(tmp_path, 3)
    first = line.prepare(replace(sent, enclosures=sent.enclosures[:1]))
    line.server.quirks.storage = "SlowDown"

    outcome = line.send(Verb.PREPARE, replace(sent, handles=first.handles))
    assert isinstance(outcome, TryLater)
    line.server.quirks.storage = ""
    assert (
        first.handles.items() <= line.prepare(replace(sent, handles=first.handles)).handles.items()
    )
