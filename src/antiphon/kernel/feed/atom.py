"""A feed as Atom (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from antiphon.kernel.feed.entry import Entry, Feed, File, uri
from antiphon.kernel.feed.xml import ATOM, clean, put, written

_A = f"{{{ATOM}}}"


def atom(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The document."""
    root = Element(f"{_A}feed")
    if feed.language:
        root.set("xml:lang", clean(feed.language))
    put(root, f"{_A}id", uri(feed))
    put(root, f"{_A}title", feed.title)
    put(root, f"{_A}updated", _at(max([one.updated for one in entries], default=feed.made_at)))
    put(put(root, f"{_A}author"), f"{_A}name", feed.author or feed.title)
    put(root, f"{_A}link", rel="self", type="application/atom+xml", href=feed.address("atom"))
    if feed.home:
        put(root, f"{_A}link", rel="alternate", type="text/html", href=feed.home)
    if feed.hub:
        put(root, f"{_A}link", rel="hub", href=feed.hub)
    for entry in entries:
        _entry(root, feed, entry)
    return written(root)


def _entry(root: Element, feed: Feed, entry: Entry) -> None:
    found = put(root, f"{_A}entry")
    if entry.language:
        found.set("xml:lang", clean(entry.language))
    put(found, f"{_A}id", uri(feed, entry.id))
    put(found, f"{_A}title", entry.name)
    put(found, f"{_A}published", _at(entry.published))
    put(found, f"{_A}updated", _at(entry.updated))
    put(found, f"{_A}link", rel="alternate", type="text/html", href=feed.page(entry.id))
    if entry.link:
        put(found, f"{_A}link", rel="related", href=entry.link)
    for file in entry.files:
        _enclosure(found, file)
    for tag in entry.tags:
        put(found, f"{_A}category", term=tag)
    if entry.summary:
        put(found, f"{_A}summary", entry.summary)
    put(found, f"{_A}content", entry.html or entry.text, type="html" if entry.html else "text")


def _enclosure(found: Element, file: File) -> None:
    about = {"rel": "enclosure", "type": file.mime, "href": file.url}
    about |= {"length": str(file.size)} if file.size else {}
    about |= {"title": file.title} if file.title else {}
    put(found, f"{_A}link", **about)


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
