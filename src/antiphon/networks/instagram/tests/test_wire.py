"""Our values as their forms and back; no server is needed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, LookFirst, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.values import Enclosure, Handle, Kind, Message, PostType, RemoteId, Step
from antiphon.networks.instagram import NETWORK, containers, desk, listening, wire
from antiphon.networks.instagram.graph import Login, rows
from antiphon.networks.instagram.tests.conftest import parcel

AT = datetime(2026, 11, 28, 10, tzinfo=UTC)


def file(kind: Kind = Kind.IMAGE, digest: str = "a", **given: Any) -> Enclosure:
    """A file that nobody opens."""
    mime = "video/mp4" if kind is Kind.VIDEO else "image/jpeg"
    facts = {"address": f"https://files.test/{digest}", "width": 1080, "height": 1080}
    return Enclosure(
        path=Path("none"), kind=kind, mime=mime, size=9, digest=digest, **{**facts, **given}
    )


FILM = file(Kind.VIDEO, "f", seconds=9.0)


def test_a_picture_goes_with_text_and_alternative_text() -> None:
    form = wire.single(parcel(file(alt="A cup"), text="Hi"), Login.FACEBOOK)

    assert form == {"image_url": "https://files.test/a", "caption": "Hi", "alt_text": "A cup"}


@pytest.mark.parametrize(
    ("login", "way"),
    [
        (Login.INSTAGRAM, {"video_url": "https://files.test/f"}),
        (Login.FACEBOOK, {"upload_type": "resumable"}),
    ],
)
def test_a_video_is_fetched_or_brought(login: Login, way: dict[str, str]) -> None:
    form = wire.single(parcel(FILM, text="Hi"), login)

    assert form == {"media_type": "REELS", "caption": "Hi", "share_to_feed": "true", **way}


def test_a_story_has_no_words_and_tags_have_no_place() -> None:
    options = {"people": "ann, bo 0.1 0.2", "collaborators": ["cy"], "place": "7"}
    form = wire.single(parcel(file(), type=PostType.STORY, options=options), Login.FACEBOOK)

    assert form == {
        "image_url": "https://files.test/a", "media_type": "STORIES",
        "user_tags": '[{"username": "ann"}, {"username": "bo"}]',
    }  # fmt: skip


def test_a_trial_reel_is_not_in_the_feed() -> None:
    form = wire.single(parcel(FILM, options={"trial": "MANUAL"}), Login.INSTAGRAM)

    assert form["share_to_feed"] == "false"
    assert json.loads(form["trial_params"]) == {"graduation_strategy": "MANUAL"}


def test_the_words_of_a_carousel_stand_on_the_whole() -> None:
    whole = parcel(file(alt="One"), FILM, text="Both", options={"people": ["ann"]})
    items = [wire.item(whole, one, Login.INSTAGRAM) for one in whole.enclosures]

    assert all(one["is_carousel_item"] == "true" and "caption" not in one for one in items)
    assert [one.get("media_type") for one in items] == [None, "VIDEO"]
    assert ["user_tags" in one for one in items] == [True, False]
    assert wire.carousel(whole, ["1", "2"]) == {
        "media_type": "CAROUSEL", "children": "1,2", "caption": "Both",
    }  # fmt: skip


def test_each_file_has_a_name_of_its_own() -> None:
    twice = (file(), FILM, file(), file())

    assert [name for name, _file in wire.names(twice)] == ["a", "f", "a:2", "a:3"]


@pytest.mark.parametrize("text", ["", "two words", "ann 0.5", "ann 0.5 x", "ann -1 0", "a/b"])
def test_a_tag_that_is_no_name_is_a_persons_to_change(text: str) -> None:
    given = parcel(file(), options={"people": [text or "?"]})

    with pytest.raises(ChangeIt):
        wire.people(given, given.enclosures[0])


@pytest.mark.parametrize(
    ("text", "tags", "people"),
    [
        ("#one #two#three", 3, 0),
        ("a#b ＃全 # alone", 2, 0),
        ("@ann and (@bo.b) me@home.test", 0, 2),
        ("", 0, 0),
    ],
)
def test_hashtags_and_people_are_counted(text: str, tags: int, people: int) -> None:
    assert (wire.tagged(text), wire.mentioned(text)) == (tags, people)


def test_too_many_hashtags_and_people_are_told_apart() -> None:
    text = "#a " * 31 + "@b " * 21
    found = {one.rule: one.limit for one in problems(parcel(file(), text=text), NETWORK)}

    assert found == {"too_many_hashtags": 30, "too_many_people": 20}


def test_a_comment_goes_below_the_post_or_below_a_comment() -> None:
    post, said = Handle(id=RemoteId("1")), Handle(id=RemoteId("2"))
    ours = Handle(id=RemoteId("3"), extra={"comment": "yes"})

    edges = [
        wire.comments_of(parcel(step=Step.COMMENT, root=post, parent=parent))
        for parent in (post, said, ours)
    ]

    assert edges == ["/1/comments", "/2/replies", "/3/replies"]
    with pytest.raises(ChangeIt):
        wire.comments_of(parcel())


def test_without_a_container_it_must_be_prepared_again() -> None:
    with pytest.raises(TryLater) as refused:
        wire.needed(parcel(file()))

    assert refused.value.anew
    assert wire.needed(parcel(file(), handles={wire.CONTAINER: "5"})) == "5"


@pytest.mark.parametrize("body", ["{}", "[]", '{"id": ""}', '{"id": "a b"}', '{"id": true}', "x"])
def test_what_names_nothing_is_never_taken_for_a_receipt(body: str) -> None:
    with pytest.raises(LookFirst):
        wire.made(Answer(status=200, headers={}, body=body.encode(), url="", effect=True))


def test_numbers_are_ids_too() -> None:
    answer = Answer(status=200, headers={}, body=b'{"id": 178}', url="", effect=True)

    assert wire.made(answer) == "178"


@pytest.mark.parametrize("value", [None, "", "yesterday", 5])
def test_a_strange_time_is_none(value: object) -> None:
    assert wire.moment(value) is None


def test_texts_are_compared_as_they_are_given_back() -> None:
    assert wire.rendered(" Cafe\u0301\r\nau lait ") == "Café\nau lait"


@pytest.mark.parametrize(
    ("told", "total", "used"),
    [
        ({"quota_usage": 2, "config": {"quota_total": 50, "quota_duration": 86400}}, 50, 2),
        ({"quota_usage": "2", "config": []}, None, 0),
        ({}, None, 0),
    ],
)
def test_the_limit_of_a_day_is_read(told: dict[str, Any], total: int | None, used: int) -> None:
    assert containers.limit_of(told) == (total, used)


@pytest.mark.parametrize(
    ("told", "there"),
    [
        ({"video_status": {"uploading_phase": {"bytes_transferred": 7}}}, 7),
        ({"video_status": {"uploading_phase": {"bytes_transfered": "8"}}}, 8),
        ({"video_status": {"uploading_phase": []}}, 0),
        ({}, 0),
    ],
)
def test_how_much_of_a_video_is_there_is_read(told: dict[str, Any], there: int) -> None:
    assert containers.arrived(told) == there


@pytest.mark.parametrize(
    "told", [{"access_token": "IG"}, {"data": [{"access_token": "IG", "user_id": 1}]}]
)
def test_a_short_token_is_found_bare_and_wrapped(told: object) -> None:
    assert desk.short_token(told)["access_token"] == "IG"


@pytest.mark.parametrize("told", [[], {}, {"data": []}, {"data": [5]}, {"access_token": 5}, None])
def test_where_there_is_no_token_there_is_none(told: object) -> None:
    assert desk.short_token(told) == {}


@pytest.mark.parametrize("told", [None, 5, [], {"data": 5}, {"data": [5, None]}])
def test_a_strange_list_holds_nothing(told: object) -> None:
    assert rows(told) == []


def test_a_cursor_keeps_the_newest_second_and_who_was_heard_in_it() -> None:
    def heard(id: str, second: int) -> Message:
        return Message(
            id=RemoteId(id), about=None, parent=None, author="a", author_id=RemoteId("9"),
            text="", at=AT + timedelta(seconds=second),
        )  # fmt: skip

    first = listening.remember("", [heard("1", 0), heard("2", 5)])
    second = listening.remember(first, [heard("3", 5)])

    assert listening.recall(second) == (int(AT.timestamp()) + 5, {"2", "3"})
    assert listening.remember(second, []) == second
    assert listening.recall("nonsense") == (0, set())


def test_a_comment_without_its_author_keeps_the_name() -> None:
    told = {"id": "5", "timestamp": "2026-11-28T10:00:00+0000", "username": "ada", "text": "Hi"}
    found = listening.message(told, RemoteId("1"), RemoteId("1"))

    assert found is not None
    assert (found.author, found.author_id, found.at) == ("ada", "ada", AT)
    assert listening.message({**told, "timestamp": "soon"}, None, None) is None


def test_answers_stand_below_their_comment() -> None:
    told = {
        "id": "5", "timestamp": "2026-11-28T10:00:00+0000", "text": "Hi",
        "replies": {"data": [{"id": "6", "timestamp": "2026-11-28T10:00:01+0000", "text": "Ho"}]},
    }  # fmt: skip

    found = [(one.id, one.about, one.parent) for one in listening.messages(told, RemoteId("1"))]

    assert found == [("5", "1", "1"), ("6", "1", "5")]
    assert [*listening.messages({}, RemoteId("1"))] == []
