"""Recorded answers of YouTube become our values, or the remedy that they mean."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import FixSetup
from antiphon.connect.http import Answer
from antiphon.connect.oauth import tokens
from antiphon.networks.youtube import reading, wire
from antiphon.networks.youtube.refusals import refusal
from antiphon.networks.youtube.speaking import listed
from antiphon.networks.youtube.tests import witness

pytestmark = witness.needed


def objects(path: Path) -> list[Any]:
    """The things in a recorded answer."""
    told = witness.recorded(path)
    return listed(told) or [told]


def as_account(one: Any) -> bool:
    """A recorded channel as an account; an update's answer holds no name."""
    found = reading.account(one)
    return bool(found.id and found.name and found.handle)


def as_video(one: Any) -> bool:
    """A recorded video as what is live, counted, and told apart from comments."""
    live = reading.live(one, url="u", media=1)
    statistics = "statistics" in one
    return bool(wire.is_video(live.id) and live.made_at) and statistics == any(
        reading.readings(one)
    )


def as_place(one: Any) -> bool:
    """A recorded place in a playlist leads to a video."""
    sections = (one.get("contentDetails", {}), one.get("snippet", {}).get("resourceId", {}))
    return any(wire.is_video(str(section.get("videoId", ""))) for section in sections)


def as_thread(one: Any) -> bool:
    """A recorded thread as messages: the first comment and what it shows of its answers."""
    snippet, replies = one["snippet"], one.get("replies", {}).get("comments", [])
    found = [reading.message(two, snippet.get("videoId", ""))
             for two in (snippet["topLevelComment"], *replies)]  # fmt: skip
    is_below = "videoId" in snippet  # once one could write to a channel itself
    return all(two and two.text and two.author_id and bool(two.about) is is_below for two in found)


def as_comment(one: Any) -> bool:
    """A recorded comment as a message."""
    found = reading.message(one, "D-lhorsDlUQ")
    return bool(found and found.text and found.author and not wire.is_video(found.id))


def as_choice(one: Any) -> bool:
    """A recorded playlist or category as something to choose."""
    return len(reading.choices([one])) == 1


def as_tokens(one: Any) -> bool:
    """A recorded answer of the token endpoint."""
    answer = Answer(status=200, headers={}, body=json.dumps(one).encode(), url="", effect=False)
    return set(tokens(answer)) == {"access_token", "refresh_token"}


def as_remedy(one: Any) -> bool:
    """A recorded refusal: one with a reason that we know, one with a word that we do not."""
    body = json.dumps(one).encode()
    found = refusal(Answer(status=400, headers={}, body=body, url="", effect=True))
    return isinstance(found, FixSetup) if isinstance(one["error"], dict) else found is None


READ: dict[str, Callable[[Any], bool]] = {
    "apidata/channels": as_account,
    "apidata/channel_info": as_account,
    "apidata/videos/videos": as_video,
    "apidata/playlist_items": as_place,
    "apidata/playlists": as_choice,
    "apidata/categories": as_choice,
    "apidata/comment_threads": as_thread,
    "apidata/comments": as_comment,
    "apidata/access_token": as_tokens,
    "error_response": as_remedy,
}
LEFT_OUT = {
    "apidata/activities": "we never ask for activities",
    "apidata/captions": "captions are not brought",
    "apidata/channel_banners": "we change no channel",
    "apidata/channel_sections": "we change no channel",
    "apidata/members": "we never ask who pays",
    "apidata/search": "a search costs one of a hundred a day; we go through the uploads",
    "apidata/subscriptions": "we never ask for subscriptions",
    "apidata/user_profile": "a channel is signed in, not a person",
    "apidata/videos/get_rating": "we rate nothing",
}
"""Recorded answers of methods that we do not use."""


def kind_of(path: Path) -> str:
    """Under which line of the two tables a recording falls."""
    name = path.relative_to(witness.SPECS / "fixtures").as_posix()
    return next(one for one in (*READ, *LEFT_OUT) if name.startswith(one))


def test_every_recorded_answer_is_read_or_named_as_left_out() -> None:
    count = Counter("read" if kind_of(one) in READ else "left out" for one in witness.recordings())

    assert count == {"read": 32, "left out": 21}


@pytest.mark.parametrize("path", witness.recordings(), ids=lambda path: path.stem)
def test_a_recorded_answer_becomes_ours(path: Path) -> None:
    reads = READ.get(kind_of(path))
    if reads is None:
        assert LEFT_OUT[kind_of(path)]
        return

    assert [one.get("id") for one in objects(path) if not reads(one)] == []
