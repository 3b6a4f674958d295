"""Parcels in Snapchat's words, and its answers as receipts."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, LookFirst, TryLater
from antiphon.connect.problems import problems
from antiphon.connect.rules import ProofKind
from antiphon.connect.values import Kind, Metric, Parcel, PostType, RemoteId
from antiphon.networks.snapchat import NETWORK, wire
from antiphon.networks.snapchat.api import unwrapped
from antiphon.networks.snapchat.tests.lines import spotlight, story

AT = datetime(2026, 11, 21, tzinfo=UTC)
PROFILE = "https://www.snapchat.com/add/brew"


def brought(parcel: Parcel) -> Parcel:
    return replace(parcel, handles={wire.MEDIA: "m-1"})


def test_a_spotlight_says_its_words_and_its_language(tmp_path: Path) -> None:
    sent = brought(spotlight(tmp_path, language="de", options={"not_on_profile": True}))

    assert wire.body(sent) == {
        "media_id": "m-1",
        "description": "Fresh",
        "locale": "de_DE",
        "skip_save_to_profile": True,
    }


def test_a_spotlight_without_words_says_none(tmp_path: Path) -> None:
    assert "description" not in wire.body(brought(spotlight(tmp_path, text="")))


@pytest.mark.parametrize("keep", ["ONE_DAY", "TWO_DAYS", "THREE_DAYS", "ONE_WEEK"])
def test_a_story_is_shown_as_long_as_was_chosen(tmp_path: Path, keep: str) -> None:
    sent = brought(story(tmp_path, options={"keep": keep}))

    assert wire.body(sent) == {"media_id": "m-1", "customized_ttl": keep}


def test_a_saved_story_has_a_title(tmp_path: Path) -> None:
    sent = brought(story(tmp_path, title=" Tea ", options={"keep": wire.SAVED}))

    assert wire.body(sent) == {
        "saved_stories": [{"title": "Tea", "snap_sources": [{"media_id": "m-1"}]}]
    }
    with pytest.raises(ChangeIt, match="title"):
        wire.body(replace(sent, title=" "))


def test_what_was_not_brought_cannot_be_posted(tmp_path: Path) -> None:
    with pytest.raises(TryLater) as found:
        wire.body(story(tmp_path))

    assert found.value.anew


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("", "en_US"), ("en", "en_US"), ("de", "de_DE"), ("de-AT", "de_AT"), ("pt", "pt_BR"),
        ("zh-Hans-CN", "zh_CN"), ("zh-Hans", "zh_CN"), ("hi", "hi_IN"), ("fil", "en_US"),
        ("qq", "en_US"), ("de_CH", "de_CH"),
    ],
)  # fmt: skip
def test_every_language_is_written_with_a_region(language: str, locale: str) -> None:
    assert wire.locale(language) == locale


def test_the_receipt_names_the_kind_and_the_id(tmp_path: Path) -> None:
    light = wire.receipt({"spotlight_id": "s-1"}, brought(spotlight(tmp_path)), PROFILE)
    short = wire.receipt({}, brought(story(tmp_path)), PROFILE)
    kept = brought(story(tmp_path, title="T", options={"keep": wire.SAVED}))
    told = {"saved_stories": [{"saved_story": {"id": "k-1"}}]}
    saved = wire.receipt(told, kept, PROFILE)

    assert (light.id, light.url) == ("spotlights/s-1", "https://www.snapchat.com/spotlight/s-1")
    assert (short.id, short.url) == ("stories/m-1", PROFILE)
    assert (saved.id, saved.url) == ("saved_stories/k-1", PROFILE)


@pytest.mark.promise("F15", "P21")
@pytest.mark.parametrize(
    "told", [{}, {"spotlight_id": 5}, {"saved_stories": []}, {"saved_stories": [{"x": 1}]}]
)
def test_what_names_nothing_is_never_taken_for_a_receipt(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    kept = brought(story(tmp_path, title="T", options={"keep": wire.SAVED}))
    for sent in (brought(spotlight(tmp_path)), kept):
        with pytest.raises(LookFirst):
            wire.receipt(told, sent, PROFILE)


@pytest.mark.parametrize(
    "told",
    [
        {"stats": {"SPOTLIGHT_VIEWS": 5, "VIEWS": 9, "SPOTLIGHT_FAVORITES": 2}},
        {"total_stats": [{"stats": [{"name": "SPOTLIGHT_VIEWS", "value": 5},
                                    {"name": "spotlight_favorites", "value": 2}]}]},
        {"timeseries": [{"field": "VIEWS", "value": 5}, {"field": "FAVORITES", "value": 2}]},
    ],
)  # fmt: skip
def test_counts_are_read_wherever_they_stand(told: dict[str, Any]) -> None:
    found = {one.metric: one.value for one in wire.readings(RemoteId("spotlights/1"), told)}

    assert found == {Metric.VIEWS: 5, Metric.LIKES: 2}


@pytest.mark.parametrize("told", [[], {}, "x", None, {"VIEWS": -1}, {"VIEWS": True}])
def test_a_strange_count_is_none(told: object) -> None:
    assert list(wire.readings(RemoteId("spotlights/1"), told)) == []


@pytest.mark.parametrize(
    ("told", "ids"),
    [
        ({"public_profiles": [{"public_profile": {"id": "1"}}]}, ["1"]),
        ({"public_profiles": [{"id": "1"}, {"id": "2"}]}, ["1", "2"]),
        ({"public_profile": {"id": "1"}}, ["1"]),
        ({"public_profiles": ["x", None]}, []),
        ({}, []),
    ],
)
def test_profiles_are_found_however_they_are_wrapped(told: dict[str, Any], ids: list[str]) -> None:
    found = unwrapped(told, "public_profiles", "public_profile")

    assert [one["id"] for one in found] == ids


def test_a_profile_without_an_id_is_none() -> None:
    assert wire.account({"display_name": "Brew"}, "https://www.snapchat.com") is None


def test_a_story_takes_no_words_and_a_spotlight_no_picture(tmp_path: Path) -> None:
    worded = story(tmp_path, text="Hello")
    pictured = replace(spotlight(tmp_path), enclosures=story(tmp_path).enclosures)

    assert "text" in {one.field for one in problems(worded, NETWORK)}
    assert "media.0" in {one.field for one in problems(pictured, NETWORK)}
    media = NETWORK.posts[PostType.STORY].media
    assert media is not None
    assert set(media.files) == {Kind.IMAGE, Kind.VIDEO}


def test_a_doubt_is_a_persons_matter() -> None:
    assert NETWORK.proof.kind is ProofKind.NONE
    assert NETWORK.proof.repeat is None
    assert NETWORK.proof.looks == ()


def test_a_person_can_finish_it_on_the_phone() -> None:
    assert NETWORK.handover is not None
    url = NETWORK.handover.url.format(link="https%3A%2F%2Fexample.org%2Ftea", text="")

    assert url == "https://www.snapchat.com/share?link=https%3A%2F%2Fexample.org%2Ftea"
    assert "confirm" in NETWORK.handover.steps[-1]
