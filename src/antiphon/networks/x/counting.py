"""How long X says that a text is: weights by code point, links and emoji at a fixed price.

Configuration version 3 of X's published rules: 280 units; Latin and a few other ranges weigh one
unit, everything else two; a link 23 and an emoji two, however long; counted on the NFC form.
"""

import unicodedata
from dataclasses import dataclass

import regex

from antiphon.networks.x.entities import urls

FORBIDDEN = frozenset("\ufffe\ufeff\uffff")
"""A text with one of these is refused, however short."""
LINK_COST = 23
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
# Signs that are pictures only when a selector says so (U+FE0F), and never with the other (U+FE0E).
_PICTURE = r"(?![©®™♟](?!\uFE0F))(?![#*0-9\p{RI}\p{EMod}])\p{Emoji}(?!\uFE0E)"
_BASE = rf"(?:[#*0-9]\uFE0F?\u20E3|\p{{RI}}\p{{RI}}|{_PICTURE}"
_EMOJI = regex.compile(
    # UTS 51: keycaps, flags, and pictures with skin, tags or joined to more pictures.
    rf"{_BASE}(?:\p{{EMod}}|\uFE0F\u20E3?|[\U000E0020-\U000E007E]+\U000E007F)?"
    r"(?:\u200D(?![#*0-9])\p{Emoji}(?:\p{EMod}|\uFE0F)?)*)|\p{EMod}"
)
_PLAIN = regex.compile(r"[\x00-\x7F]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One version of the configuration."""

    most: int = 280
    heavy: int = 2
    light: tuple[tuple[int, int], ...] = _LIGHT
    emoji: bool = True


NOW = Scale()


@dataclass(frozen=True, slots=True)
class Count:
    """What counting a text found."""

    weight: int
    valid: bool
    permillage: int
    shown: tuple[int, int]
    """First and last UTF-16 unit of the text."""
    fitting: tuple[int, int]
    """First and last UTF-16 unit of what would be accepted."""


def weighted(text: str) -> int:
    """The length of a text as X counts it."""
    if _PLAIN.match(text) and "." not in text:
        return len(text)
    return count(text).weight


def count(text: str, scale: Scale = NOW) -> Count:
    """Weigh a text, and find how much of it would be accepted."""
    whole = unicodedata.normalize("NFC", text)
    weight, valid, fits_until, place = 0, True, 0, 0
    fixed = _fixed(whole, scale)
    units = 0
    while place < len(whole):
        length, cost = fixed.get(place) or (1, _weight(whole[place], scale))
        weight += cost
        piece = whole[place : place + length]
        valid = valid and not FORBIDDEN & set(piece)
        place, units = place + length, units + _units(piece)
        if valid and weight <= scale.most:
            fits_until = units
    added = _units(text) - units
    return Count(
        weight=weight,
        valid=valid and 0 < weight <= scale.most,
        permillage=weight * 1000 // scale.most,
        shown=(0, max(0, units + added - 1)),
        fitting=(0, max(0, fits_until + added - 1)),
    )


def _fixed(text: str, scale: Scale) -> dict[int, tuple[int, int]]:
    """What costs the same however long it is: where it begins, how long it is, what it costs."""
    found = {}
    if scale.emoji and not text.isascii():
        for match in _EMOJI.finditer(text):
            found[match.start()] = (match.end() - match.start(), scale.heavy)
    for link in urls(text):
        found[link.start] = (link.end - link.start, LINK_COST)
    return found


def _weight(character: str, scale: Scale) -> int:
    point = ord(character)
    return 1 if any(low <= point <= high for low, high in scale.light) else scale.heavy


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
