"""Emoji by their names in the reader's language; searched here, so that no page carries a list."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "es", "pt")
MOST = 64


@dataclass(frozen=True, slots=True)
class Emoji:
    """A sign and what it is called."""

    sign: str
    name: str
    words: str
    """All that it is found by."""


@cache
def emoji(language: str) -> tuple[Emoji, ...]:
    """All of them in the order of Unicode, named in that language or else in English."""
    key = language.partition("-")[0]
    name = f"{key if key in LANGUAGES else LANGUAGES[0]}.json"
    rows = json.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))
    return tuple(
        Emoji(sign, called, " ".join([called, *tags]).casefold())
        for sign, called, tags, group in rows
        if group >= 0
    )


def search(wanted: str, language: str) -> list[Emoji]:
    """Those whose words begin like each of the wanted ones, the best named first."""
    letters = wanted.casefold().split()
    found = [one for one in emoji(language) if all(_begins(one, part) for part in letters)]
    return sorted(found, key=lambda one: _rank(one, letters))[:MOST]


def _begins(one: Emoji, part: str) -> bool:
    return one.words.startswith(part) or f" {part}" in one.words


def _rank(one: Emoji, letters: list[str]) -> int:
    """Exactly called so; called so and more; only found by another word."""
    name = one.name.casefold()
    if name == " ".join(letters):
        return 0
    return 1 if all(name.startswith(p) or f" {p}" in name for p in letters) else 2
