"""The simulated network keeps TikTok's limits and refuses what TikTok refuses."""

from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, NetworkError, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.networks.tiktok import wire
from antiphon.networks.tiktok.tests.lines import PUBLIC, Line, film, parcel, photo


def asked(line: Line, path: str, body: Any = None, **how: Any) -> Any:
    """One call as the connector would make it, or why it was refused."""

    async def talk(connector: Any) -> Any:
        try:
            return await connector.api.post(path, body, **how)
        except NetworkError as error:
            return error

    return line.ask(talk)


def opened(**more: Any) -> dict[str, Any]:
    post = {"privacy_level": "PUBLIC_TO_EVERYONE", "title": "Hi", **more.pop("post_info", {})}
    cut = {"source": "FILE_UPLOAD", "video_size": 60, "chunk_size": 60, "total_chunk_count": 1}
    return {"post_info": post, "source_info": {**cut, **more}}


VIDEO = "/post/publish/video/init/"


@pytest.mark.parametrize(
    "body",
    [
        opened(post_info={"title": "👍" * 1101}),
        opened(post_info={"privacy_level": "FOLLOWER_OF_CREATOR"}),
        opened(post_info={"privacy_level": "SELF_ONLY", "brand_content_toggle": True}),
        opened(post_info={"privacy_level": ""}),
        opened(video_size=0),
        opened(chunk_size=30),
        opened(total_chunk_count=2),
        opened(source="CARRIER_PIGEON"),
        opened(video_size=90_000_000, chunk_size=90_000_000),
        opened(video_size=12_000_000, chunk_size=4_000_000, total_chunk_count=3),
    ],
)
def test_a_video_against_the_rules_is_refused(line: Line, body: dict[str, Any]) -> None:
    assert isinstance(asked(line, VIDEO, body), ChangeIt)


@pytest.mark.parametrize("count", [0, 36])
def test_pictures_are_one_to_thirty_five(line: Line, count: int) -> None:
    source = {"photo_images": ["http://127.0.0.1/x"] * count, "photo_cover_index": 0}
    body = {"media_type": "PHOTO", "post_mode": "DIRECT_POST", "source_info": source,
            "post_info": {"privacy_level": "PUBLIC_TO_EVERYONE"}}  # fmt: skip

    assert isinstance(asked(line, "/post/publish/content/init/", body), ChangeIt)


def test_a_picture_that_cannot_be_fetched_is_given_up(line: Line, tmp_path: Path) -> None:
    file = photo(tmp_path)
    file.path.unlink()
    receipt = line.publish(parcel(file))

    outcome = line.send(Verb.CHECK, receipt=receipt)

    assert isinstance(outcome, ChangeIt)
    assert "fetch" in str(outcome)


def test_fifteen_posts_a_day_are_enough(line: Line, tmp_path: Path) -> None:
    line.server.posting.posts_a_day = 2
    for _turn in range(2):
        line.told(parcel(photo(tmp_path)))

    outcome = line.send(Verb.PREPARE, parcel(photo(tmp_path)))

    assert isinstance(outcome, TryLater)
    assert "15 times a day" in str(outcome)


def test_five_posts_wait_in_the_inbox_at_most(line: Line, tmp_path: Path) -> None:
    for _turn in range(5):
        line.publish(parcel(film(tmp_path), options={"privacy": wire.INBOX}))

    outcome = line.send(Verb.PREPARE, parcel(film(tmp_path), options={"privacy": wire.INBOX}))

    assert isinstance(outcome, TryLater)
    assert "inbox" in str(outcome)


def test_too_many_calls_of_one_token_are_refused(line: Line) -> None:
    line.server.gate.calls_a_minute = 2

    assert isinstance(asked(line, "/post/publish/creator_info/query/"), TryLater)


def test_a_scope_that_was_not_given_is_missed(line: Line) -> None:
    token = line.address.credential.secret("access_token")
    line.server.world.tokens[token].scopes = frozenset({"video.upload"})

    assert "Connect again" in str(asked(line, VIDEO, opened()))


@pytest.mark.parametrize("count", [0, 21])
def test_a_list_has_twenty_posts_at_most(line: Line, count: int) -> None:
    body = {"filters": {"video_ids": ["1"] * count}}

    assert isinstance(asked(line, "/video/query/", body, fields="id"), ChangeIt)


def test_a_foreign_post_is_not_told_about(line: Line, someone: Any, tmp_path: Path) -> None:
    receipt = someone("other").publish(parcel(photo(tmp_path)))

    found = asked(line, "/post/publish/status/fetch/", {"publish_id": receipt.id})

    assert isinstance(found, ChangeIt)


@pytest.mark.parametrize("kept", ["bytes 0-59/61", "nonsense"])
def test_a_piece_for_another_place_is_refused(line: Line, kept: str) -> None:
    url = asked(line, VIDEO, opened())["upload_url"]

    async def talk(connector: Any) -> Answer:
        found: Answer = await connector.api.http.ask(
            "PUT", url, body=b"x" * 60, headers={"Content-Range": kept}, signed=False, allow=(416,)
        )
        return found

    assert line.ask(talk).status == 416


def test_small_files_are_shown_to_visitors(line: Line, tmp_path: Path) -> None:
    file = photo(tmp_path)
    line.told(parcel(file))
    [shown] = line.server.timeline()

    mime, body = line.office.fetch(shown.media[0].url, limit=1000)

    assert (mime, body) == ("image/jpeg", file.path.read_bytes())


def test_who_begins_without_our_key_gets_no_page(line: Line) -> None:
    with pytest.raises(ChangeIt):
        line.office.fetch(f"{line.server.base}/-/www.tiktok.com/v2/auth/authorize/", limit=9999)


def test_nothing_of_a_private_account_is_public(someone: Any, tmp_path: Path) -> None:
    member = someone("quiet", kind="member")
    member.told(parcel(photo(tmp_path), options={"privacy": "FOLLOWER_OF_CREATOR"}))

    assert PUBLIC["privacy"] not in member.address.facts["privacy"]
    assert member.texts() == []
