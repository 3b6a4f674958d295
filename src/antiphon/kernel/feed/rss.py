"""A feed as RSS 2.0, with Atom's `link` and the content and media modules."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from antiphon.kernel.feed.entry import Entry, Feed, File, uri
from antiphon.kernel.feed.xml import ATOM, CONTENT, MEDIA, put, written


def rss(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The document."""
    root = Element("rss", {"version": "2.0"})
    channel = put(root, "channel")
    put(channel, "title", feed.title)
    put(channel, "link", feed.home or feed.address("rss"))
    put(channel, "description", feed.title)
    if feed.language:
        put(channel, "language", feed.language)
    put(channel, "lastBuildDate", _at(max([e.updated for e in entries], default=feed.made_at)))
    put(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml",
        href=feed.address("rss"))  # fmt: skip
    if feed.hub:
        put(channel, f"{{{ATOM}}}link", rel="hub", href=feed.hub)
    for entry in entries:
        _item(channel, feed, entry)
    return written(root)


def _item(channel: Element, feed: Feed, entry: Entry) -> None:
    item = put(channel, "item")
    put(item, "title", entry.name)
    put(item, "link", feed.page(entry.id))
    put(item, "guid", uri(feed, entry.id), isPermaLink="false")
    put(item, "pubDate", _at(entry.published))
    put(item, "description", entry.summary or entry.html or entry.text)
    if entry.html:
        put(item, f"{{{CONTENT}}}encoded", entry.html)
    for tag in entry.tags:
        put(item, "category", tag)
    # Readers take only one enclosure; the media module tells them all.
    for file in entry.files[:1]:
        put(item, "enclosure", url=file.url, length=str(file.size), type=file.mime)
    for file in entry.files:
        _media(item, file)


def _media(item: Element, file: File) -> None:
    found = put(item, f"{{{MEDIA}}}content", url=file.url, type=file.mime,
                fileSize=str(file.size))  # fmt: skip
    if file.title:
        put(found, f"{{{MEDIA}}}description", file.title, type="plain")


def _at(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
