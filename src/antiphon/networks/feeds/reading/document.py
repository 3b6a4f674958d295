"""Bytes from anybody as a feed: its items, or why it is refused; pure.

Facts of 2026-11-21: RFC 4287, RSS 0.9 to 2.0 with their modules, JSON Feed 1.1, and what the web
really serves. The dialects are feedparser's business; what we let in and keep is ours.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from antiphon.networks.feeds.reading import jsonfeed, xml
from antiphon.networks.feeds.reading.values import (
    MOST_BYTES,
    MOST_ITEMS,
    Document,
    Item,
    Refused,
)


def read(body: bytes, *, url: str = "", mime: str = "", now: datetime | None = None) -> Document:
    """The feed in these bytes; raises Refused."""
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
