"""What simulated sites hold: posts, files, members and what they wrote."""

import hashlib
import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from antiphon.connect.values import Metric

KEPT_BYTES = 1_000_000
"""Larger files are hashed and forgotten."""


def at(moment: datetime) -> str:
    """A time as the site writes it: its clock has no smaller part than a second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@dataclass
class Post:
    """A post or a page, in any state."""

    id: str
    which: str
    """posts or pages."""
    slug: str
    created_at: datetime
    updated_at: datetime
    title: str = ""
    html: str = ""
    status: str = "draft"
    published_at: datetime | None = None
    told: dict[str, Any] = field(default_factory=dict)
    """The other fields, as they were given."""
    email: dict[str, Any] | None = None
    counts: dict[Metric, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True)
class File:
    """A file; its bytes only when they are few."""

    url: str
    mime: str
    size: int
    digest: str
    content: bytes


@dataclass(frozen=True)
class Comment:
    """What a member wrote."""

    id: str
    post: Post
    member: str
    name: str
    html: str
    created_at: datetime
    parent: str = ""


class Site:
    """One site, with its key."""

    def __init__(self, home: str, handle: str, name: str) -> None:
        self.home, self.handle, self.name = home, handle, name
        seed = hashlib.sha256(handle.encode()).hexdigest()
        self.uuid = str(uuid5(NAMESPACE_URL, handle))
        self.key_id, self.secret = seed[:24], hashlib.sha256(seed.encode()).hexdigest()
        self.known = True
        """Whether the key is there at all."""
        self._ids = itertools.count(1)
        self.posts: dict[str, Post] = {}
        self.files: dict[str, File] = {}
        self.comments: list[Comment] = []
        self.members: set[str] = set()
        self.newsletters = [("default-newsletter", name)]
        self.tiers = [("free", "Free", "free"), ("gold", "Gold", "paid")]

    @property
    def key(self) -> str:
        """As its owner copies it."""
        return f"{self.key_id}:{self.secret}"

    def new_key(self) -> None:
        """Another integration; the key of the one before is gone for ever."""
        self.key_id = hashlib.sha256(self.key_id.encode()).hexdigest()[:24]
        self.secret, self.known = hashlib.sha256(self.secret.encode()).hexdigest(), True

    def next_id(self) -> str:
        """Twenty-four characters, as there."""
        return f"{int(self.key_id[:6], 16):06x}{next(self._ids):018x}"

    def free_slug(self, wanted: str, which: str) -> str:
        """The address word, or the first free one with a number (seen)."""
        taken = {post.slug for post in self.posts.values() if post.which == which}
        names = (wanted if number == 1 else f"{wanted}-{number}" for number in itertools.count(1))
        return next(name for name in names if name not in taken)

    def add_file(self, url: str, mime: str, content: bytes) -> File:
        """Keep a file."""
        kept = content if len(content) <= KEPT_BYTES else b""
        digest = hashlib.sha256(content).hexdigest()
        self.files[url] = File(url, mime, len(content), digest, kept)
        return self.files[url]

    def by_slug(self, slug: str, which: str) -> Post | None:
        """What has that address word."""
        found = self.posts.values()
        return next((post for post in found if (post.slug, post.which) == (slug, which)), None)
