"""Parcels in TikTok's words, and its answers as receipts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from antiphon.connect.errors import ChangeIt, FixSetup, TryLater
from antiphon.connect.problems import problems
from antiphon.connect.rules import OptionKind
from antiphon.connect.values import Kind, Message, PostType, Receipt, RemoteId
from antiphon.networks.tiktok import NETWORK, dispatch, reading, wire
from antiphon.networks.tiktok.tests.lines import film, parcel, photo

BEFORE = Receipt(id=RemoteId("v_pub_file~v2.1"), extra={"publish": "v_pub_file~v2.1"})
pytestmark = pytest.mark.usefixtures("served")  # files have an address there

PROFILE = "https://www.tiktok.com/@brew"


def said(tmp_path: Path, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = wire.video_init(parcel(film(tmp_path), options=options))["post_info"]
    return found


def test_comments_duets_and_stitches_begin_switched_off(tmp_path: Path) -> None:
    closed = said(tmp_path)
    opened = said(tmp_path, comments=True, duets=True, stitches=True)
    names = ("disable_comment", "disable_duet", "disable_stitch")

    assert [closed[name] for name in names] == [True, True, True]
    assert [opened[name] for name in names] == [False, False, False]


def test_what_the_account_has_switched_off_stays_off(tmp_path: Path) -> None:
    one = parcel(film(tmp_path), options={"duets": True}, handles={wire.OFF: "duet"})

    assert wire.video_init(one)["post_info"]["disable_duet"] is True


def test_nobody_chooses_for_a_person_who_can_see_it(tmp_path: Path) -> None:
    silent = parcel(film(tmp_path), options={"privacy": ""})
    option = next(one for one in NETWORK.options if one.key == "privacy")

    assert (option.needed, option.default) == (True, None)
    assert "options.privacy" in {one.field for one in problems(silent, NETWORK)}
    with pytest.raises(ChangeIt, match="nobody may choose"):
        wire.video_init(silent)


def test_branded_content_is_never_for_oneself_alone(tmp_path: Path) -> None:
    with pytest.raises(ChangeIt, match="branded"):
        said(tmp_path, privacy="SELF_ONLY", branded_content=True)


def test_what_a_post_promotes_is_disclosed_each_by_its_own_field(tmp_path: Path) -> None:
    ours, theirs = said(tmp_path, your_brand=True), said(tmp_path, branded_content=True)

    assert (ours["brand_organic_toggle"], ours["brand_content_toggle"]) == (True, False)
    assert (theirs["brand_organic_toggle"], theirs["brand_content_toggle"]) == (False, True)


def test_every_switch_begins_switched_off() -> None:
    switches = [one for one in NETWORK.options if one.kind is OptionKind.SWITCH]

    assert [one.key for one in switches if one.default is not False] == []


def test_a_video_for_the_inbox_carries_no_words_of_ours(tmp_path: Path) -> None:
    found = wire.video_init(parcel(film(tmp_path), options={"privacy": wire.INBOX}))

    assert set(found) == {"source_info"}


def test_pictures_for_the_inbox_choose_nothing(tmp_path: Path) -> None:
    found = wire.photo_init(parcel(photo(tmp_path), options={"privacy": wire.INBOX}, title="T"))

    assert found["post_mode"] == "MEDIA_UPLOAD"
    assert set(found["post_info"]) == {"title", "description"}


def test_pictures_name_their_addresses_and_which_stands_in_front(tmp_path: Path) -> None:
    files = (photo(tmp_path), photo(tmp_path), photo(tmp_path))
    found = wire.photo_init(parcel(*files, options={"front": "2", "music": True}))

    assert found["source_info"]["photo_images"] == [one.address for one in files]
    assert found["source_info"]["photo_cover_index"] == 1
    assert found["post_info"]["auto_add_music"] is True


def test_a_picture_without_an_address_is_the_operators_matter(tmp_path: Path) -> None:
    with pytest.raises(FixSetup, match="public address"):
        wire.photo_init(parcel(photo(tmp_path, lent=False)))


@given(some.integers(min_value=1, max_value=4 * 1024**3))
def test_every_file_is_cut_as_the_rules_want_it(size: int) -> None:
    told = wire.source(size)
    piece, pieces = told["chunk_size"], told["total_chunk_count"]
    last = size - piece * (pieces - 1)

    assert piece == size or 5_000_000 <= piece <= 64_000_000
    assert 1 <= pieces <= 1000
    assert 0 < last <= 128_000_000
    assert size < 5_000_000 or last >= 5_000_000
    assert pieces == max(1, size // piece)


def test_the_pieces_of_a_file_are_the_file() -> None:
    size, sent, lengths = 47_000_001, 0, []
    while sent < size:
        length, is_last = wire.next_piece(size, sent)
        lengths.append(length)
        sent += length
        assert is_last is (sent == size)

    assert lengths == [10_000_000, 10_000_000, 10_000_000, 17_000_001]


@pytest.mark.parametrize(
    ("status", "wait"),
    [
        ("PROCESSING_UPLOAD", timedelta(seconds=5)),
        ("PROCESSING_DOWNLOAD", timedelta(seconds=5)),
        ("SEND_TO_USER_INBOX", timedelta(minutes=10)),
        ("A_WORD_OF_TOMORROW", timedelta(seconds=5)),
    ],
)
def test_what_is_worked_on_is_asked_about_again(status: str, wait: timedelta) -> None:
    found = wire.progress({"status": status}, BEFORE, PROFILE)

    assert (found.ready, found.check_after, found.id) == (False, wait, BEFORE.id)


def test_a_public_post_is_live_only_when_it_passed_moderation() -> None:
    before = replace(BEFORE, extra={**BEFORE.extra, wire.PRIVACY: wire.PUBLIC})
    waiting = wire.progress({"status": "PUBLISH_COMPLETE"}, before, PROFILE)
    ids = [7_123_456_789_012_345_678]
    told = {"status": "PUBLISH_COMPLETE", "publicaly_available_post_id": ids}
    live = wire.progress(told, before, PROFILE)

    assert not waiting.ready
    assert (live.ready, live.id) == (True, "7123456789012345678")
    assert live.url == f"{PROFILE}/video/7123456789012345678"


def test_a_post_for_few_is_live_without_an_id_of_its_own() -> None:
    before = replace(BEFORE, extra={**BEFORE.extra, wire.PRIVACY: "SELF_ONLY"})
    found = wire.progress({"status": "PUBLISH_COMPLETE"}, before, PROFILE)

    assert (found.ready, found.id, found.url) == (True, BEFORE.id, PROFILE)


def test_a_video_without_all_its_bytes_has_not_arrived() -> None:
    assert not wire.arrived({"status": "PROCESSING_UPLOAD", "uploaded_bytes": 5}, 6)
    assert not wire.arrived({"status": "PROCESSING_UPLOAD"}, 6)
    assert wire.arrived({"status": "PROCESSING_UPLOAD", "uploaded_bytes": 6}, 6)
    assert wire.arrived({"status": "FAILED"}, 6)


def test_a_text_comes_back_by_its_beginning() -> None:
    assert wire.rendered(f" {'a' * 200} ") == "a" * 150
    assert wire.rendered(wire.rendered("a " * 200)) == wire.rendered("a " * 200)


def test_a_missing_handle_waits_for_its_file(tmp_path: Path) -> None:
    with pytest.raises(TryLater):
        wire.needed(parcel(film(tmp_path)), wire.PUBLISH)


@pytest.mark.parametrize("value", [None, "", "soon", -5, "99999999999999999999"])
def test_a_strange_time_is_no_time(value: object) -> None:
    assert reading.moment(value) is None


def test_texts_are_measured_as_the_network_counts_them() -> None:
    video = NETWORK.posts[PostType.VIDEO].text.measures[0]

    assert video.count("👍") == 2
    assert (video.limit, NETWORK.posts[PostType.IMAGES].text.limit) == (2_200, 4_000)


def test_an_account_narrows_what_can_be_chosen() -> None:
    facts = {"family": "creator", "privacy": ["SELF_ONLY"], "off": ["duet"], "longest": 60}
    found = NETWORK.at(facts)
    media = found.posts[PostType.VIDEO].media
    privacy = next(one for one in found.options if one.key == "privacy")

    assert [value for value, _name in privacy.choices] == ["SELF_ONLY", wire.INBOX]
    assert "duets" not in {one.key for one in found.options}
    assert media is not None
    assert media.files[Kind.VIDEO].max_seconds == 60
    assert found.comment is None


def test_a_cursor_remembers_the_newest_second_and_who_was_in_it() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    one = Message(id=RemoteId("5"), about=None, parent=None, author="A", author_id=RemoteId("1"),
                  text="Hi", at=at)  # fmt: skip
    cursor = dispatch.remembered("", [one])

    assert dispatch.recalled(cursor) == (at, frozenset({"5"}))
    assert dispatch.remembered(cursor, []) == cursor
    assert dispatch.recalled("strange")[1] == frozenset()
