"""What goes out, in which parts, and what stands in its way."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antiphon.connect.rules import PostRule, TextRule
from antiphon.connect.values import PostType, Step
from antiphon.kernel.problem import Weight
from antiphon.tailor import packing
from antiphon.tailor.choosing import tellings
from antiphon.tailor.packing import parts
from antiphon.tailor.telling import Telling
from tests import builders as a

pytestmark = pytest.mark.django_db

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
LONG = " ".join(f"This is sentence number {number}." for number in range(12))


def telling(network: str = "stoa", **post: Any) -> Telling:
    """One post on one channel."""
    row = a.post(**post)
    channel = a.channel(workspace=row.workspace, network=network, kind="page")
    (told,) = tellings(row, [channel], on=date(2026, 1, 15))
    return told


def rules(told: Telling) -> set[str]:
    return {problem.rule for problem in told.problems()}


def test_a_short_post_is_one_parcel() -> None:
    (parcel,) = telling(text="Hello.").parcels("k", MADE)

    assert (parcel.key, parcel.text, parcel.type) == ("k:0", "Hello.", PostType.TEXT)


def test_a_long_text_goes_on_in_a_thread_at_sentence_ends() -> None:
    told = telling(text=LONG)
    parcels = told.parcels("k", MADE)

    assert [parcel.key for parcel in parcels] == [f"k:{n}" for n in range(len(parcels))]
    assert all(parcel.text.endswith(".") for parcel in parcels)
    assert " ".join(parcel.text for parcel in parcels) == LONG
    assert rules(told) == set()


def test_parts_are_numbered_only_when_somebody_wants_it() -> None:
    told = telling(text=LONG, options={"stoa": {"numbered": True}})
    parcels = told.parcels("k", MADE)

    assert parcels[0].text.endswith(f" 1/{len(parcels)}")
    assert parcels[0].options == {}
    assert rules(told) == set()


def test_who_wants_one_post_is_told_that_it_is_too_long() -> None:
    told = telling(text=LONG, options={"stoa": {"one_part": True}})
    (problem,) = told.problems()

    assert (problem.rule, problem.actual, problem.limit) == ("too_long", len(LONG), 100)


def test_a_text_for_two_hundred_parts_is_refused() -> None:
    (problem,) = telling(text=LONG * 50).problems()

    assert (problem.rule, problem.limit) == ("too_many", 5)


def test_the_first_comment_is_the_last_step_where_there_is_one() -> None:
    told = telling("agora", text="Hello.", comment="More in the shop.")
    _post, comment = told.parcels("k", MADE)

    assert (comment.step, comment.text, comment.key) == (Step.COMMENT, "More in the shop.", "k:1")


def test_a_comment_that_a_network_has_no_place_for_is_said() -> None:
    (problem,) = telling(text="Hello.", comment="More.").problems()

    assert (problem.field, problem.weight) == ("comment", Weight.WARNS)


def test_a_comment_that_is_too_long_is_named_as_the_comment() -> None:
    (problem,) = telling("agora", text="Hello.", comment="x" * 201).problems()

    assert (problem.field, problem.rule) == ("comment", "too_long")


def test_a_link_is_a_card_where_there_are_cards_and_else_in_the_text() -> None:
    link = "https://soda.example/new"
    (card,) = telling("agora", text="Hello.", link=link).parcels("k", MADE)
    (text,) = telling("stoa", text="Hello.", link=link).parcels("k", MADE)

    assert card.link is not None
    assert (card.type, card.link.url, card.text) == (PostType.LINK, link, "Hello.")
    assert (text.link, text.text) == (None, f"Hello.\n\n{link}")


def test_the_same_telling_makes_the_same_parcels() -> None:
    told = telling(text=LONG, link="https://soda.example/")

    assert told.parcels("k", MADE) == told.parcels("k", MADE)


@pytest.mark.parametrize(
    ("post", "rule"),
    [
        ({"text": ""}, "empty"),
        ({"text": " \u200b\u00a0"}, "empty"),
        ({"text": "a\u0007b"}, "control_character"),
        ({"text": "a\u202eb"}, "bidi_control"),
        ({"text": "See https://user:pw@host.example/"}, "credentials"),
        ({"text": "See http://169.254.169.254/latest"}, "not_public"),
        ({"text": "x", "link": "javascript:alert(1)"}, "scheme"),
        ({"text": "x", "link": "http://10.0.0.1/"}, "not_public"),
        ({"text": "x", "options": {"stoa": {"mood": "glad"}}}, "unknown_field"),
        ({"text": "x", "options": {"stoa": {"type": "novel"}}}, "choice"),
        ({"text": "x", "options": {"stoa": {"type": "reel"}}}, "not_here"),
        ({"text": "x", "poll": {"choices": ["a", "b"]}}, "not_here"),
    ],
)
def test_what_a_network_or_a_reader_would_not_take_is_named(
    post: dict[str, Any], rule: str
) -> None:
    assert rule in rules(telling(**post))


@pytest.mark.parametrize(
    ("given", "text", "title"),
    [
        ("Mine", "Text.", "Mine"),
        ("", "", ""),
        ("", "A new soda. Drink it cold.", "A new soda"),
        ("", "Really? Yes.", "Really?"),
        ("", "One line\nand another.", "One line"),
        ("", "word " * 50, ("word " * 16).strip()),
        ("", "字" * 200, "字" * 80),
    ],
)
def test_where_a_title_is_needed_the_text_gives_it(given: str, text: str, title: str) -> None:
    rule = PostRule(text=TextRule(measures=()), needs_title=True)

    assert packing.title(given, text, rule) == title
    assert packing.title(given, text, replace(rule, needs_title=False)) == given


def test_a_poll_keeps_its_hours() -> None:
    told = telling("agora", text="Which?", poll={"choices": ["a", "b"], "hours": 400 * 24})

    assert {problem.field for problem in told.problems()} == {"poll.closes_after"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.text(st.sampled_from("ab .!?\n"), max_size=400), numbered=st.booleans())
def test_parts_always_fit_and_lose_no_letter(text: str, *, numbered: bool) -> None:
    limit = 30
    found = parts(text, lambda part: len(part) <= limit, numbered=numbered)
    bare = [part.rpartition(" ")[0] if numbered and len(found) > 1 else part for part in found]

    assert all(len(part) <= limit for part in found)
    assert "".join("".join(bare).split()) == "".join(text.split())


def test_a_poll_can_be_left_out_where_there_are_none() -> None:
    post = a.post(poll={"choices": ["Fizz", "Tonic"]}, options={"agora": {"no_poll": True}})
    told = tellings(post, [a.channel(workspace=post.workspace, network="agora")])

    assert told[0].poll is None
    assert not [problem for problem in told[0].problems() if problem.field.startswith("poll")]
