"""Parcels as Pinterest's JSON and back, without any server."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import LookFirst
from antiphon.connect.http import Answer
from antiphon.connect.values import Kind, LinkCard, Metric, Parcel, PostType, RemoteId
from antiphon.networks.pinterest import NETWORK, wire
from antiphon.networks.pinterest.tests.lines import parcel, picture

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
FACTS = {"boards": [["11", "New"], ["12/99", "Ideas · Summer"]]}
PIN: dict[str, Any] = {
    "id": "813744226420795884",
    "created_at": "2026-11-21T10:00:05",
    "title": "Fizz",
    "description": "Cold drinks\n for hot days ",
    "link": "https://fizz.example/",
    "alt_text": "A red can",
    "board_id": "12",
    "board_section_id": "99",
    "media": {"media_type": "image", "images": {}},
}


def sent(folder: Path, **more: Any) -> Parcel:
    given = {
        "text": "Cold drinks\n for hot days", "title": "Fizz", "since": AT,
        "link": LinkCard(url="https://fizz.example/"),
        "enclosures": (picture(folder, alt="A red can"),),
    }  # fmt: skip
    return parcel(folder, **{**given, **more})


@pytest.mark.parametrize(
    ("options", "where"),
    [({}, ("11", "")), ({"board": "12"}, ("12", "")), ({"board": "12/99"}, ("12", "99"))],
)
def test_a_pin_goes_to_the_chosen_board_else_to_the_first(
    tmp_path: Path, options: dict[str, str], where: tuple[str, str]
) -> None:
    body = wire.pin(parcel(tmp_path, options=options), FACTS, {})

    assert (body["board_id"], body.get("board_section_id", "")) == where


def test_what_is_empty_is_left_out(tmp_path: Path) -> None:
    assert set(wire.pin(parcel(tmp_path), FACTS, {})) == {
        "board_id", "description", "media_source",
    }  # fmt: skip


def test_alternative_texts_of_a_full_carousel_fit() -> None:
    rule = NETWORK.posts[PostType.CAROUSEL].media
    assert rule
    assert rule.alt_text
    longest = rule.alt_text * rule.most + len(wire.ALT_BETWEEN) * (rule.most - 1)

    single = NETWORK.posts[PostType.IMAGES].media
    assert single
    assert longest <= (single.alt_text or 0)


def test_an_equal_pin_is_recognised(tmp_path: Path) -> None:
    assert wire.same(PIN, sent(tmp_path), since=AT)
    assert wire.same(PIN, sent(tmp_path, options={"board": "12/99"}), since=AT)


@pytest.mark.parametrize(
    "tidied",
    [
        {"link": "http://www.fizz.example"},
        {"description": "Cold drinks for hot days"},
        {"title": " Fizz "},
    ],
)
def test_a_pin_that_pinterest_has_tidied_is_recognised(
    tmp_path: Path, tidied: dict[str, Any]
) -> None:
    assert wire.same({**PIN, **tidied}, sent(tmp_path), since=AT)


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Other"},
        {"description": "Other"},
        {"link": None},
        {"alt_text": None},
        {"created_at": "2026-11-21T09:59:59"},
        {"created_at": None},
        {"board_id": "13"},
        {"board_section_id": None},
    ],
)
def test_another_pin_is_not_taken_for_it(tmp_path: Path, other: dict[str, Any]) -> None:
    chosen = sent(tmp_path, options={"board": "12/99"})

    assert not wire.same({**PIN, **other}, chosen, since=AT)


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"id": "x"}', b"<html>"])
def test_an_answer_that_names_no_pin_leaves_us_unsure(body: bytes) -> None:
    told = Answer(status=201, headers={}, body=body, url="https://x.test", effect=True)

    with pytest.raises(LookFirst):
        wire.made(told)


def test_a_pin_is_read_back() -> None:
    live = wire.live(PIN)

    assert live.text == PIN["description"]
    assert (live.media, live.alts) == (1, ("A red can",))
    assert live.url == "https://www.pinterest.com/pin/813744226420795884/"
    assert wire.live({"id": "1"}).media == 0


def test_figures_that_are_left_out_are_not_nought() -> None:
    told = {"pin_metrics": {"lifetime_metrics": {"impression": 7, "comment": 0, "odd": 3}}}

    found = {one.metric: one.value for one in wire.readings(RemoteId("1"), told)}
    assert found == {Metric.VIEWS: 7, Metric.REPLIES: 0}
    assert list(wire.readings(RemoteId("1"), {"pin_metrics": None})) == []


@pytest.mark.parametrize(
    "written", ["2026-11-21T10:00:00", "2026-11-21T10:00:00Z", "2026-11-21T11:00:00+01:00"]
)
def test_times_are_read_in_every_form(written: str) -> None:
    assert wire.moment(written) == AT
    assert wire.moment("") is None


def test_several_pictures_become_a_carousel(tmp_path: Path) -> None:
    two = tuple(picture(tmp_path, f"{n}.png") for n in range(2))

    assert NETWORK.type_of(parcel(tmp_path, enclosures=two)) is PostType.CAROUSEL
    assert NETWORK.type_of(parcel(tmp_path)) is PostType.IMAGES


def test_limits_are_what_the_description_says() -> None:
    for rule in NETWORK.posts.values():
        assert rule.text.limit == 800
        assert rule.title
        assert rule.title.limit == 100
        assert rule.media
        assert {Kind.IMAGE, Kind.VIDEO} & set(rule.media.files)
    assert NETWORK.proof.looks[0] >= timedelta(seconds=20)
