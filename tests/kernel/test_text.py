"""Counting and cutting: nothing is lost, every part fits, no grapheme and no link is cut."""

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from antiphon.kernel import text

FAMILY = "👩‍👩‍👧‍👦"
FLAG = "🇳🇴"
TOWER = "a" + "\u0301" * 12
LINK = "https://example.org/a_(b)?c=d"

WORDS = st.sampled_from(
    [
        "word",
        "Wort",
        "слово",
        "字字字",
        FAMILY,
        FLAG,
        TOWER,
        LINK,
        "שלום",
        "é",
        "e\u0301",
        "half-way",
    ]
)
GAPS = st.sampled_from([" ", "  ", "\n", "\n\n", ". ", "! ", "。 "])
TEXTS = st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=60).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def _seen(found: str) -> str:
    return regex.sub(r"\s+", "", found)


@pytest.mark.promise("F68")
@settings(deadline=None)
@given(TEXTS, st.integers(min_value=40, max_value=200))
def test_a_cut_text_loses_nothing_and_every_part_fits(whole: str, limit: int) -> None:
    parts = text.cut(whole, lambda part: text.graphemes(part) <= limit)

    assert _seen("".join(parts)) == _seen(whole)
    assert all(part and text.graphemes(part) <= limit for part in parts)


@pytest.mark.promise("F68")
@settings(deadline=None)
@given(TEXTS, st.integers(min_value=40, max_value=200))
def test_no_grapheme_and_no_link_is_cut(whole: str, limit: int) -> None:
    parts = text.cut(whole, lambda part: text.graphemes(part) <= limit)

    assert sum(text.graphemes(_seen(part)) for part in parts) == text.graphemes(_seen(whole))
    assert sum(part.count(LINK) for part in parts) == whole.count(LINK)


@pytest.mark.promise("F68")
@settings(deadline=None)
@given(TEXTS, st.integers(min_value=60, max_value=300))
def test_a_limit_in_bytes_is_kept_as_well(whole: str, limit: int) -> None:
    assume(whole.strip())

    parts = text.cut(whole, lambda part: text.octets(part) <= limit)

    assert all(text.octets(part) <= limit for part in parts)


def test_a_text_that_fits_stays_whole() -> None:
    assert text.cut("  One sentence. Another. ", lambda part: len(part) < 100) == [
        "One sentence. Another."
    ]


def test_cuts_are_made_at_sentences_first() -> None:
    parts = text.cut("One sentence. Another one. A third.", lambda part: len(part) <= 26)

    assert parts == ["One sentence. Another one.", "A third."]


def test_a_word_longer_than_a_part_is_cut_between_graphemes() -> None:
    parts = text.cut(FAMILY * 5, lambda part: text.graphemes(part) <= 2)

    assert parts == [FAMILY * 2, FAMILY * 2, FAMILY]


@pytest.mark.promise("F68")
@pytest.mark.parametrize(
    ("given_text", "graphemes", "octets", "utf16"),
    [("abc", 3, 3, 3), (FAMILY, 1, 25, 11), (FLAG, 1, 8, 4), (TOWER, 1, 25, 13), ("é", 1, 2, 1)],
)
def test_each_way_of_counting(given_text: str, graphemes: int, octets: int, utf16: int) -> None:
    counted = (text.graphemes(given_text), text.octets(given_text), text.utf16(given_text))

    assert counted == (graphemes, octets, utf16)


@pytest.mark.promise("F68")
@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\x7f"])
def test_control_characters_and_lone_surrogates_are_found(character: str) -> None:
    assert text.unprintable(f"ab{character}c") == 2
    assert text.unprintable("ab\n\tc") is None


def test_invisible_texts_and_marks_are_seen() -> None:
    assert text.is_blank(" \u200b\ufeff\n")
    assert not text.is_blank(" . ")
    assert text.has_bidi_control("abc\u202edef")


def test_links_end_before_the_punctuation_that_follows() -> None:
    said = f"See ({LINK}), or http://x.org."

    assert [said[start:end] for start, end in text.links(said)] == [LINK, "http://x.org"]


def test_tags_are_words_and_not_numbers() -> None:
    assert text.tags("#one and (#zwei) a#b #3 #été ＃四") == ["one", "zwei", "été", "四"]
