"""Files as each network takes them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from PIL import Image

from antiphon.channels.models import Channel
from antiphon.connect.values import Kind, PostType
from antiphon.media import actions as media
from antiphon.media.models import Asset
from antiphon.people.models import Member
from antiphon.tailor import judging
from antiphon.tailor.choosing import tellings
from antiphon.tailor.packing import File
from antiphon.tailor.telling import Telling
from tests import builders as a
from tests.tailor.agora import NETWORK

pytestmark = pytest.mark.django_db

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
MOVING = {"kind": Kind.GIF, "mime": "image/gif", "frames": 12, "seconds": 1.2}


@pytest.fixture(autouse=True)
def shelf(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def telling(network: str, *assets: Asset, **post: Any) -> Telling:
    """A post with these files on one channel."""
    workspace = assets[0].workspace
    row = a.post(workspace=workspace, assets=[(asset, "A can") for asset in assets], **post)
    channel = a.channel(workspace=workspace, network=network)
    (told,) = tellings(row, [channel], on=date(2026, 1, 15))
    return told


def drawn(tmp_path: Path, by: Member, width: int = 3000, height: int = 1500) -> Asset:
    """A real picture, taken in."""
    path = tmp_path / "drawn.png"
    Image.new("RGB", (width, height), "orange").save(path)
    return media.take_in(by, path, name="can.png", alt="A can")


def test_a_picture_is_foreseen_as_it_will_be_made(tmp_path: Path) -> None:
    told = telling("stoa", drawn(tmp_path, a.member()))

    (foreseen,) = told.parcels("k", MADE, fit=False)[0].enclosures
    (made,) = told.parcels("k", MADE, fit=True)[0].enclosures

    assert told.shape.type == PostType.IMAGES
    assert (foreseen.mime, foreseen.width) == (made.mime, made.width) == ("image/jpeg", 2000)
    assert made.path.stat().st_size == made.size <= foreseen.size
    assert made.alt == "A can"


def test_made_once_it_is_the_same_for_ever(tmp_path: Path) -> None:
    told = telling("stoa", drawn(tmp_path, a.member()))

    assert told.parcels("k", MADE, fit=True) == told.parcels("k", MADE, fit=True)


def test_a_moving_picture_alone_becomes_a_video_where_there_are_videos() -> None:
    told = telling("stoa", a.asset(**MOVING))

    assert told.shape.type == PostType.VIDEO
    assert told.parcels("k", MADE, fit=False)[0].enclosures[0].mime == "video/mp4"
    assert told.problems() == []


def test_among_pictures_its_first_frame_stands_for_it() -> None:
    still = a.asset()
    told = telling("stoa", still, a.asset(workspace=still.workspace, **MOVING))

    assert told.shape.type == PostType.IMAGES
    assert told.shape.kinds == (Kind.IMAGE, Kind.IMAGE)
    assert told.problems() == []


def test_where_there_are_no_videos_its_first_frame_stands_for_it() -> None:
    told = telling("agora", a.asset(**MOVING))

    assert told.shape.kinds == (Kind.IMAGE,)


def test_too_many_files_and_a_kind_that_is_not_taken_are_named() -> None:
    first = a.asset()
    others = [a.asset(workspace=first.workspace) for _ in range(4)]
    video = a.asset(kind=Kind.VIDEO, mime="video/mp4", seconds=10)

    assert {problem.rule for problem in telling("stoa", first, *others).problems()} == {"too_many"}
    (problem,) = telling("agora", video).problems()
    assert problem.say == "Agora takes no video. Remove it."


def test_a_missing_description_deserves_a_look() -> None:
    asset = a.asset()
    post = a.post(workspace=asset.workspace, assets=[(asset, "")])
    channel = a.channel(workspace=asset.workspace, network="stoa")
    (told,) = tellings(post, [channel])

    assert [(p.field, p.rule) for p in told.problems()] == [("media.0.alt", "alt_missing")]


def test_a_variant_may_show_another_picture_in_another_order() -> None:
    one = a.asset()
    other = a.asset(workspace=one.workspace, alt="Kald brus")
    post = a.post(workspace=one.workspace, assets=[(one, "A can")])
    channel = a.channel(workspace=one.workspace, network="stoa")
    shown = [{"asset": str(other.pk), "alt": ""}, {"asset": str(one.pk), "alt": "En boks"}]
    a.variant(post=post, channel=channel, assets=shown)

    (told,) = tellings(post, [channel])

    assert [(f.asset, f.alt) for f in told.files] == [(other, "Kald brus"), (one, "En boks")]


@pytest.mark.parametrize(("server", "rules"), [("", ["out_of_reach"]), ("http://localhost:9", [])])
def test_files_for_a_network_that_cannot_come_to_us_are_stopped_here(
    server: str, rules: list[str]
) -> None:
    fetching = replace(NETWORK, fetches=True)

    found = list(judging.fetching([File(a.asset(), "A can")], fetching, Channel(server=server)))

    assert [one.rule for one in found] == rules
    assert all("ANTIPHON_PUBLIC_URL" in one.say for one in found)
