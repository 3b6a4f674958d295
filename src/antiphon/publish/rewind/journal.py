"""The small file beside the database: written whole, synced, and put into place at once."""

import fcntl
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True)
class Mark:
    """An attempt that was committed before its request left."""

    id: str
    at: str
    """When it began, by the database's clock; ISO 8601 in UTC, so that words sort as times."""


@dataclass(frozen=True)
class Page:
    """What one machine knows of the database it sends from."""

    born: str
    cluster: str = ""
    timeline: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)
    """By network the last attempt. Claims of one network follow each other, so where the last is
    known all before it are."""

    def with_mark(self, network: str, mark: Mark) -> "Page":
        """The same with a later attempt; an earlier one changes nothing."""
        known = self.marks.get(network)
        if known and known.at >= mark.at:
            return self
        return replace(self, marks={**self.marks, network: mark})


class Journal:
    """One page in one file, shared by all processes of this machine."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> Page | None:
        """What was written last; nothing where nothing can be read."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            told = json.loads(self.file.read_text(encoding="utf-8"))
            marks = {network: Mark(**mark) for network, mark in told.pop("marks").items()}
            return Page(**told, marks=marks)
        return None

    def write(self, change: Callable[[Page | None], Page]) -> None:
        """Put another page in the place of the last one; of several writers nobody's is lost."""
        with self.file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = self.read()
            page = change(before)
            if page != before:
                self._put(json.dumps(asdict(page)))

    def _put(self, text: str) -> None:
        draft = self.file.with_suffix(".draft")
        draft.touch(mode=0o600)
        with draft.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.file)
        folder = os.open(self.file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
