"""What goes into an exchange and what comes out of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from antiphon.connect.errors import LookFirst, NetworkError, TryLater

_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A piece of a file on disk, sent without being held whole in memory."""

    path: Path
    offset: int = 0
    size: int

    def read(self) -> bytes:
        """The bytes; only for pieces that are small by the network's own rule."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of a multipart form: a text, bytes, a whole file or a piece of one."""

    name: str
    value: str | bytes | Path | Slice
    filename: str | None = None
    mime: str | None = None


async def read_file(piece: Slice) -> AsyncIterator[bytes]:
    """Read a piece of a file, a little at a time, without holding up the loop.

    The file is open only while it is read: who stops listening in between leaves nothing behind.
    """
    at, end = piece.offset, piece.offset + piece.size
    while at < end:
        block = Slice(path=piece.path, offset=at, size=min(_PIECE, end - at))
        found = await asyncio.to_thread(block.read)
        if not found:
            return
        at += len(found)
        yield found


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: read once, bounded, not yet believed."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    url: str
    """Without the query."""
    effect: bool
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Whether the status is a success."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON; what is not JSON after an effect leaves us unsure."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise self.unclear("The answer was not the JSON that we expected.") from error

    def told(self) -> dict[str, Any]:
        """The body as a JSON object, or an empty one; for reading refusals, never raises."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def text(self) -> str:
        """The body as text, for looking into; never to be shown to people."""
        return self.body.decode("utf-8", "replace")

    def unclear(self, reason: str) -> NetworkError:
        """The remedy when this answer cannot be understood."""
        return LookFirst(reason) if self.effect else TryLater(reason)
