"""What a feed of anybody comes to with us, and how much of it we keep."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urljoin

MOST_BYTES = 5 * 1024 * 1024
MOST_ITEMS = 200
MOST_TAGS = 100
MOST_FILES = 50
LONGEST = 1_000_000
"""Characters of one text that are kept."""


class Refused(Exception):
    """A document that we do not read; the text is for people."""

    def __init__(self, why: str, say: str) -> None:
        super().__init__(say)
        self.why = why
        """hostile, large, empty, page or unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file that an item brings along."""

    url: str
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item; everything in it is a stranger's word, to be shown escaped and never obeyed."""

    id: str
    url: str = ""
    title: str = ""
    """Plain text."""
    html: str = ""
    """Without scripts, styles and forms; to be made harmless once more where it is shown."""
    text: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[Enclosed, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed as it was read."""

    title: str = ""
    url: str = ""
    """The page that it belongs to."""
    language: str = ""
    items: tuple[Item, ...] = ()
    """The newest, each once, the newest first where they say when they are from."""
    hub: str = ""
    topic: str = ""
    """Its own address, as it names itself; a hub knows it by this one."""
    rest: timedelta | None = None
    """How long it asks to be left alone."""
    broken: bool = False
    """Whether it was not well formed; the items before the break are there."""
    version: str = field(default="")


def identity(id: str, url: str, title: str, at: datetime | None) -> str:
    """By what an item is known again: its id, else its address, else what it says and when."""
    if id or url or not title:
        return (id or url)[:2_000]
    return hashlib.sha256(f"{title}\n{at.isoformat() if at else ''}".encode()).hexdigest()


def joined(base: str, address: str) -> str:
    """An address as seen from another one; empty for what is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""
