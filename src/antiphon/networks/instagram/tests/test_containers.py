"""What happens before a post is visible: containers, their files, and waiting for them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Kind, PostType, Prepared, Receipt
from antiphon.networks.instagram import containers
from antiphon.networks.instagram.simulator.world import Container
from antiphon.networks.instagram.tests.conftest import LOGINS, Network, parcel
from antiphon.networks.instagram.wire import CONTAINER


def made(ig: Network) -> list[Container]:
    """All containers, oldest first."""
    return [*ig.simulator.world.containers.values()]


@pytest.mark.parametrize("login", LOGINS)
def test_a_carousel_shows_pictures_and_videos_in_their_order(
    ig: Network, tmp_path: Path, login: str
) -> None:
    us = ig.account(login=login)
    files = [ig.picture(tmp_path, "One"), ig.film(tmp_path), ig.picture(tmp_path, "Three")]

    ig.publish(us, parcel(*files))

    [shown] = ig.simulator.timeline()
    assert [one.digest for one in shown.media] == [file.digest for file in files]
    assert [one.alt for one in shown.media] == ["One", "", "Three"]
    assert [one.kind for one in made(ig)] == ["IMAGE", "VIDEO", "IMAGE", "CAROUSEL"]


def test_the_same_picture_twice_is_two_items(ig: Network, tmp_path: Path) -> None:
    file = ig.picture(tmp_path)

    ig.publish(ig.account(), parcel(file, file))

    assert [len(shown.media) for shown in ig.simulator.timeline()] == [2]


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("type", [PostType.REEL, PostType.STORY])
def test_a_video_is_brought_or_fetched_and_waited_for(
    ig: Network, tmp_path: Path, login: str, type: PostType
) -> None:
    ig.simulator.works_for(timedelta(minutes=3))
    film = ig.film(tmp_path)

    ig.publish(ig.account(login=login), parcel(film, type=type, text=""))

    [shown] = ig.simulator.timeline()
    assert [(one.kind, one.digest) for one in shown.media] == [(Kind.VIDEO, film.digest)]
    uploads = [call for call in ig.line.calls if "rupload" in call["path"]]
    assert len(uploads) == (login == "facebook")


def test_the_pauses_between_questions_grow_up_to_a_minute(ig: Network, tmp_path: Path) -> None:
    ig.simulator.works_for(timedelta(hours=1))
    us, sent = ig.account(login="instagram"), parcel(ig.film(tmp_path))
    waits = []
    for _turn in range(10):
        outcome = ig.send(Verb.PREPARE, us, sent)
        sent = replace(sent, handles=outcome.handles)
        waits.append(outcome.wait.total_seconds())

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert len(ig.sent("/media")) == 1


@pytest.mark.promise("F12")
def test_an_upload_that_was_cut_goes_on_where_it_stopped(ig: Network, tmp_path: Path) -> None:
    us, film = ig.account(), ig.film(tmp_path, 3_000_000)
    begun = ig.send(Verb.PREPARE, us, parcel(film))
    sent = replace(parcel(film), handles=begun.handles)
    ig.line.cut_at = 1_000_000

    assert isinstance(ig.send(Verb.PREPARE, us, sent), TryLater)
    ig.prepare(us, sent)

    offsets = [int(call["headers"][b"offset"]) for call in ig.line.calls
               if "rupload" in call["path"]]  # fmt: skip
    assert offsets[0] == 0 < offsets[1] < film.size
    assert made(ig)[0].files[0].digest == film.digest


def test_what_lay_for_a_day_is_made_anew_before_it_is_sent(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    sent = ig.prepare(us, parcel(ig.picture(tmp_path), ig.picture(tmp_path)))
    ig.clock += timedelta(hours=25)

    spoilt = ig.send(Verb.PUBLISH, us, sent)
    outcome = ig.send(Verb.PUBLISH, us, ig.prepare(us, sent))

    assert isinstance(spoilt, TryLater)
    assert spoilt.anew
    assert isinstance(outcome, Receipt)
    assert len(ig.simulator.timeline()) == 1


def test_a_container_that_is_gone_is_made_anew(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    sent = ig.prepare(us, parcel(ig.picture(tmp_path)))
    ig.simulator.world.containers.clear()

    spoilt = ig.send(Verb.PUBLISH, us, sent)

    assert isinstance(spoilt, TryLater)
    assert spoilt.anew
    assert isinstance(ig.send(Verb.PUBLISH, us, ig.prepare(us, sent)), Receipt)


def test_a_file_that_is_never_ready_is_tried_three_times(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    ig.simulator.quirks = {"failing"}

    with pytest.raises(AssertionError, match="several times"):
        ig.prepare(us, parcel(ig.film(tmp_path)))

    assert len(made(ig)) == containers.MOST_TRIES


def test_a_day_whose_posts_are_used_up_is_known_before_anything_is_brought(
    ig: Network, tmp_path: Path
) -> None:
    us = ig.account()
    ig.simulator.gate.making.quota = 1
    ig.publish(us, parcel(ig.picture(tmp_path)))
    ig.line.calls.clear()

    outcome = ig.send(Verb.PREPARE, us, parcel(ig.picture(tmp_path)))

    assert isinstance(outcome, TryLater)
    assert "1 posts in a day" in str(outcome)
    assert outcome.after == timedelta(hours=1)
    assert ig.sent("/media") == []
    ig.clock += timedelta(hours=25)
    assert isinstance(ig.send(Verb.PREPARE, us, parcel(ig.picture(tmp_path))), Prepared)


def test_when_the_day_fills_up_meanwhile_the_post_waits(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    first, second = (ig.prepare(us, parcel(ig.picture(tmp_path))) for _turn in range(2))
    ig.simulator.gate.making.quota = 1
    ig.send(Verb.PUBLISH, us, first)

    outcome = ig.send(Verb.PUBLISH, us, second)

    assert isinstance(outcome, TryLater)
    assert (outcome.after, outcome.anew) == (timedelta(hours=1), False)


@pytest.mark.parametrize(("quirk", "remedy"), [("restricted", SignInAgain), ("spam", SignInAgain)])
def test_an_account_that_may_do_nothing_asks_its_owner(
    ig: Network, tmp_path: Path, quirk: str, remedy: type
) -> None:
    us = ig.account()
    ig.simulator.quirks = {quirk}

    assert isinstance(ig.send(Verb.PREPARE, us, parcel(ig.picture(tmp_path))), remedy)


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ((400, 2000), {}),
        ((1080, 1080), {"people": ["nobody_here"]}),
        ((1080, 1080), {"people": ["not a name"]}),
        ((1080, 1080), {"people": ["ann 0.5 1.7"]}),
        ((1080, 1080), {"collaborators": ["a", "b", "c", "d"]}),
    ],
)
def test_what_instagram_does_not_take_is_a_persons_to_change(
    ig: Network, tmp_path: Path, size: tuple[int, int], options: dict[str, Any]
) -> None:
    sent = parcel(ig.picture(tmp_path, size=size), options=options)

    assert isinstance(ig.send(Verb.PREPARE, ig.account(), sent), ChangeIt)


def test_a_video_that_cannot_be_read_says_so(ig: Network, tmp_path: Path) -> None:
    us, film = ig.account(login="instagram"), ig.film(tmp_path)
    film.path.write_bytes(b"no video at all")

    outcome = ig.send(Verb.PREPARE, us, parcel(film))

    assert isinstance(outcome, ChangeIt)
    assert "MP4 or MOV" in str(outcome)


def test_options_reach_the_post(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    chosen = {"people": ["ann 0.3 0.7", "@bo"], "collaborators": ["@cy"], "place": "77"}
    reel = {"in_feed": False, "cover_at": 1500, "sound": "Rain", "made_by_ai": True}

    ig.publish(us, parcel(ig.picture(tmp_path), options=chosen))
    ig.publish(us, parcel(ig.film(tmp_path), options=reel))

    picture, film = (shown.options for shown in ig.simulator.timeline())
    assert picture["user_tags"] == (
        '[{"username": "ann", "x": 0.3, "y": 0.7}, {"username": "bo", "x": 0.5, "y": 0.5}]'
    )
    assert (picture["collaborators"], picture["location_id"]) == ('["cy"]', "77")
    assert film == {
        "share_to_feed": "false", "thumb_offset": "1500", "audio_name": "Rain",
        "is_ai_generated": "true",
    }  # fmt: skip


def test_what_was_brought_is_kept_when_the_rest_must_wait(ig: Network, tmp_path: Path) -> None:
    us, files = ig.account(), [ig.picture(tmp_path) for _turn in range(3)]
    sent = parcel(*files)
    account = ig.simulator.world.accounts[us.id]
    ig.simulator.gate.calls_at_most = account.calls + 3

    outcome = ig.send(Verb.PREPARE, us, sent)

    assert isinstance(outcome, Prepared)
    assert outcome.wait is not None
    assert outcome.wait > timedelta(minutes=4)
    assert {*outcome.handles} == {file.digest for file in files[:2]}
    ig.simulator.gate.calls_at_most = 1_000_000
    patient = replace(us, channel="another")
    assert CONTAINER in ig.prepare(patient, replace(sent, handles=outcome.handles)).handles
    assert len(ig.sent("/media")) == len(files) + 1


def test_an_address_that_leads_nowhere_is_the_operators(ig: Network, tmp_path: Path) -> None:
    film = replace(ig.film(tmp_path), address=f"{ig.server}/lent/nothing")

    outcome = ig.send(Verb.PREPARE, ig.account(login="instagram"), parcel(film))

    assert isinstance(outcome, FixSetup)
