"""Their JSON and our values, without a server."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.connect.errors import ChangeIt, LookFirst, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.values import (
    Enclosure,
    Kind,
    LinkCard,
    Message,
    Parcel,
    PostType,
    RemoteId,
    Targeting,
)
from antiphon.networks.facebook import NETWORK, listening, wire
from antiphon.networks.facebook.graph import app_proof
from antiphon.networks.facebook.targeting import audience
from antiphon.networks.facebook.tests.conftest import parcel, samples

AT = datetime(2026, 11, 21, 10, 28, 8, tzinfo=UTC)


def answer(body: object, *, status: int = 200) -> Answer:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status=status, headers={}, body=text, url="https://x.test/", effect=True)


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"id":', {}, [], {"id": []}, {"id": None}, {"id": "x y"}, 5, "1_2"]
)
def test_an_answer_without_an_id_leaves_us_unsure(body: object) -> None:
    with pytest.raises(LookFirst):
        wire.made(answer(body), "https://www.test")


@pytest.mark.promise("P21", "F19")
@pytest.mark.parametrize("body", [b"", {}, [], {"success": False}, {"success": "true"}, {"id": 1}])
def test_a_video_that_was_not_taken_leaves_us_unsure(body: object) -> None:
    with pytest.raises(LookFirst):
        wire.accepted(answer(body), "5", "1")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
@pytest.mark.promise("P21")
def test_whatever_is_answered_is_never_a_crash(body: Any) -> None:
    try:
        receipt = wire.made(answer(body), "https://www.test")
    except LookFirst:
        return
    assert receipt.id == body["id"]


@pytest.mark.parametrize(
    ("sent", "back"),
    [("a\r\nb", "a\nb"), ("  a \n", "a"), ("e\u0301", "\u00e9"), ("a  b", "a  b"), ("", "")],
)
def test_texts_are_compared_as_they_come_back(sent: str, back: str) -> None:
    assert wire.rendered(sent) == back == wire.rendered(back)


@given(st.text())
def test_rendering_twice_changes_nothing(text: str) -> None:
    assert wire.rendered(wire.rendered(text)) == wire.rendered(text)


def test_the_limit_of_a_text_is_the_one_that_is_named() -> None:
    found = {
        count: [p.rule for p in problems(parcel(text="é" * count), NETWORK)]
        for count in (63_206, 63_207)
    }

    assert found == {63_206: [], 63_207: ["too_long"]}


def test_a_form_holds_what_the_parcel_says_and_no_more() -> None:
    files = tuple(_file(digest) for digest in ("a", "b", "a"))
    handles = {"a": "11", "b": "12", "a:2": "13"}
    made = wire.feed(parcel(type=PostType.IMAGES, text="x", enclosures=files, handles=handles))

    assert made == {
        "message": "x",
        "attached_media[0]": '{"media_fbid": "11"}',
        "attached_media[1]": '{"media_fbid": "12"}',
        "attached_media[2]": '{"media_fbid": "13"}',
    }


def _file(digest: str) -> Enclosure:
    from pathlib import Path  # noqa: PLC0415

    return Enclosure(path=Path("x"), kind=Kind.IMAGE, mime="image/png", size=1, digest=digest)


def test_options_go_where_they_belong() -> None:
    card = LinkCard(url="https://example.org")
    options = {"button": "SHOP_NOW", "place": "77", "background": "5"}
    link = wire.feed(parcel(type=PostType.LINK, link=card, options=options))
    text = wire.feed(parcel(options=options))

    action = json.loads(link["call_to_action"])
    assert action == {"type": "SHOP_NOW", "value": {"link": "https://example.org"}}
    assert ("text_format_preset_id" in link, "text_format_preset_id" in text) == (False, True)
    assert text["place"] == "77"
    assert "call_to_action" not in text


def test_without_its_files_nothing_is_sent() -> None:
    with pytest.raises(TryLater):
        wire.feed(parcel(type=PostType.IMAGES, enclosures=(_file("a"),)))


def test_an_audience_is_a_limit_and_an_address() -> None:
    wanted = Targeting(
        countries=("DE", "AT"), regions=("3886",), cities=("Lyon",), languages=("en",),
        age_from=18, age_to=40, genders=("female",),
        facets={"interests": ("6003",), "excluded_cities": ("77",), "zips": ("US:94304",)},
    )  # fmt: skip
    handles = {"city:Lyon": "24", "language:en": "6,24"}

    found = audience(parcel(targeting=wanted, handles=handles))

    assert json.loads(found["targeting"]) == {
        "geo_locations": {
            "countries": ["DE", "AT"], "regions": [{"key": "3886"}],
            "cities": [{"key": "24"}], "zips": [{"key": "US:94304"}],
        },
        "locales": [6, 24],
        "age_min": 18,
        "excluded_cities": [{"key": "77"}],
    }  # fmt: skip
    assert json.loads(found["feed_targeting"]) == {
        "age_max": 40, "genders": [1 + 1], "interests": ["6003"],
    }  # fmt: skip


def test_a_gender_that_facebook_cannot_address_is_refused() -> None:
    with pytest.raises(ChangeIt):
        audience(parcel(targeting=Targeting(genders=("nonbinary",))))


@pytest.mark.promise("F22")
@pytest.mark.parametrize(
    ("text", "media", "at", "same"),
    [
        ("Hello", ["11"], AT, True),
        ("Hello ", ["11"], AT, True),
        ("Hello!", ["11"], AT, False),
        ("Hello", ["12"], AT, False),
        ("Hello", [], AT, False),
        ("Hello", ["11"], AT - timedelta(minutes=2), False),
    ],
)
def test_a_post_is_ours_by_text_media_and_time(
    text: str, media: list[str], at: datetime, *, same: bool
) -> None:
    sent = parcel(text="Hello", enclosures=(_file("a"),), handles={"a": "11"})
    parts = [{"media_type": "photo", "target": {"id": id}} for id in media]
    told = {"message": text, "created_time": f"{at:%Y-%m-%dT%H:%M:%S%z}",
            "attachments": {"data": parts}}  # fmt: skip

    assert listening.same_post(told, sent, since=AT - timedelta(seconds=60)) is same


@pytest.mark.parametrize(
    ("sample", "ready", "id"),
    [("video-ready", True, "1_9"), ("video-processing", False, "5")],
)
def test_a_video_is_ready_when_it_is_shown(sample: str, id: str, *, ready: bool) -> None:
    told = samples(sample)
    receipt = wire.shown_video(told, "1", "https://www.test")

    assert (receipt.ready, receipt.id) == (ready, id)
    assert wire.was_finished(told)
    assert receipt.url == ("https://www.test/reel/5/" if ready else "")


def test_a_video_that_was_given_up_says_why() -> None:
    with pytest.raises(ChangeIt, match="too short"):
        wire.shown_video(samples("video-error"), "1", "https://www.test")


def test_a_video_that_stays_a_draft_is_no_success() -> None:
    told = samples("video-ready")
    told["status"]["publishing_phase"] = {"status": "not_started", "publish_status": "draft"}

    with pytest.raises(ChangeIt, match="reel"):
        wire.shown_video(told, "1", "https://www.test")


@pytest.mark.parametrize("name", ["bytes_transfered", "bytes_transferred"])
def test_both_spellings_tell_how_much_has_arrived(name: str) -> None:
    assert wire.arrived({"status": {"uploading_phase": {"status": "in_progress", name: 7}}}) == 7
    assert wire.arrived({"status": None}) == 0


def test_a_video_that_only_arrived_is_not_taken_for_published() -> None:
    assert not wire.was_finished(samples("video-uploaded"))


def test_a_relative_permalink_is_made_whole() -> None:
    assert wire.link({"permalink_url": "/reel/5/"}) == "https://www.facebook.com/reel/5/"
    assert wire.link({"id": "1_2"}) == "https://www.facebook.com/1_2"


@given(st.text())
def test_a_strange_cursor_begins_anew(cursor: str) -> None:
    since, heard = listening.recall(cursor)

    assert (since is None) or isinstance(since, int)
    assert isinstance(heard, frozenset)


def test_a_cursor_keeps_who_was_heard_in_its_second() -> None:
    def said(id: str, at: datetime) -> Message:
        return Message(id=RemoteId(id), about=None, parent=None, author="", author_id=RemoteId(""),
                       text="", at=at)  # fmt: skip

    first = listening.remember("", [said("1", AT), said("2", AT)])
    second = listening.remember(first, [said("3", AT)])
    third = listening.remember(second, [said("4", AT + timedelta(seconds=2))])

    assert listening.recall(second)[1] == {"1", "2", "3"}
    assert listening.recall(third)[1] == {"4"}
    assert listening.remember(third, []) == third


def test_the_proof_of_the_app_is_an_hmac() -> None:
    assert app_proof("key", "The quick brown fox jumps over the lazy dog") == (
        "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
    )


def test_a_parcel_chooses_its_form() -> None:
    made = {
        NETWORK.type_of(Parcel(key="k", made_at=AT, link=LinkCard(url="https://example.org"))),
        NETWORK.type_of(parcel(enclosures=(_file("a"),))),
        NETWORK.type_of(parcel()),
    }

    assert made == {PostType.LINK, PostType.IMAGES, PostType.TEXT}
