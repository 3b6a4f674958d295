"""Our values and YouTube's resources, without any server."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.connect.errors import ChangeIt, LookFirst
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.rules import OptionKind
from antiphon.connect.values import Kind, Message, PostType, RemoteId, Step
from antiphon.networks.youtube import NETWORK, reading, wire
from antiphon.networks.youtube.reading import Cursor
from antiphon.networks.youtube.tests.lines import parcel

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def answer(body: object) -> Answer:
    """A success with this body."""
    return Answer(status=200, headers={}, body=json.dumps(body).encode(), url="", effect=True)


@pytest.mark.parametrize(
    ("tags", "length"), [([], 0), (["tea"], 3), (["tea", "cup"], 7), (["green tea", "cup"], 15)]
)
def test_tags_are_counted_as_youtube_counts_them(tags: list[str], length: int) -> None:
    assert wire.length_of(tags) == length


def test_tags_come_once_and_without_their_sign() -> None:
    assert wire.tags(parcel(labels=("#tea", "tea", " ", "#", "cup"))) == ["tea", "cup"]


@pytest.mark.parametrize(
    ("id", "is_video"),
    [
        ("D-lhorsDlUQ", True),
        ("UgxKREWxIgDrw8w2e_Z4AaABAg", False),
        ("Ugx.9abc", False),
        ("", False),
    ],
)
def test_ids_of_videos_are_told_from_those_of_comments(id: str, *, is_video: bool) -> None:
    assert wire.is_video(id) is is_video


def test_an_answer_to_an_answer_goes_to_the_comment_above() -> None:
    assert wire.answer_to("Ugx.9abc", "Yes.")["snippet"]["parentId"] == "Ugx"


def test_only_the_sections_that_are_sent_are_named() -> None:
    body = wire.final(parcel(options={"paid": True}), "D-lhorsDlUQ")

    assert wire.parts(body) == "snippet,status,paidProductPlacementDetails"


def test_a_draft_is_private_and_says_whose_it_is() -> None:
    body = wire.draft(parcel(key="42:0", options={"privacy": "public", "kids": "yes"}))

    assert body["status"]["privacyStatus"] == "private"
    assert body["status"]["selfDeclaredMadeForKids"] is True
    assert "42:0" in body["snippet"]["description"]


def test_without_a_word_on_children_the_channels_own_counts() -> None:
    assert "selfDeclaredMadeForKids" not in wire.final(parcel(), "D-lhorsDlUQ")["status"]


@pytest.mark.parametrize("body", [{}, {"id": "other", "status": {}}, {"id": "D-lhorsDlUQ"}])
def test_an_answer_that_does_not_name_the_video_leaves_us_unsure(body: object) -> None:
    with pytest.raises(LookFirst):
        wire.published(answer(body), parcel(), "D-lhorsDlUQ", "https://w")


def test_an_answer_that_names_no_comment_leaves_us_unsure() -> None:
    with pytest.raises(LookFirst):
        wire.commented(answer({}), "D-lhorsDlUQ", "https://w")


def test_a_comment_needs_something_that_it_answers() -> None:
    with pytest.raises(ChangeIt):
        wire.about(parcel())


@pytest.mark.parametrize("text", ["2019-03-21T20:37:49.000Z", "2019-03-21T20:37:49Z"])
def test_times_are_read_with_and_without_a_fraction(text: str) -> None:
    assert reading.moment(text) == datetime(2019, 3, 21, 20, 37, 49, tzinfo=UTC)


def test_what_has_no_id_or_no_time_is_no_message() -> None:
    assert reading.message({"id": "Ugx"}, "D-lhorsDlUQ") is None
    assert reading.moment("soon") is None


def test_a_cursor_keeps_what_was_heard_in_its_last_second() -> None:
    first, second = message("a", AT), message("b", AT)
    cursor = Cursor.of(Cursor().after([first], {"t": 3}))
    later = Cursor.of(cursor.after([second], {"t": 4}))

    assert [cursor.is_new(one) for one in (first, second)] == [False, True]
    assert [later.is_new(one) for one in (first, second)] == [False, False]
    assert later.is_new(message("c", AT + timedelta(seconds=1)))
    assert not later.is_new(message("d", AT - timedelta(seconds=1)))
    assert later.answered == {"t": 4}


def message(id: str, at: datetime) -> Message:
    """A message of that time."""
    return Message(
        id=RemoteId(id), about=None, parent=None, author="", author_id=RemoteId(""), text="", at=at
    )


@pytest.mark.parametrize("strange", ["", "5", "[]", '["x", [], {}]', "{}", "no"])
def test_a_strange_cursor_begins_anew(strange: str) -> None:
    assert Cursor.of(strange) == Cursor()


def test_a_channel_that_may_not_upload_long_videos_is_told_before() -> None:
    short = NETWORK.at({"long_uploads": "disallowed"}).posts[PostType.VIDEO].media
    free = NETWORK.at({"long_uploads": "allowed"}).posts[PostType.VIDEO].media

    assert short is not None
    assert free is not None
    assert short.files[Kind.VIDEO].max_seconds == 900
    assert free.files[Kind.VIDEO].max_seconds == 43_200


def test_playlists_and_categories_are_the_channels_own() -> None:
    facts = {"playlists": [["PL1", "Cups"]], "categories": [["10", "Musik"]]}

    options = {one.key: one for one in NETWORK.at(facts).options}

    assert options["playlist"].choices == (("PL1", "Cups"),)
    assert (options["category"].choices, options["category"].default) == ((("10", "Musik"),), "10")


def test_whoever_declared_nothing_must_say_whether_it_is_for_children() -> None:
    undeclared = {one.field for one in problems(parcel(), NETWORK)}
    declared = {one.field for one in problems(parcel(), NETWORK.at({"kids": False}))}
    chosen = {one.field for one in problems(parcel(options={"kids": "no"}), NETWORK)}

    assert "options.kids" in undeclared
    assert "options.kids" not in declared | chosen


def test_what_youtube_would_refuse_is_said_before_it_is_sent() -> None:
    found = problems(parcel("1 > 0", title="<b>", labels=("x" * 501,)), NETWORK)

    assert {"title", "text", "tags", "media"} <= {one.field for one in found}


def test_a_comment_may_hold_signs_that_a_title_may_not() -> None:
    below = parcel("1 < 2", step=Step.COMMENT, type=PostType.TEXT, title="")

    assert problems(below, NETWORK) == []


def test_a_day_is_asked_for_as_a_day() -> None:
    (recorded,) = [one for one in NETWORK.options if one.key == "recorded"]

    assert recorded.kind is OptionKind.DATE
    assert {one.field for one in problems(parcel(options={"recorded": "May"}), NETWORK)} >= {
        "options.recorded"
    }


def test_a_hidden_count_is_no_reading() -> None:
    told = {"id": "D-lhorsDlUQ", "statistics": {"viewCount": "5", "commentCount": "0"}}

    assert [one.value for one in reading.readings(told)] == [5, 0]
