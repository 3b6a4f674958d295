"""Pure translations: texts into blocks and back, bodies, receipts, refusals."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.registry import network
from antiphon.connect.values import Handle, LinkCard, RemoteId, Step
from antiphon.networks.wordpress import comments, wire
from antiphon.networks.wordpress.blocks import Picture, markup, rendered, seen
from antiphon.networks.wordpress.refusals import TABLE, refusal
from antiphon.networks.wordpress.tests.sandbox_site import parcel, picture

SAMPLES = Path(__file__).parents[1] / "samples"


def answer(
    status: int, told: object = None, *, effect: bool = True, body: bytes | None = None
) -> Answer:
    """An answer of a site."""
    raw = json.dumps(told).encode() if body is None else body
    return Answer(status=status, headers={}, body=raw, url="https://tea.example/", effect=effect)


def sample(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("One\ntwo", "<p>One<br>two</p>"),
        ("## Why\nBecause", "<h2>Why</h2>"),
        ("### Deep", '<!-- wp:heading {"level":3} -->\n<h3>Deep</h3>'),
        ("- a\n- b", "<li>a</li>"),
        ("1. a\n2. b", '<!-- wp:list {"ordered":true} -->'),
        ("> so", '<blockquote class="wp-block-quote">'),
        ("**so**", "<p><strong>so</strong></p>"),
        ("#tag first", "<p>#tag first</p>"),
        ("see [us](https://a.example/?b=1&c=2)", '<a href="https://a.example/?b=1&amp;c=2">us</a>'),
        ("at https://a.example/x.", '<a href="https://a.example/x">https://a.example/x</a>.'),
        ("1 < 2 -- <script>", "<p>1 &lt; 2 -- &lt;script&gt;</p>"),
        ("<!-- /wp:paragraph -->", "<p>&lt;!-- /wp:paragraph --&gt;</p>"),
        ("[gallery ids=1]", "<p>&#91;gallery ids=1]</p>"),
        ('https://a.example/"onclick=x', '<a href="https://a.example/">https://a.example/</a>"'),
    ],
)
def test_a_text_becomes_blocks_and_nothing_else(text: str, block: str) -> None:
    assert block in markup(text)


@given(st.text(alphabet=st.sampled_from("ab <>&\"'[]()*#->!:/\n1.é茶"), max_size=80))
def test_no_text_breaks_out_of_its_blocks(text: str) -> None:
    told = markup(text)
    opened = [part for part in told.split("<") if part.startswith("!--")]

    assert told.count("<!-- wp:") == told.count("<!-- /wp:")
    assert len(opened) == 2 * told.count("<!-- wp:")
    assert "<script" not in told
    assert "[" not in told


@given(st.lists(st.text(alphabet="abc é茶&<;'\"[]", min_size=1), min_size=1, max_size=4))
def test_plain_paragraphs_read_back_as_they_were_typed(lines: list[str]) -> None:
    clean = [" ".join(line.split()) for line in lines]
    text = "\n\n".join(line for line in clean if line)

    assert rendered(text) == text


def test_pictures_stand_after_the_first_block_and_keep_their_alternative_texts() -> None:
    alts = ('A "green" [bottle] & <ice>', "")
    shown = [Picture(id=n, url="https://t.example/a.png", alt=a) for n, a in enumerate(alts, 7)]
    told = markup("One\n\nTwo", shown)

    assert seen(told).alts == alts
    assert seen(told).text == "One\n\nTwo"
    assert told.index("One") < told.index("wp-image-7") < told.index("Two")


def test_a_link_of_its_own_is_told_once_and_not_read_as_text() -> None:
    card = LinkCard(url="https://tea.example/buy", title="Buy")
    apart = wire.article(parcel(link=card), {})["content"]
    within = wire.article(parcel(link=card, text="At https://tea.example/buy"), {})["content"]

    assert apart.count("https://tea.example/buy") == 1
    assert seen(apart).text == "Cold.\n\nVery cold."
    assert "antiphon-link" not in within


@pytest.mark.promise("P2")
def test_the_address_word_depends_on_nothing_but_the_parcel() -> None:
    words = {wire.slug(parcel(key=f"0197-{n}:part:0")) for n in range(500)}

    assert len(words) == 500
    assert wire.slug(parcel()) == "iced-tea-lime-" + wire.short_digest("0197-a:part:0")
    assert wire.slug(parcel(title="हिन्दी 茶")).isascii()
    assert wire.slug(parcel(title="🍋", text="🍋")).startswith("post-")
    assert len(wire.slug(parcel(title="tea " * 100))) <= 80


def test_a_post_carries_every_option_that_was_chosen(tmp_path: Path) -> None:
    one = picture(tmp_path)
    name = wire.media_name(one)
    handles = {name: "9", f"{name}:url": "https://t.example/9.png", "categories:News": "3",
               "tags:tea": "4", "tags:ice": "5"}  # fmt: skip
    options = {"categories": ["News"], "tags": "tea, ice", "format": "aside", "excerpt": "a < b",
               "sticky": True, "comment_status": "closed"}  # fmt: skip
    body = wire.article(parcel(enclosures=(one,), labels=("tea",), options=options), handles)

    assert (body["categories"], body["tags"], body["featured_media"]) == ([3], [4, 5], 9)
    assert (body["format"], body["excerpt"], body["sticky"]) == ("aside", "a &lt; b", True)
    assert (body["comment_status"], body["status"]) == ("closed", "publish")
    assert body["title"] == "Iced tea &amp; lime"
    assert "slug" not in wire.changes(parcel(), {})


def test_a_file_name_can_stand_in_any_header(tmp_path: Path) -> None:
    name = wire.file_name(picture(tmp_path, alt='茶 "quoted"; x\r\nEvil: 1'))

    assert name.isascii()
    assert name.replace("-", "").replace(".", "").isalnum()
    assert name.endswith(".png")


def test_a_comment_names_its_post_and_what_it_answers() -> None:
    post = Handle(id=RemoteId("12"))
    other = Handle(id=RemoteId("comment-40"), extra={"post": "12"})
    first = comments.body_of(parcel(step=Step.COMMENT, text="a < b", root=post, parent=post))
    reply = comments.body_of(parcel(step=Step.COMMENT, text="x", root=post, parent=other))
    alone = comments.body_of(parcel(step=Step.COMMENT, text="x", parent=other))

    assert first == {"post": 12, "content": "a &lt; b"}
    assert reply == alone == {"post": 12, "parent": 40, "content": "x"}


def test_samples_become_our_values() -> None:
    live = wire.live(sample("post.json"))
    heard = [comments.message(one) for one in sample("comments.json")]

    assert (live.text, live.alts, live.media) == ("Cold & sweet.\nTry it.", ("A glass",), 1)
    assert (live.made_at, live.edited) == (datetime(2026, 11, 20, 9, tzinfo=UTC), True)
    assert [one and one.text for one in heard] == ["Lovely.\nWhere can I buy it?", "Everywhere."]
    assert [one and one.parent for one in heard] == [None, "comment-40"]
    assert [one and one.author_id for one in heard] == ["guest:Asha", "3"]


@pytest.mark.promise("P21")
@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        (b"<br />Warning: x{}", LookFirst),
        (b"<html>maintenance</html>", LookFirst),
        (b"[]", LookFirst),
        (b"{}", LookFirst),
        (b'{"id":"12","status":"publish"}', LookFirst),
        (b'{"id":12}', LookFirst),
        (b'{"id":true,"status":"publish"}', LookFirst),
    ],
)
def test_an_unknown_success_leaves_us_unsure(body: bytes, remedy: type[Exception]) -> None:
    with pytest.raises(remedy):
        wire.receipt(answer(200, body=body), "a")


def test_a_changed_address_word_shows_the_twin() -> None:
    told = {"id": 12, "status": "publish", "slug": "a-2", "link": "https://t.example/a-2/"}

    assert "“a”" in wire.receipt(answer(201, told), "a").twin
    assert wire.receipt(answer(201, {**told, "slug": "a"}), "a").twin == ""


@pytest.mark.parametrize(
    ("status", "code", "remedy"),
    [
        (401, "rest_not_logged_in", SignInAgain),
        (401, "incorrect_password", SignInAgain),
        (401, "rest_cannot_create", SignInAgain),
        (403, "rest_cannot_publish", SignInAgain),
        (403, "rest_forbidden", SignInAgain),
        (400, "empty_content", ChangeIt),
        (400, "rest_invalid_param", ChangeIt),
        (400, "rest_upload_file_too_big", ChangeIt),
        (500, "rest_upload_sideload_error", ChangeIt),
        (403, "rest_comment_closed", ChangeIt),
        (409, "comment_duplicate", LookFirst),
        (400, "comment_flood", TryLater),
        (404, "rest_post_invalid_id", Gone),
        (410, "rest_already_trashed", Gone),
        (404, "rest_no_route", FixSetup),
        (500, "rest_cannot_delete", None),
        (500, "internal_server_error", None),
        (400, "invalid_taxonomy", None),
        (400, "never_heard_of", None),
        (200, "empty_content", None),
    ],
)
def test_every_refusal_has_one_remedy(
    status: int, code: str, remedy: type[NetworkError] | None
) -> None:
    told = {"code": code, "message": "Geheim <b>", "data": {"status": status}}
    found = refusal(answer(status, told))

    assert type(found) is (remedy or type(None))
    assert "Geheim" not in str(found)


def test_an_unreadable_refusal_after_an_effect_stays_unknown() -> None:
    for body in (b"", b"<html>", b"[1]", b"null", b'{"code":7}', b'{"code":{}}'):
        for status in (400, 403, 413, 500, 502, 503):
            assert refusal(answer(status, body=body)) is None


def test_a_refused_field_is_named_and_nothing_else_is() -> None:
    found = refusal(answer(400, sample("refused.json")))

    assert isinstance(found, ChangeIt)
    assert found.problem is not None
    assert (str(found), found.problem.field) == ("The site refused format.", "options.format")


def test_every_remedy_of_the_table_speaks_to_people() -> None:
    for remedy in TABLE.values():
        assert str(remedy()).endswith(".")


def test_the_rules_stop_what_the_site_would_not_show() -> None:
    rules = network("wordpress")
    blind = rules.at({"capabilities": ["publish_posts"]})

    assert problems(parcel(), rules) == []
    assert [p.field for p in problems(parcel(title=" "), rules)] == ["title"]
    assert [p.rule for p in problems(parcel(options={"format": "poem"}), rules)] == ["choice"]
    assert all(rule.media is None for rule in blind.posts.values())
    assert rules.proof.looks[-1] > rules.proof.settle


def test_only_what_needs_something_there_is_prepared(tmp_path: Path) -> None:
    needs = network("wordpress").needs_preparing
    root = Handle(id=RemoteId("1"))
    wants = [parcel(enclosures=(picture(tmp_path),)), parcel(labels=("tea",)),
             parcel(options={"categories": ["News"]}), parcel(options={"slug": "x"})]  # fmt: skip

    assert not needs(parcel())
    assert not needs(parcel(step=Step.COMMENT, labels=("tea",), root=root))
    assert all(needs(one) for one in wants)
