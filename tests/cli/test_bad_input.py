"""Each bad input gets one clear sentence; nothing is lost and nothing is stored."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from struct import pack
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings

from antiphon.channels.models import Channel
from antiphon.connect.registry import networks
from antiphon.connect.values import PostType
from antiphon.media.models import Asset
from antiphon.plan.models import Post
from antiphon.publish.models import Publication
from antiphon.work import clock

pytestmark = [pytest.mark.django_db, pytest.mark.promise("I6")]

Refused = Callable[..., str]
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def nothing_stays(channels: list[Channel]) -> Any:
    """Whatever is refused here leaves no draft, no publication and no file behind."""
    yield
    assert channels
    assert not Post.objects.exists()
    assert not Publication.objects.exists()
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("",), "There is nothing to tell"),
        ((" \u200b",), "There is nothing to tell"),
        (("Hi", "--to", "nobody"), "There is no channel “nobody”. Known are:"),
        (("Hi", "--at", "2020-01-01T09:00+00:00"), "1 January 2020 09:00 UTC is past."),
        (("Hi", "--at", "2030-01-01T09:00+00:00"), "too far away"),
        (("Hi", "--at", "tomorrow"), "“tomorrow” is not a time."),
        (("Hi", "--at", "2027-03-01T09:00"), "has no zone"),
        (("Hi", "--at", "2027-03-01T09:00", "--zone", "Mars"), "no time zone “Mars”"),
        (("Hi", "--at", "2027-03-28T02:30", "--zone", "Europe/Berlin"), "does not exist"),
        (("Hi", "--at", "2027-10-31T02:30", "--zone", "Europe/Berlin"), "occurs twice"),
        (("Hi", "--now", "--queue"), "Choose one of"),
        (("Hi", "--queue"), "has no weekly times yet"),
        (("Hi", "--for", "martians=Ho"), "There is no audience “martians”"),
        (("Hi", "--for", "hot"), "does not say to whom"),
        (("Hi", "--campaign", "Spring"), "There is no campaign “Spring”"),
        (("Hi", "--media", "nowhere.png:A river"), "There is no file nowhere.png"),
        (("Hi", "--link", "javascript:alert(1)"), "http"),
        (("Hi", "--option", "nonsense"), "is no option"),
        (("Hi", "--poll", "yes"), "at least 2 choices"),
        (("Hi\x07",), "control character"),
    ],
)
def test_a_bad_word_is_refused_in_a_sentence(
    words: tuple[str, ...], says: str, refused: Refused
) -> None:
    assert says in refused("post", *words)


def test_two_texts_for_one_audience_are_refused(run: Run, refused: Refused) -> None:
    run("audience", "set", "hot", "--climate", "hot")

    said = refused("post", "Hi", "--for", "hot=Ho", "--for", "HOT=Hu")

    assert said == "You told it to “hot” twice. Give each audience one text."


def test_a_text_too_long_names_the_network_and_the_limit(
    channels: list[Channel], refused: Refused
) -> None:
    short = [one for one in networks() if not one.thread and PostType.TEXT in one.posts]
    network = short[0]
    limit = network.posts[PostType.TEXT].text.measures[0].limit
    name = next(str(row.pk) for row in channels if row.network == network.key)

    assert str(limit) in refused("post", "x" * (limit + 1), "--to", name)


def test_a_renamed_executable_is_no_picture(tmp_path: Path, refused: Refused) -> None:
    fake = tmp_path / "river.png"
    fake.write_bytes(b"\x7fELF\x02\x01\x01" + b"\x00" * 2_000)

    said = refused("post", "Look", "--media", f"{fake}:A river")

    assert len(said) < 200
    assert "picture" in said or "file" in said


def test_a_picture_of_too_many_pixels_is_not_opened(tmp_path: Path, refused: Refused) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", crc32(kind + body))

    head = pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    bomb = tmp_path / "bomb.png"
    signature = b"\x89PNG\r\n\x1a\n"
    bomb.write_bytes(
        signature + chunk(b"IHDR", head) + chunk(b"IDAT", b"\x78\x9c") + chunk(b"IEND", b"")
    )

    assert "40" in refused("post", "Look", "--media", f"{bomb}:A river")


def test_a_film_of_three_hours_is_too_long(tmp_path: Path, refused: Refused) -> None:
    from tests import builders as a  # noqa: PLC0415 -- it brings a codec

    film = a.filmed(tmp_path / "long.mp4", frames=4, apart=12 * 60 * 60)

    said = refused("post", "Look", "--media", f"{film}:A river")

    assert said == "The video lasts 3:00:00; we take up to 2:00:00. Shorten it."


@pytest.mark.promise("I4")
def test_a_link_to_a_private_address_is_refused(refused: Refused) -> None:
    settings.ALLOW_PRIVATE_NETWORKS = False

    said = refused("post", "Look", "--link", "http://192.168.1.1/admin")

    assert "public" in said or "private" in said


def test_a_time_just_past_is_still_now(run: Run) -> None:
    moment = (clock.now() - timedelta(seconds=2)).isoformat()

    code, told = run("post", "Hi", "--at", moment, "--dry-run")

    assert "is past" not in str(told)
    assert code in {0, 1}
