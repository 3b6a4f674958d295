"""Files on their way to a post, on a simulated server over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Kind, LinkCard, Live, PostType, Prepared
from antiphon.networks.bluesky import records
from antiphon.networks.bluesky.tests.builders import (
    Trial,
    enclosure,
    parcel,
    png,
    video,
)
from antiphon.networks.bluesky.tests.lines import Line

PUT = "com.atproto.repo.putRecord"


def test_pictures_come_back_with_their_alternative_texts(trial: Trial, tmp_path: Path) -> None:
    pictures = tuple(enclosure(tmp_path, png(shade=n), alt=f"shade {n}") for n in range(4))
    ready = trial.prepare(parcel(type=PostType.IMAGES, enclosures=pictures, language="en"))

    receipt = trial.publish(ready)

    live = trial.send(Verb.READ, receipt=receipt)
    assert isinstance(live, Live)
    assert (live.text, live.media, live.language) == ("Hello.", 4, "en")
    assert live.alts == ("shade 0", "shade 1", "shade 2", "shade 3")
    assert not live.edited
    shown = trial.simulator.timeline()[0].media
    assert [file.digest for file in shown] == [picture.digest for picture in pictures]


def test_preparing_again_after_a_crash_is_harmless(trial: Trial, tmp_path: Path) -> None:
    given = parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path),))

    first, again = trial.prepare(given), trial.prepare(given)

    digest = given.enclosures[0].digest
    assert first.handles[digest] == again.handles[digest]
    assert records.post(first) == records.post(again)
    assert trial.simulator.timeline() == []


def test_a_file_brought_long_ago_is_brought_again(trial: Trial, tmp_path: Path, line: Line) -> None:
    ready = trial.prepare(parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path),)))
    stale = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    old = {**ready.handles, f"{ready.enclosures[0].digest}:at": stale}
    line.kept.clear()

    trial.publish(replace(ready, handles=old))

    assert line.names == ["com.atproto.repo.uploadBlob", PUT]


def test_a_file_that_the_server_forgot_is_a_reason_to_wait(trial: Trial, tmp_path: Path) -> None:
    trial.simulator.quirks.forgets_blobs = True
    ready = trial.prepare(parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path),)))

    outcome = trial.send(Verb.PUBLISH, ready)

    assert isinstance(outcome, TryLater)
    assert outcome.after >= timedelta(minutes=20)


def test_a_video_goes_through_the_video_service(trial: Trial, tmp_path: Path, line: Line) -> None:
    given = parcel(type=PostType.VIDEO, enclosures=(video(tmp_path),))

    receipt = trial.publish(trial.prepare(given))

    assert line.names.count("app.bsky.video.uploadVideo") == 1
    assert "app.bsky.video.getJobStatus" in line.names
    assert "com.atproto.repo.uploadBlob" not in line.names
    (shown,) = trial.simulator.timeline()[0].media
    assert (shown.kind, shown.alt, shown.digest) == (
        Kind.VIDEO, "a film", given.enclosures[0].digest)  # fmt: skip
    live = trial.send(Verb.READ, receipt=receipt)
    assert isinstance(live, Live)
    assert live.alts == ("a film",)


def test_a_video_that_was_worked_on_before_is_taken_as_it_is(
    trial: Trial, tmp_path: Path, line: Line
) -> None:
    given = parcel(type=PostType.VIDEO, enclosures=(video(tmp_path),))
    first = trial.prepare(given)

    again = trial.send(Verb.PREPARE, given)

    assert [one.status for one in line.named("app.bsky.video.uploadVideo")] == [200, 409]
    assert getattr(again, "wait", 1) is None
    digest = given.enclosures[0].digest
    assert getattr(again, "handles", {})[digest] == first.handles[digest]


def test_without_a_video_service_a_video_goes_straight_to_the_server(
    trial: Trial, tmp_path: Path, line: Line
) -> None:
    trial.simulator.quirks.video = False
    trial.adopt(trial.enter())
    given = parcel(type=PostType.GIF, enclosures=(video(tmp_path, kind=Kind.GIF),))

    trial.publish(trial.prepare(given))

    assert "com.atproto.repo.uploadBlob" in line.names
    assert line.named(PUT)[0].json["record"]["embed"]["presentation"] == "gif"


def test_a_link_is_introduced_with_its_picture(trial: Trial, tmp_path: Path, line: Line) -> None:
    card = LinkCard(url="https://example.com/a", title="A", thumb=enclosure(tmp_path))

    trial.publish(trial.prepare(parcel(type=PostType.LINK, link=card)))

    external = line.named(PUT)[0].json["record"]["embed"]["external"]
    assert external["uri"] == "https://example.com/a"
    assert external["thumb"]["mimeType"] == "image/png"
    assert trial.simulator.timeline()[0].link == "https://example.com/a"


@pytest.mark.parametrize(
    ("code", "remedy"), [("validation_failure", "change_it"), ("generic_failure", "try_later")]
)
def test_a_video_that_cannot_be_worked_on_says_why(
    trial: Trial, tmp_path: Path, code: str, remedy: str
) -> None:
    trial.simulator.quirks.video_fails = code
    given = parcel(type=PostType.VIDEO, enclosures=(video(tmp_path),))
    started = trial.send(Verb.PREPARE, given)
    assert isinstance(started, Prepared)
    going_on = replace(given, handles=started.handles)
    trial.send(Verb.PREPARE, going_on)

    outcome = trial.send(Verb.PREPARE, going_on)

    assert getattr(outcome, "remedy", "") == remedy


def test_publishing_waits_for_a_file_that_the_network_works_on(
    trial: Trial, tmp_path: Path
) -> None:
    outcome = trial.send(Verb.PUBLISH, parcel(type=PostType.VIDEO, enclosures=(video(tmp_path),)))

    assert isinstance(outcome, TryLater)
    assert trial.simulator.timeline() == []


def test_a_file_larger_than_the_server_takes_must_be_changed(trial: Trial, tmp_path: Path) -> None:
    trial.simulator.quirks.blob_limit = 10
    given = parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path),))

    assert isinstance(trial.send(Verb.PREPARE, given), ChangeIt)
