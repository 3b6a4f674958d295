"""What is brought to Threads before anything is seen."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import (
    Kind,
    Live,
    PostType,
    Prepared,
    Receipt,
)
from antiphon.networks.threads.tests.conftest import Town, parcel
from antiphon.networks.threads.wire import CONTAINER, MADE


def test_pictures_and_videos_go_as_one_carousel(town: Town, tmp_path: Path) -> None:
    us = town.profile()
    files = (town.file(tmp_path), town.file(tmp_path, Kind.VIDEO), town.file(tmp_path))

    receipt = town.tell(us, parcel(type=PostType.CAROUSEL, enclosures=files))

    [shown] = town.simulator.timeline()
    assert [one.digest for one in shown.media] == [one.digest for one in files]
    assert [one.kind for one in shown.media] == [Kind.IMAGE, Kind.VIDEO, Kind.IMAGE]
    live = town.ask(Verb.READ, us, receipt=receipt)
    assert isinstance(live, Live)
    assert live.media == 3


def test_a_video_waits_until_it_was_fetched(town: Town, tmp_path: Path) -> None:
    us = town.profile()
    town.simulator.gate.making.processing = timedelta(minutes=4)
    sent = parcel(type=PostType.VIDEO, enclosures=(town.file(tmp_path, Kind.VIDEO),))
    waits = []
    for _turn in range(4):
        outcome = town.ask(Verb.PREPARE, us, parcel=sent)
        assert isinstance(outcome, Prepared)
        assert outcome.wait
        waits.append(outcome.wait)
        sent = replace(sent, handles=outcome.handles)

    assert waits == sorted(waits)
    assert len(set(waits)) == 4
    assert town.tell(us, sent).url


def test_a_container_that_expired_is_made_anew(town: Town, tmp_path: Path) -> None:
    us = town.profile()
    sent = town.prepare(us, parcel(type=PostType.IMAGES, enclosures=(town.file(tmp_path),)))
    old = {**sent.handles, MADE: "1700000000"}

    outcome = town.ask(Verb.PUBLISH, us, parcel=replace(sent, handles=old))
    again = town.prepare(us, replace(sent, handles=old))

    assert isinstance(outcome, TryLater)
    assert outcome.anew
    assert again.handles[CONTAINER] != sent.handles[CONTAINER]
    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=again), Receipt)


@pytest.mark.parametrize("spoils", ["FAILED_DOWNLOADING_VIDEO", "INVALID_DURATION", "UNKNOWN"])
def test_a_file_that_threads_cannot_use_must_be_changed(
    town: Town, tmp_path: Path, spoils: str
) -> None:
    us = town.profile()
    town.simulator.gate.making.spoils = spoils
    sent = parcel(type=PostType.VIDEO, enclosures=(town.file(tmp_path, Kind.VIDEO),))
    begun = town.ask(Verb.PREPARE, us, parcel=sent)
    assert isinstance(begun, Prepared)

    outcome = town.ask(Verb.PREPARE, us, parcel=replace(sent, handles=begun.handles))

    assert isinstance(outcome, ChangeIt)


def test_a_file_that_cannot_be_reached_is_tried_again(town: Town, tmp_path: Path) -> None:
    us = town.profile()
    file = town.file(tmp_path)
    town.recorder.files.clear()

    outcome = town.ask(Verb.PREPARE, us, parcel=parcel(type=PostType.IMAGES, enclosures=(file,)))

    assert isinstance(outcome, TryLater)


def test_a_file_without_an_address_is_not_sent(town: Town, tmp_path: Path) -> None:
    us = town.profile()
    file = replace(town.file(tmp_path), address="")

    outcome = town.ask(Verb.PREPARE, us, parcel=parcel(type=PostType.IMAGES, enclosures=(file,)))

    assert isinstance(outcome, ChangeIt)
