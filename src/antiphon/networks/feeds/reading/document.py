"""Bytes from anybody as a feed: its items, or why it is refused; pure.

Facts of 2026-11-21: RFC 4287, RSS 0.9 to 2.0 with their modules, JSON Feed 1.1, and what the web
really serves. The dialects are feedparser's business; what we let in and keep is ours.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

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


def read(body: bytes, *, url: str = "", mime: str = "", now: datetime | None = None) -> Document:
    """The feed in these bytes; raises Refused."""
    from antiphon.networks.feeds.reading import jsonfeed, xml  # noqa: PLC0415 -- they bring `Item`

    if len(body) > MOST_BYTES:
        raise Refused("large", f"The feed is larger than {MOST_BYTES // 1024**2} MB.")
    if not body.strip():
        raise Refused("empty", "There is nothing at that address.")
    reader = jsonfeed.read if jsonfeed.is_one(body) else xml.read
    found = reader(body, url=url, mime=mime)
    return replace(found, items=_kept(found.items, now or datetime.now(UTC)))


def _kept(items: Sequence[Item], now: datetime) -> tuple[Item, ...]:
    """Each once; clocks that run ahead are set to now; the newest first, and not all of them."""
    once = {item.id: _dated(item, now) for item in reversed(items) if item.id}
    found = list(reversed(once.values()))
    if all(item.published for item in found):
        found.sort(key=lambda item: item.published or now, reverse=True)
    return tuple(found[:MOST_ITEMS])


def _dated(item: Item, now: datetime) -> Item:
    published = min(item.published, now) if item.published else None
    updated = min(item.updated, now) if item.updated else None
    return replace(item, published=published, updated=updated)


def identity(id: str, url: str, title: str, at: datetime | None) -> str:
    """By what an item is known again: its id, else its address, else what it says and when."""
    if id or url or not title:
        return (id or url)[:2_000]
    return hashlib.sha256(f"{title}\n{at.isoformat() if at else ''}".encode()).hexdigest()
