"""What a simulated house of feeds holds."""

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from antiphon.kernel.feed import Entry, Feed, uri


@dataclass
class Kept:
    """One feed and its items."""

    feed: Feed
    token: str
    changed: datetime
    entries: dict[str, Entry] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Ids of what was taken out; they never come back."""
    digests: dict[str, str] = field(default_factory=dict)
    """Of the files as a reader would find them."""

    @property
    def uri(self) -> str:
        """The feed's name for ever."""
        return uri(self.feed)

    @property
    def newest(self) -> list[Entry]:
        """The items, newest first."""
        return sorted(self.entries.values(), key=lambda one: one.published, reverse=True)

    def put(self, entry: Entry, now: datetime) -> Entry:
        """Put an item in, or change it; one that says the same stays as it is."""
        known = self.entries.get(entry.id)
        if known is not None and known.says_the_same_as(entry):
            return known
        published = known.published if known else entry.published
        self.entries[entry.id] = replace(entry, published=published)
        self.changed = now
        return self.entries[entry.id]

    def take_out(self, id: str, now: datetime) -> None:
        """Take an item out for good."""
        del self.entries[id]
        self.gone.add(id)
        self.changed = now


class House:
    """All feeds."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.feeds: dict[str, Kept] = {}

    def open(self, slug: str, title: str, now: datetime, hub: str) -> Kept:
        """The feed of that name, made where it is new."""
        if slug not in self.feeds:
            token = hashlib.sha256(f"{self.base}/{slug}".encode()).hexdigest()
            feed = Feed(slug=slug, title=title, base=self.base, made_at=now, hub=hub, author=title)
            self.feeds[slug] = Kept(feed, token, now)
        kept = self.feeds[slug]
        if not kept.token:
            kept.token = secrets.token_hex(32)
        return kept
