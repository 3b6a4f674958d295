"""Tags on links, and links in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.tailor import links


@pytest.mark.parametrize(
    ("link", "tagged"),
    [
        ("https://a.example", "https://a.example?utm_source=s"),
        ("https://a.example/?b=1", "https://a.example/?b=1&utm_source=s"),
        ("https://a.example/#x", "https://a.example/?utm_source=s#x"),
        ("https://a.example/?utm_source=mine", "https://a.example/?utm_source=mine"),
        ("https://a.example/?q=%C3%A9+b", "https://a.example/?q=%C3%A9+b&utm_source=s"),
    ],
)
def test_a_tag_is_added_and_nothing_else_is_touched(link: str, tagged: str) -> None:
    assert links.tagged(link, source="s", content="") == tagged


def test_only_the_whole_link_is_replaced() -> None:
    text = "https://a.example/x and https://a.example/xy (https://a.example/x)."

    assert links.replaced(text, "https://a.example/x", "https://b.example") == (
        "https://b.example and https://a.example/xy (https://b.example)."
    )


def test_a_link_is_added_once() -> None:
    text = links.with_link("Hi", "https://a.example/")

    assert text == "Hi\n\nhttps://a.example/"
    assert links.with_link(text, "https://a.example/") == text
    assert links.with_link("", "https://a.example/") == "https://a.example/"


def test_codes_do_not_repeat() -> None:
    codes = {links.code() for _ in range(2_000)}

    assert len(codes) == 2_000
    assert {len(code) for code in codes} == {links.CODE}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60))
def test_whatever_a_tag_says_the_link_stays_one_link(value: str) -> None:
    assert links.tagged("https://a.example/#x", source=value).count("#") == 1


def test_tags_are_written_into_the_text_unless_it_shows_them() -> None:
    told = links.with_tags("Berries #Fizz", ["fizz", "summer"])

    assert told == "Berries #Fizz\n\n#summer"
    assert links.with_tags(told, ["fizz", "summer"]) == told
