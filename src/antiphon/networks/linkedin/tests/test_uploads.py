"""Files on their way, and what is left of them after a crash."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Enclosure, Kind, Parcel, PostType, Prepared
from antiphon.networks.linkedin.tests.line import Channel, Line, file, parcel, with_handles

PART = 4_194_304


def video(folder: Path, size: int = 2 * PART + 1_000) -> Enclosure:
    return file(folder, "v.mp4", bytes(range(251)) * (size // 251), Kind.VIDEO, seconds=4)


def film(folder: Path, **given: int) -> Parcel:
    return parcel("film", type=PostType.VIDEO, enclosures=(video(folder, **given),), title="F")


def step(channel: Channel, parcel: Parcel) -> tuple[Parcel, timedelta | None]:
    outcome = channel.send(Verb.PREPARE, parcel)
    assert isinstance(outcome, Prepared), outcome
    return with_handles(parcel, outcome.handles), outcome.wait


def puts(line: Line) -> int:
    return sum(one.method == "PUT" for one in line.recorder.kept)


def test_a_video_arrives_whole(page: Channel, tmp_path: Path) -> None:
    page.publish(page.prepare(film(tmp_path)))

    shown = page.timeline()[0].media[0]
    assert (shown.kind, shown.digest) == (Kind.VIDEO, video(tmp_path).digest)


@pytest.mark.promise("P8")
def test_a_video_goes_on_where_it_stopped(page: Channel, line: Line, tmp_path: Path) -> None:
    begun, _wait = step(page, film(tmp_path))
    reached, _wait = step(page, begun)
    assert puts(line) == 3

    page.publish(page.prepare(reached))
    assert puts(line) == 3
    assert page.timeline()[0].media[0].digest == video(tmp_path).digest


def test_parts_sent_again_after_a_crash_are_harmless(page: Channel, tmp_path: Path) -> None:
    begun, _wait = step(page, film(tmp_path))
    step(page, begun)
    page.publish(page.prepare(begun))

    assert page.timeline()[0].media[0].digest == video(tmp_path).digest


def test_a_crash_before_the_first_handles_only_leaves_an_orphan(
    page: Channel, tmp_path: Path
) -> None:
    step(page, film(tmp_path))
    page.publish(page.prepare(film(tmp_path)))

    assert len(page.timeline()) == 1


@pytest.mark.promise("P8")
def test_a_part_that_fails_costs_only_itself(page: Channel, line: Line, tmp_path: Path) -> None:
    begun, _wait = step(page, film(tmp_path))
    line.recorder.fails = 3
    reached, wait = step(page, begun)
    assert wait is not None
    assert wait > timedelta(seconds=1)
    line.recorder.kept.clear()

    page.publish(page.prepare(reached))
    assert puts(line) == 1
    assert page.timeline()[0].media[0].digest == video(tmp_path).digest


@pytest.mark.promise("P8")
def test_many_pictures_are_put_on_record_as_they_arrive(
    page: Channel, line: Line, tmp_path: Path
) -> None:
    pictures = tuple(file(tmp_path, f"{n}.png", b"PNG" + bytes([n])) for n in range(9))
    sent = parcel(type=PostType.IMAGES, enclosures=pictures)
    first, wait = step(page, sent)
    assert wait is not None
    line.recorder.fails = 3
    second, wait = step(page, first)
    assert wait is not None

    page.publish(page.prepare(second))
    assert puts(line) == 9
    assert [one.digest for one in page.timeline()[0].media] == [one.digest for one in pictures]


@pytest.mark.promise("F19")
def test_an_upload_that_ran_out_begins_anew(page: Channel, tmp_path: Path) -> None:
    begun, _wait = step(page, film(tmp_path))
    key = next(iter(begun.handles))
    old = with_handles(begun, {key: begun.handles[key].replace('"ends": 1', '"ends": 0.1')})

    assert step(page, old)[0].handles[key] != old.handles[key]


def test_a_file_in_work_is_waited_for(page: Channel, line: Line, tmp_path: Path) -> None:
    line.simulator.quirks.processing = timedelta(minutes=1)
    picture = file(tmp_path, "a.png", b"PNGa")
    waiting, wait = step(page, parcel(type=PostType.IMAGES, enclosures=(picture,)))
    assert wait

    line.ahead = timedelta(minutes=2)
    ready, wait = step(page, waiting)
    assert wait is None
    assert puts(line) == 1
    page.publish(ready)


def test_a_spoilt_file_is_for_a_person(page: Channel, line: Line, tmp_path: Path) -> None:
    line.simulator.quirks.spoils = True
    picture = file(tmp_path, "a.png", b"PNGa")

    outcome = page.send(Verb.PREPARE, parcel(type=PostType.IMAGES, enclosures=(picture,)))
    assert isinstance(outcome, ChangeIt)


def test_a_member_who_may_not_ask_is_not_held_up(member: Channel, tmp_path: Path) -> None:
    picture = file(tmp_path, "a.png", b"PNGa")
    ready, wait = step(member, parcel(type=PostType.IMAGES, enclosures=(picture,)))

    assert wait is None
    member.publish(ready)
    assert member.timeline()[0].media[0].digest == picture.digest


@pytest.mark.promise("F20")
def test_a_post_before_its_file_is_ready_comes_later(
    member: Channel, line: Line, tmp_path: Path
) -> None:
    line.simulator.quirks.processing = timedelta(minutes=1)
    ready = member.prepare(film(tmp_path))

    outcome = member.send(Verb.PUBLISH, ready)
    assert isinstance(outcome, TryLater)
    assert outcome.after == timedelta(seconds=10)
    line.ahead = timedelta(minutes=2)
    member.publish(ready)


def test_preparing_again_brings_nothing_twice(page: Channel, line: Line, tmp_path: Path) -> None:
    picture = file(tmp_path, "a.png", b"PNGa")
    ready = page.prepare(parcel(type=PostType.IMAGES, enclosures=(picture,)))
    line.recorder.kept.clear()

    assert page.prepare(ready).handles == ready.handles
    assert line.recorder.kept == []


def test_nothing_that_is_prepared_is_seen(page: Channel, tmp_path: Path) -> None:
    page.prepare(film(tmp_path))

    assert page.timeline() == []


def test_a_gif_is_a_picture(page: Channel, tmp_path: Path) -> None:
    gif = file(tmp_path, "a.gif", b"GIF89a", Kind.GIF, alt="moves")
    page.publish(page.prepare(replace(parcel(type=PostType.IMAGES), enclosures=(gif,))))

    assert page.timeline()[0].media[0].kind is Kind.GIF


@pytest.mark.parametrize("size", [75_000 - 500])
def test_a_video_too_small_is_refused_by_name(page: Channel, tmp_path: Path, size: int) -> None:
    assert isinstance(page.send(Verb.PREPARE, film(tmp_path, size=size)), ChangeIt)
