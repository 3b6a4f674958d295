"""Counting, links and cutting; what every network's rule is made of."""

import unicodedata
from collections.abc import Callable

import regex

LINK = regex.compile(r"https?://[^\s<>\"'\u3000]+", regex.IGNORECASE)
TAG = regex.compile(r"(?:^|(?<=[\s(]))[#＃]([\p{L}\p{M}\p{N}_]*[\p{L}\p{M}_][\p{L}\p{M}\p{N}_]*)")
_GRAPHEME = regex.compile(r"\X")
_TRAILING = ".,;:!?'\")]}»”…"
_UNSEEN = regex.compile(r"[\s\p{Cf}\p{Zs}\u200b-\u200f\u2060\ufeff]")
# U+202A–U+202E and U+2066–U+2069 reorder what follows (Unicode UAX 9).
_BIDI = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SENTENCE = regex.compile(r"(?<=[.!?…。！？।؟])[\"'”»)\]]*\s+|\n{2,}")


def graphemes(text: str) -> int:
    """How many characters a reader sees (Unicode UAX 29 extended grapheme clusters)."""
    return len(_GRAPHEME.findall(text))


def octets(text: str) -> int:
    """How many bytes the text takes in UTF-8."""
    return len(text.encode())


def utf16(text: str) -> int:
    """How many UTF-16 code units the text takes."""
    return len(text.encode("utf-16-le")) // 2


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all."""
    return not _UNSEEN.sub("", text)


def has_bidi_control(text: str) -> bool:
    """Whether invisible marks change the order in which the text is read."""
    return bool(_BIDI.search(text))


def unprintable(text: str) -> int | None:
    """Where the first control character or lone surrogate stands, if there is one."""
    for place, character in enumerate(text):
        if character not in "\n\t\r" and unicodedata.category(character) in {"Cc", "Cs"}:
            return place
    return None


def links(text: str) -> list[tuple[int, int]]:
    """Where links begin and end, without the punctuation that only follows them."""
    return [(match.start(), match.start() + len(_bare(match[0]))) for match in LINK.finditer(text)]


def _bare(link: str) -> str:
    while link and link[-1] in _TRAILING:
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break
        link = link[:-1]
    return link


def tags(text: str) -> list[str]:
    """The hashtags of a text in order, without their sign."""
    return [match[1] for match in TAG.finditer(text)]


def cut(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Split into parts that fit: at paragraphs, else sentences, else words, else characters.

    No part is empty, no character of a word is lost, and no grapheme or link is cut unless it
    alone does not fit.
    """
    parts: list[str] = []
    rest = text.strip()
    while rest and not fits(rest):
        end = _cut_at(rest, fits)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def _cut_at(text: str, fits: Callable[[str], bool]) -> int:
    for places in (_sentence_ends, _word_ends, _grapheme_ends):
        fitting = _last_fitting(text, places(text), fits)
        if fitting:
            return fitting
    return _grapheme_ends(text)[0]


def _last_fitting(text: str, places: list[int], fits: Callable[[str], bool]) -> int:
    """The last place before which the text fits; binary search, as longer never fits better."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if fits(text[: places[middle]].rstrip()):
            low = middle + 1
        else:
            high = middle
    return places[low - 1] if low else 0


def _sentence_ends(text: str) -> list[int]:
    return [match.start() for match in _SENTENCE.finditer(text) if match.start()]


def _word_ends(text: str) -> list[int]:
    return [match.start() for match in regex.finditer(r"\s+", text) if match.start()]


def _grapheme_ends(text: str) -> list[int]:
    return [match.end() for match in _GRAPHEME.finditer(text)]
