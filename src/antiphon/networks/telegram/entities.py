"""Links, hashtags and names in a text, as the marks that the Bot API wants: in UTF-16 units.

Source: core.telegram.org/bots/api#messageentity (Bot API 10.1, 2026-06-11).
Marks of our own leave nothing to guess: what Antiphon counted as a link is the link there.
"""

import re
from collections.abc import Iterator
from typing import Any

from antiphon.kernel.text import TAG, links, utf16

_NAME = re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")
"""User names have 5 to 32 letters, a few bought ones 4 (telegram.org/faq, unverified)."""

Span = tuple[str, int, int]


def plain(text: str) -> str:
    """The text as Telegram keeps it: without white space around it, with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def entities(text: str) -> list[dict[str, Any]]:
    """The marks of a text, in order; none lies within another."""
    return [
        {"type": kind, "offset": utf16(text[:begin]), "length": utf16(text[begin:end])}
        for kind, begin, end in _apart(text)
    ]


def _apart(text: str) -> Iterator[Span]:
    """Spans in order; what begins inside another one (a `#` in an address) is left out."""
    reached = 0
    for kind, begin, end in sorted(_found(text), key=lambda span: (span[1], -span[2])):
        if begin >= reached:
            yield kind, begin, end
            reached = end


def _found(text: str) -> Iterator[Span]:
    yield from (("url", begin, end) for begin, end in links(text))
    yield from (("hashtag", match.start(), match.end()) for match in TAG.finditer(text))
    yield from (("mention", match.start(), match.end()) for match in _NAME.finditer(text))


def first_link(text: str) -> str:
    """The first address in a text, or an empty one."""
    return next((text[begin:end] for begin, end in links(text)), "")
