"""A feed as JSON Feed 1.1."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.kernel.feed.entry import Entry, Feed, told, uri

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The document."""
    found: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "feed_url": feed.address("json"),
        "items": [_item(feed, entry) for entry in entries],
    }
    found |= {"home_page_url": feed.home} if feed.home else {}
    found |= {"language": feed.language} if feed.language else {}
    found |= {"authors": [{"name": feed.author}]} if feed.author else {}
    found |= {"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}
    return json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _item(feed: Feed, entry: Entry) -> dict[str, Any]:
    found = {"id": uri(feed, entry.id), "url": feed.page(entry.id), **told(entry)}
    image = next((one.url for one in entry.files if one.mime.startswith("image/")), "")
    found |= {"image": image} if image else {}
    return {**found, "date_published": _at(entry.published), "date_modified": _at(entry.updated)}


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
