"""A part of a file, as players ask for it (RFC 9110 section 14, read 2026-11)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PIECE = 256 * 1024
_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first byte, so many."""

    first: int
    count: int

    def told(self, size: int) -> str:
        """As the answer's header says it."""
        return f"bytes {self.first}-{self.first + self.count - 1}/{size}"


class NoSuchPartError(ValueError):
    """The file ends before that."""


def span_of(header: str, size: int) -> Span | None:
    """The one part that is asked for; None for the whole, also where several are asked for."""
    found = _ONE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        count = min(int(found[2]), size)
        first = size - count
    else:
        first = int(found[1])
        last = min(int(found[2]), size - 1) if found[2] else size - 1
        count = last - first + 1
        if found[2] and int(found[2]) < first:
            return None
    if count <= 0:
        raise NoSuchPartError(header)
    return Span(first, count)


def read(path: Path, span: Span) -> Iterator[bytes]:
    """Its bytes, a little at a time."""
    left = span.count
    with path.open("rb") as file:
        file.seek(span.first)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
