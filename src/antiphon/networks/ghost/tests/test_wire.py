"""Pure translations: bodies, cards, receipts, choices."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.connect.errors import ChangeIt, LookFirst, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.registry import network
from antiphon.connect.values import Enclosure, Kind, LinkCard, RemoteId
from antiphon.networks.ghost import page, wire
from antiphon.networks.ghost.inbox import Place
from antiphon.networks.ghost.site import token
from antiphon.networks.ghost.tests.sandbox_site import parcel, picture


def answer(told: object, *, status: int = 200, effect: bool = True) -> Answer:
    """An answer of a site."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Answer(status=status, headers={}, body=body, url="https://t.example/", effect=effect)


@pytest.mark.promise("P2")
def test_the_permanent_mark_depends_on_nothing_but_the_parcel() -> None:
    marks = {wire.slug(parcel(key=f"0197-{n}:part:0")) for n in range(500)}

    assert len(marks) == 500
    assert wire.slug(parcel()) == wire.slug(parcel(text="Another", options={"featured": True}))
    assert wire.slug(parcel()).startswith("iced-tea-lime-")
    assert wire.slug(parcel(title="हिन्दी 茶")).isascii()
    assert wire.slug(parcel(title="🍋", text="🍋")).startswith("post-")
    assert len(wire.slug(parcel(title="tea " * 100))) <= 80


def test_a_publication_carries_every_option_that_was_chosen(tmp_path: Path) -> None:
    file = picture(tmp_path)
    options = {"visibility": "tier:0a", "newsletter": "weekly", "send_to": "status:free",
               "email_subject": "Cold", "excerpt": "a < b", "featured": True,
               "canonical_url": "https://a.example/"}  # fmt: skip
    sent = parcel(enclosures=(file,), labels=("tea", "tea", "ice"), options=options)
    query, body = wire.publication(sent, {file.digest: "https://t.example/1.png"}, "then")
    told = body["posts"][0]

    assert query == {"source": "html", "newsletter": "weekly", "email_segment": "status:free"}
    assert (told["visibility"], told["tiers"]) == ("tiers", [{"id": "0a"}])
    assert [one["name"] for one in told["tags"]] == ["tea", "ice"]
    assert (told["feature_image"], told["feature_image_alt"]) == (
        "https://t.example/1.png", "A green bottle",
    )  # fmt: skip
    assert (told["custom_excerpt"], told["email_subject"]) == ("a < b", "Cold")
    assert (told["status"], told["updated_at"]) == ("published", "then")


def test_nothing_is_mailed_unless_the_option_says_so() -> None:
    for options in ({}, {"newsletter": ""}, {"send_to": "all"}):
        query, _body = wire.publication(parcel(options=options), {}, "then")
        assert query == {"source": "html"}


def test_a_page_is_never_mailed() -> None:
    with pytest.raises(ChangeIt, match="page"):
        wire.publication(parcel(options={"page": True, "newsletter": "weekly"}), {}, "then")


def test_no_body_holds_code_or_an_address_word_that_somebody_chose() -> None:
    _query, body = wire.publication(parcel(), {}, "then")

    assert not [name for name in body["posts"][0] if name.startswith(("codeinjection", "slug"))]


def test_an_edit_takes_away_what_is_gone_and_leaves_the_state() -> None:
    (told,) = wire.change(parcel(), {}, "then", "posts")["posts"]

    assert told["feature_image"] is told["custom_excerpt"] is told["canonical_url"] is None
    assert (told["tags"], told["featured"]) == ([], False)
    assert not {"status", "slug", "visibility"} & set(told)


def test_pictures_stand_after_the_first_piece_and_a_bookmark_last(tmp_path: Path) -> None:
    files = (picture(tmp_path, 'A "quoted" <alt>'), picture(tmp_path, "Second", red=9))
    addresses = {file.digest: f"https://t.example/{n}.png" for n, file in enumerate(files)}
    card = LinkCard(url="https://tea.example/buy", title="Buy")
    sent = parcel(enclosures=files, link=card, options={"feature_image": False})
    told = page.body(sent, addresses)

    assert page.read(told) == ("Cold.\n\nVery cold.", ('A "quoted" <alt>', "Second"), 2)
    assert told.index("Cold.") < told.index("0.png") < told.index("1.png") < told.index("Very")
    assert told.index("Very") < told.index("kg-bookmark-card")


def test_a_picture_above_the_post_is_not_inside(tmp_path: Path) -> None:
    short, long = picture(tmp_path, "Short"), picture(tmp_path, "a" * 192)

    assert page.feature(parcel(enclosures=(short,))) is short
    assert page.feature(parcel(enclosures=(long,))) is None
    assert "img" not in page.body(parcel(enclosures=(short,)), {short.digest: "https://t/1"})


def test_clips_and_documents_become_cards() -> None:
    clip = Enclosure(path=Path("c"), kind=Kind.VIDEO, mime="video/mp4", size=9, digest="c",
                     alt="Ice < melts", width=64, height=36, seconds=75)  # fmt: skip
    paper = Enclosure(path=Path("p"), kind=Kind.DOCUMENT, mime="application/pdf", size=4096,
                      digest="p", alt="Our recipes")  # fmt: skip
    told = page.body(parcel(enclosures=(clip, paper)), {"c": "https://t/c.mp4", "p": "https://t/p"})

    assert '<p class="kg-video-duration">1:15</p>' in told
    assert "<figcaption>Ice &lt; melts</figcaption>" in told
    assert '<div class="kg-file-card-filesize">4 KB</div>' in told
    assert page.read(told) == ("Cold.\n\nVery cold.", (), 2)


@given(st.lists(st.text(alphabet="abc é茶&<;'\"[]", min_size=1), min_size=1, max_size=4))
def test_plain_paragraphs_read_back_as_they_were_typed(lines: list[str]) -> None:
    clean = [" ".join(line.split()) for line in lines]
    text = "\n\n".join(line for line in clean if line)

    assert page.rendered(text) == text


@pytest.mark.promise("P21")
@pytest.mark.parametrize(
    "told", [b"", b"<html>", [], {}, {"posts": []}, {"posts": [{}]}, {"posts": [{"id": 7}]},
             {"posts": ["x"]}],
)  # fmt: skip
def test_an_unknown_success_leaves_us_unsure(told: Any) -> None:
    with pytest.raises(LookFirst):
        wire.thing(answer(told), "posts")
    with pytest.raises(TryLater):
        wire.thing(answer(told, effect=False), "posts")


def test_a_draft_is_no_receipt() -> None:
    with pytest.raises(LookFirst):
        wire.receipt({"id": "a", "status": "draft"}, "posts", answer({}))
    known = wire.receipt({"id": "a", "status": "sent", "url": "u"}, "pages", answer({}))
    assert (known.id, known.url) == ("page-a", "u")
    assert wire.home(known.id) == ("pages", "a")


def test_what_is_not_in_use_cannot_be_chosen() -> None:
    told: list[dict[str, Any]] = [
        {"slug": "a", "name": "A", "status": "active"}, {"slug": "b", "status": "archived"},
        {"slug": "c", "active": False}, {"name": "no slug"},
    ]  # fmt: skip

    assert wire.choices(told, "slug") == [["a", "A"]]


def test_a_token_is_signed_with_the_second_half_of_the_key() -> None:
    # Made from a key and a second of the recording of 2026-11-21, on another way.
    key = "6b01072497dc956587ce6887:" + "cb" * 32
    head, said, mac = token(key, at=1_795_229_476).split(".")

    assert head.startswith("eyJ")
    assert "=" not in head + said + mac
    assert len(mac) == 43


def test_the_rules_stop_what_the_site_would_not_show() -> None:
    rules = network("ghost").at({"newsletters": [["w", "Weekly"]], "tiers": [["1", "Gold"]]})
    wrong = parcel(options={"newsletter": "other"})

    assert problems(parcel(options={"newsletter": "w", "visibility": "tier:1"}), rules) == []
    assert [one.field for one in problems(parcel(title=" "), rules)] == ["title"]
    assert [one.rule for one in problems(wrong, rules)] == ["choice"]
    assert rules.proof.looks[-1] > rules.proof.settle


def test_a_broken_cursor_begins_anew() -> None:
    for cursor in ("", "x", "{}", '{"newest":"no","seen":[]}', "[]", '{"newest":null,"seen":1}'):
        assert Place.of(cursor) == Place()
    assert Place.of(Place("2026-11-28T09:00:00+00:00", frozenset({"a"})).told()).seen == {"a"}


def test_times_of_any_spelling_are_read() -> None:
    same = {wire.moment(said) for said in ("2026-11-21T02:51:16.000Z", "2026-11-21T02:51:16")}

    assert len(same) == 1
    assert wire.moment("soon") is wire.moment(None) is None
    assert wire.live({"html": ""}, RemoteId("1")).made_at is None
