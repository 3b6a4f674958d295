"""What the simulated network knows: Pages, people, posts, files, tokens; all in memory."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from antiphon.connect.simulation import ShownMedia
from antiphon.connect.values import Kind

KEPT_BYTES, KEPT_FILES = 1_000_000, 200


@dataclass(slots=True)
class Page:
    """A Page and its owner."""

    id: str
    owner: str
    handle: str
    name: str
    facts: dict[str, str]
    posts: list["Post"] = field(default_factory=list)
    followers: set[str] = field(default_factory=set)
    token: str = ""
    calls: int = 0
    window: datetime | None = None
    """When the counting of calls began."""


@dataclass(slots=True)
class Token:
    """What somebody may do, until it dies."""

    whose: str
    kind: str
    """page or user."""
    owner: str
    ends_at: datetime | None = None
    dead: int = 0
    """The subcode of the refusal, once it is dead."""


@dataclass(slots=True)
class Item:
    """A file: a photo or a video."""

    id: str
    page: str
    kind: Kind
    created: datetime
    alt: str = ""
    size: int = 0
    digest: str = ""
    mime: str = ""
    post: str = ""
    """The post that shows it."""
    session: str = ""
    expected: int = 0
    finished: datetime | None = None
    is_reel: bool = False
    text: str = ""
    title: str = ""
    error: str = ""
    views: int = 0
    sum: Any = field(default_factory=hashlib.sha256)

    def take(self, piece: bytes) -> None:
        """More of its bytes have arrived."""
        self.sum.update(piece)
        self.size += len(piece)
        self.digest = self.sum.hexdigest()


@dataclass(slots=True)
class Post:
    """A post, a story or a comment."""

    id: str
    page: str
    author: str
    author_name: str
    text: str
    created: datetime
    media: list[Item] = field(default_factory=list)
    link: str = ""
    parent: "Post | None" = None
    is_story: bool = False
    targeting: dict[str, Any] = field(default_factory=dict)
    feed_targeting: dict[str, Any] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    comments: list["Post"] = field(default_factory=list)
    likes: set[str] = field(default_factory=set)
    viewers: set[str] = field(default_factory=set)
    views: int = 0
    shares: int = 0
    clicks: int = 0
    updated: datetime | None = None
    gone: bool = False
    visible_from: datetime | None = None

    def visible(self, at: datetime) -> bool:
        """Whether people see it."""
        return not self.gone and (self.visible_from is None or self.visible_from <= at)


class World:
    """All of it, found in constant time."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.handles: dict[str, Page] = {}
        self.people: dict[str, str] = {}
        """Name of a person to their id."""
        self.tokens: dict[str, Token] = {}
        self.posts: dict[str, Post] = {}
        self.items: dict[str, Item] = {}
        self.sessions: dict[str, Item] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.said: dict[tuple[str, str], datetime] = {}
        self.order: list[Post] = []
        self.bytes: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._ids = count(122_100_000_000_001, 7)

    def id(self) -> str:
        """A fresh id."""
        return str(next(self._ids))

    def mint(self, *, whose: str, kind: str, owner: str, ends_at: datetime | None = None) -> str:
        """A fresh token."""
        token = "EAA" + secrets.token_urlsafe(48)
        self.tokens[token] = Token(whose=whose, kind=kind, owner=owner, ends_at=ends_at)
        return token

    def page_token(self, page: Page) -> str:
        """The Page's living token, or a fresh one."""
        if not page.token or self.tokens[page.token].dead:
            page.token = self.mint(whose=page.id, kind="page", owner=page.owner)
        return page.token

    def kill(self, owner: str, subcode: int) -> None:
        """All tokens of a person, and of the Pages connected by them, die of this."""
        for token in self.tokens.values():
            if token.owner == owner and not token.dead:
                token.dead = subcode

    def open(self, handle: str, name: str, facts: dict[str, str]) -> Page:
        """The Page of that handle; made where there is none."""
        if handle not in self.handles:
            known = self.people.setdefault(facts.get("owner") or handle, self.id())
            page = Page(self.id(), known, handle, name, facts)
            self.pages[page.id] = self.handles[handle] = page
        return self.handles[handle]

    def repeats(self, page: str, said: str, at: datetime, within: timedelta) -> bool:
        """Whether this Page said just this shortly before; remembers it if not."""
        key = (page, hashlib.sha256(said.encode()).hexdigest())
        before = self.said.get(key)
        if before is not None and at - before < within:
            return True
        self.said[key] = at
        return False

    def add(self, post: Post) -> Post:
        """Make it visible."""
        self.posts[post.id] = post
        self.order.append(post)
        if post.parent is not None:
            post.parent.comments.append(post)
        elif post.page in self.pages:
            self.pages[post.page].posts.append(post)
        for item in post.media:
            item.post = post.id
        return post

    def remove(self, post: Post) -> None:
        """Take it away, with what was written below it."""
        post.gone = True
        self.posts.pop(post.id, None)
        for item in post.media:
            self.items.pop(item.id, None)
        for comment in list(post.comments):
            self.remove(comment)

    def keep(self, item: Item, body: bytes) -> None:
        """Keep the bytes of the newest small files, for showing."""
        if len(body) <= KEPT_BYTES:
            self.bytes[item.id] = (item.mime, body)
            while len(self.bytes) > KEPT_FILES:
                self.bytes.popitem(last=False)

    def newest(self, page: Page, at: datetime) -> Iterator[Post]:
        """The posts of a Page, newest first."""
        return (post for post in reversed(page.posts) if post.visible(at) and not post.is_story)


def shown(item: Item, base: str, *, kept: bool) -> ShownMedia:
    """A file as a visitor sees it."""
    url = f"{base}/-/scontent.facebook.com/{item.id}" if kept else ""
    return ShownMedia(
        kind=item.kind, alt=item.alt, url=url, mime=item.mime, size=item.size, digest=item.digest
    )
