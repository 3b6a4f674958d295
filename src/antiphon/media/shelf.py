"""Where files lie: under names of ours, written aside first and put in their place when whole."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from antiphon.media.kinds import EXTENSIONS
from antiphon.media.limits import PIECE

ASIDE = "aside"
"""The folder of what is not finished; on the same disk, so that putting it in place is one step."""


def root() -> Path:
    """The folder below which everything lies."""
    return Path(settings.MEDIA_ROOT)


def path_of(file: str) -> Path:
    """Where a file lies whose name stands in one of our rows."""
    return root() / file


@contextmanager
def bench(suffix: str = "") -> Iterator[Path]:
    """A folder to work in that is gone afterwards, whatever happened."""
    folder = root() / ASIDE / (secrets.token_hex(16) + suffix)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        for file in folder.iterdir():
            file.unlink(missing_ok=True)
        folder.rmdir()


def name_for(workspace: UUID, mime: str) -> str:
    """A new name that nobody can guess: 128 random bits."""
    return f"{workspace.hex}/{secrets.token_hex(16)}.{EXTENSIONS[mime]}"


def put(made: Path, name: str) -> None:
    """Put a finished file in its place; after a power cut it is there whole, or not at all."""
    place = path_of(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made.chmod(0o600)
    _sync(made)
    made.replace(place)
    _sync(place.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def discard(*names: str) -> None:
    """Remove files; one that is not there is no trouble."""
    for name in filter(None, names):
        path_of(name).unlink(missing_ok=True)
