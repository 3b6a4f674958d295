"""Whether a post in the list is ours: TikTok tells a beginning, and not always in one field."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.networks.tiktok import reading
from antiphon.networks.tiktok.tests.lines import parcel, photo

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG = "Tea at five, cake at six. " * 20
SMILES = "😀" * 200

pytestmark = pytest.mark.usefixtures("served")  # files have an address there


def told(words: dict[str, str], at: datetime = AT) -> dict[str, Any]:
    return {"id": "1", "create_time": int(at.timestamp()), **words}


@pytest.mark.promise("P2")
@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("Hello", "", {"video_description": "Hello"}),
        ("Hello", "", {"caption": " Hello "}),
        ("Hello", "Tea", {"video_description": "Tea Hello"}),
        ("Hello", "Tea", {"title": "Tea", "video_description": "Hello"}),
        ("", "Tea", {"title": "Tea"}),
        ("One\n\nTwo", "", {"video_description": "One Two"}),
        (LONG, "", {"video_description": LONG[:150]}),
        (SMILES, "", {"video_description": SMILES[:75]}),
        ("", "", {}),
    ],
)
def test_a_post_that_says_what_we_said_is_ours(
    tmp_path: Path, text: str, title: str, words: dict[str, str]
) -> None:
    sent = parcel(photo(tmp_path), text=text, title=title)

    assert reading.same(told(words), sent, since=AT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello", {"video_description": "Hello, you"}),
        ("Hello, you", {"video_description": "Hello"}),
        (LONG, {"video_description": LONG[:40]}),
        ("Hello", {}),
        ("", {"video_description": "Hello"}),
    ],
)
def test_a_post_that_says_something_else_is_not(
    tmp_path: Path, text: str, words: dict[str, str]
) -> None:
    assert not reading.same(told(words), parcel(photo(tmp_path), text=text), since=AT)


@pytest.mark.parametrize("at", [AT - timedelta(minutes=2), AT - timedelta(days=7)])
def test_an_older_post_is_not_ours(tmp_path: Path, at: datetime) -> None:
    sent = parcel(photo(tmp_path), text="Hello")

    assert not reading.same(told({"video_description": "Hello"}, at), sent, since=AT)
    assert not reading.same({"video_description": "Hello"}, sent, since=AT)
