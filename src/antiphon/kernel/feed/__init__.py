"""A feed of ours: what it holds, and how it is told as Atom, RSS and JSON Feed; pure.

Sources, read 2026-11-21: RFC 4287 (Atom), RFC 4151 (`tag:` names), RSS 2.0 (RSS Advisory Board),
JSON Feed 1.1, W3C WebSub.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from antiphon.kernel.feed.atom import atom
from antiphon.kernel.feed.entry import Entry, Feed, File, Unfit, entry_from, told, uri
from antiphon.kernel.feed.jsonfeed import json_feed
from antiphon.kernel.feed.rss import rss

__all__ = ["FORMS", "MOST", "Entry", "Feed", "File", "Form", "Unfit", "entry_from", "form",
           "headers", "told", "uri"]  # fmt: skip

MOST = 50
"""How many of the newest items a feed tells; readers keep what they have seen."""


@dataclass(frozen=True, slots=True)
class Form:
    """One of the forms in which a feed is told."""

    mime: str
    write: Callable[[Feed, Sequence[Entry]], bytes]


FORMS: Mapping[str, Form] = {
    "atom": Form("application/atom+xml; charset=utf-8", atom),
    "rss": Form("application/rss+xml; charset=utf-8", rss),
    "json": Form("application/feed+json; charset=utf-8", json_feed),
}


def form(suffix: str) -> Form | None:
    """The form that the end of an address asks for."""
    return FORMS.get(suffix)


def headers(feed: Feed, suffix: str, body: bytes, changed: datetime) -> dict[str, str]:
    """What goes with a feed: its own address, its hub, and what conditional requests need."""
    links = [f'<{feed.address(suffix)}>; rel="self"']
    links += [f'<{feed.hub}>; rel="hub"'] if feed.hub else []
    return {
        "Content-Type": FORMS[suffix].mime,
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Last-Modified": changed.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Link": ", ".join(links),
        "Cache-Control": "public, max-age=300",
    }
