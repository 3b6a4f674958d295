"""Lends the files of our shelf to simulated networks that come for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings

from antiphon.connect.simulation.lending import Shelf
from antiphon.media import addresses, shelf


@contextmanager
def lending() -> Iterator[str]:
    """Be found at an address of this machine until the block ends."""
    lent = Shelf(at_path)
    before, settings.PUBLIC_URL = settings.PUBLIC_URL, lent.address
    try:
        yield lent.address
    finally:
        settings.PUBLIC_URL = before
        lent.close()


def at_path(path: str) -> tuple[Path, str] | None:
    """The file to which the path of one of our addresses leads, and its type."""
    signed, _slash, name = unquote(path).removeprefix("/lent/").partition("/")
    file = addresses.file_at(signed)
    mime = guess_type(name)[0] or "application/octet-stream"
    return (shelf.path_of(file), mime) if file else None
