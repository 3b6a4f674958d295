"""What became of a text, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import regex

_PIECE = regex.compile(
    r"\s+|[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}]+)?|[#＃@][\p{L}\p{M}\p{N}_]+|\X"
)
MOST = 6_000
"""Words that are held against each other one by one; of longer texts only the lines are."""


class Fate(StrEnum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    fate: Fate
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The pieces from the one text to the other, in reading order, equal neighbours joined.

    Without the added ones they are the text before, without the removed ones the text after.
    """
    old, new = _pieces(before), _pieces(after)
    if len(old) + len(new) > MOST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_joined(_compared(old, new)))


def is_changed(pieces: Sequence[Piece]) -> bool:
    """Whether anything came or went."""
    return any(piece.fate is not Fate.SAME for piece in pieces)


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Fate.SAME, "".join(old[old_from:old_to]))
        else:
            yield Piece(Fate.REMOVED, "".join(old[old_from:old_to]))
            yield Piece(Fate.ADDED, "".join(new[new_from:new_to]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held and held.fate is piece.fate:
            held = Piece(held.fate, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
