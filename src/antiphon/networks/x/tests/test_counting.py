"""The length of texts against X's own conformance cases, and what must hold for any text."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from antiphon.networks.x.counting import NOW, Scale, count, weighted
from antiphon.networks.x.entities import (
    Found,
    cashtags,
    hashtags,
    mentions,
    reply_to,
    top_domains,
    urls,
)
from antiphon.networks.x.tests.witness import read
from antiphon.networks.x.validity import is_url

FIRST = Scale(most=140, heavy=1, light=(), emoji=False)
"""Version 1 of the configuration; the oldest cases are told in it."""
SECOND = Scale(emoji=False)
Ask = Callable[[str], Any]


def words(found: Callable[[str], list[Found]]) -> Ask:
    return lambda text: [one.text for one in found(text)]


def places(name: str, found: Callable[[str], list[Found]]) -> Ask:
    return lambda text: [{name: one.text, "indices": [one.start, one.end]} for one in found(text)]


def lists(text: str) -> list[dict[str, Any]]:
    return [
        {"screen_name": one.text, "list_slug": one.rest, "indices": [one.start, one.end]}
        for one in mentions(text)
    ]


EXTRACT: dict[str, Ask] = {
    "mentions": words(mentions),
    "mentions_with_indices": places("screen_name", mentions),
    "mentions_or_lists_with_indices": lists,
    "replies": reply_to,
    "urls": words(urls),
    "urls_with_indices": places("url", urls),
    "urls_with_directional_markers": places("url", urls),
    "tco_urls_with_params": words(urls),
    "hashtags": words(hashtags),
    "hashtags_from_astral": words(hashtags),
    "hashtags_with_indices": places("hashtag", hashtags),
    "cashtags": words(cashtags),
    "cashtags_with_indices": places("cashtag", cashtags),
}


def weighing(scale: Scale) -> Ask:
    def weigh(text: str) -> dict[str, Any]:
        found = count(text, scale)
        return {
            "weightedLength": found.weight,
            "valid": found.valid,
            "permillage": found.permillage,
            "displayRangeStart": found.shown[0],
            "displayRangeEnd": found.shown[1],
            "validRangeStart": found.fitting[0],
            "validRangeEnd": found.fitting[1],
        }

    return weigh


def whole(found: Callable[[str], list[Found]], *, rest: bool = False) -> Ask:
    """Whether a text is one such thing, and nothing else."""

    def is_whole(text: str) -> bool:
        things = found(text)
        return (
            len(things) == 1
            and (things[0].start, things[0].end) == (0, len(text))
            and bool(things[0].rest) == rest
        )

    return is_whole


VALIDATE: dict[str, Ask] = {
    "tweets": lambda text: count(text, FIRST).valid,
    "usernames": whole(mentions),
    "lists": whole(mentions, rest=True),
    "hashtags": whole(hashtags),
    "urls": is_url,
    "urls_without_protocol": whole(urls),
    "WeightedTweetsCounterTest": weighing(SECOND),
    "WeightedTweetsWithDiscountedEmojiCounterTest": weighing(NOW),
    "UnicodeDirectionalMarkerCounterTest": weighing(NOW),
}
TLDS = dict.fromkeys(("country", "generic"), words(urls))


def failing(name: str, asked: dict[str, Ask]) -> list[str]:
    tests = read(f"twitter_text/{name}.json")["tests"]
    assert set(tests) == set(asked)
    return [
        f"{kind}: {case['description']}: {found!r}"
        for kind, cases in tests.items()
        for case in cases
        if (found := asked[kind](case["text"])) != case["expected"]
    ]


@pytest.mark.parametrize(
    ("name", "asked"), [("validate", VALIDATE), ("extract", EXTRACT), ("tlds", TLDS)]
)
def test_every_conformance_case_passes(name: str, asked: dict[str, Ask]) -> None:
    assert failing(name, asked) == []


def test_the_scale_is_the_published_one() -> None:
    told = read("twitter_text/config/v3.json")

    assert [(one["start"], one["end"]) for one in told["ranges"]] == list(NOW.light)
    assert told["defaultWeight"] == NOW.heavy * told["scale"]
    assert (told["maxWeightedTweetLength"], told["emojiParsingEnabled"]) == (NOW.most, NOW.emoji)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("plain words", 11),
        ("One. Two.", 9),
        ("Grüße", 5),
        ("e\u0301", 1),
        ("漢字", 4),
        ("👨‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇳🇴🇧🇷", 4),
        ("1️⃣", 2),
        ("✌", 2),
        ("🕵🏽\u200d♀\ufe0f", 2),
        ("❤\ufe0f\u200d🔥", 2),
        ("© 2026", 6),
        ("©\ufe0f", 2),
        ("example.com", 23),
        ("see https://example.com/a/very/long/path?with=query#and-more.", 4 + 23 + 1),
        ("no link: tar.bz2", 16),
        ("mail me@example.com", 19),
    ],
)
def test_lengths_that_people_ask_about(text: str, length: int) -> None:
    assert weighted(text) == length


@given(some.text(max_size=80))
def test_no_text_makes_counting_fail(text: str) -> None:
    found = count(text)

    assert found.weight == weighted(text)
    assert 0 <= found.weight <= 2 * len(text) + 23 * len(urls(text)) + len(text)


@given(
    some.text(alphabet="ab .-/:@#$1ü漢", max_size=60), some.sampled_from(["", " x.com/a ", "t.co"])
)
def test_what_is_found_stands_where_it_is_said_to_stand(text: str, link: str) -> None:
    text += link

    for one in urls(text):
        assert text[one.start : one.end] == one.text


def test_long_hostile_texts_are_counted_in_time() -> None:
    for text in ("a." * 2_000, "http://" + "a-" * 4_000, "(" * 5_000 + ".com/" + "(a" * 3_000):
        assert weighted(text) > 0


def test_top_domains_are_names_without_dots() -> None:
    assert {"com", "co", "みんな", "中国"} <= set(top_domains())
    assert all(name == name.lower() and "." not in name for name in top_domains())
