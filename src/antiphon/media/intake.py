"""A file as it comes in: judged by its first bytes, counted, hashed and written in pieces."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from antiphon.media import kinds, limits, refusals


class Reads(Protocol):
    """Anything that gives bytes when asked: a file, an upload, a pipe."""

    def read(self, size: int, /) -> bytes: ...


class Exactly:
    """A stream that must give as many bytes as were announced; one cut short is refused."""

    def __init__(self, stream: Reads, size: int) -> None:
        self._stream, self._left, self._size = stream, size, size

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        piece = self._stream.read(size)
        self._left -= len(piece)
        if (not piece and self._left > 0) or self._left < 0:
            got = self._size - self._left
            say = f"{got:,} of {self._size:,} bytes arrived, so nothing was kept. Send it again."
            raise refusals.refused("cut_short", say, actual=got, limit=self._size)
        return piece


class Intake:
    """Where the pieces go; refuses as soon as it knows that it must."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._hash = hashlib.sha256()
        self._head = b""
        self._sort: kinds.Sort | None = None
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        self.size += len(piece)
        if self._sort is None:
            self._head += piece
            if len(self._head) >= limits.HEAD:
                self._sort = kinds.insist(self._head, self._name)
        most = limits.BYTES[self._sort.kind] if self._sort else limits.HEAD
        if self.size > most and self._sort:
            raise refusals.too_large(self.size, most)
        self._hash.update(piece)
        self._file.write(piece)

    def finish(self) -> kinds.Sort:
        """The sort of the whole file."""
        if not self.size:
            raise refusals.refused("empty_file", "The file is empty. Choose another one.")
        self._file.flush()
        return self._sort or kinds.insist(self._head, self._name)

    @property
    def digest(self) -> str:
        """SHA-256 of all that came."""
        return self._hash.hexdigest()


def pieces(source: Path | Reads) -> Iterator[bytes]:
    """The bytes of a file or a stream, a little at a time."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield from pieces(file)
        return
    while piece := source.read(limits.PIECE):
        yield piece
