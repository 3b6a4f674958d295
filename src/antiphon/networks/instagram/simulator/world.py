"""What the simulated network knows: accounts, tokens, containers, posts; all in memory."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from antiphon.connect.simulation import ShownMedia
from antiphon.connect.values import Kind

KEPT_BYTES, KEPT_FILES = 1_000_000, 200
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Account:
    """A professional account, the Page it is linked to, and the person who owns both."""

    id: str
    handle: str
    name: str
    owner: str
    page: str
    facts: dict[str, str]
    posts: list["Post"] = field(default_factory=list)
    followers: set[str] = field(default_factory=set)
    tagged: list["Post"] = field(default_factory=list)
    containers: list[datetime] = field(default_factory=list)
    published: list[datetime] = field(default_factory=list)
    """When each container was made, and each post published, to be counted over a day."""
    calls: int = 0


@dataclass(slots=True)
class Token:
    """What somebody may do, until it dies."""

    account: str
    kind: str
    """instagram, page or user; each works at its own host."""
    owner: str
    made: datetime
    ends: datetime | None = None
    dead: int = 0
    """The subcode of the refusal, once it is dead."""


@dataclass(slots=True)
class File:
    """A picture or a video."""

    id: str
    kind: Kind
    mime: str = ""
    size: int = 0
    digest: str = ""
    alt: str = ""


@dataclass(slots=True)
class Container:
    """Something that is going to be a post, or a part of one."""

    id: str
    account: str
    kind: str
    """IMAGE, VIDEO, REELS, STORIES or CAROUSEL."""
    made: datetime
    is_item: bool = False
    files: list[File] = field(default_factory=list)
    caption: str = ""
    options: dict[str, str] = field(default_factory=dict)
    parts: list["Container"] = field(default_factory=list)
    expected: int | None = None
    """How many bytes are to be brought; None when it came for them itself."""
    body: bytearray = field(default_factory=bytearray)
    ready_at: datetime | None = None
    error: int = 0
    published: bool = False


@dataclass(slots=True)
class Post:
    """A post, a story, or a comment below one."""

    id: str
    account: str
    author: str
    author_name: str
    text: str
    at: datetime
    product: str = "FEED"
    """FEED, REELS or STORY; empty for comments."""
    files: list[File] = field(default_factory=list)
    parent: "Post | None" = None
    options: dict[str, str] = field(default_factory=dict)
    comments: list["Post"] = field(default_factory=list)
    likes: set[str] = field(default_factory=set)
    viewers: set[str] = field(default_factory=set)
    views: int = 0
    shares: int = 0
    saved: int = 0
    gone: bool = False

    @property
    def top(self) -> "Post":
        """The post below which it stands."""
        return self if self.parent is None else self.parent.top

    def seen(self, at: datetime) -> bool:
        """Whether a visitor sees it; a story is seen for a day."""
        return not self.gone and (self.product != "STORY" or at - self.at < A_DAY)


class World:
    """All of it, found in constant time."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.handles: dict[str, Account] = {}
        self.people: dict[str, str] = {}
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.containers: dict[str, Container] = {}
        self.posts: dict[str, Post] = {}
        self.order: list[Post] = []
        self.bytes: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._ids = count(17_900_000_000_000_001, 11)
        self._accounts = count(17_841_400_000_000_001, 13)

    def id(self) -> str:
        """A fresh id of anything but an account."""
        return str(next(self._ids))

    def open(self, handle: str, name: str, facts: dict[str, str]) -> Account:
        """The account of that handle; made where there is none."""
        if handle not in self.handles:
            owner = self.people.setdefault(facts.get("owner") or handle, self.id())
            found = Account(str(next(self._accounts)), handle, name, owner, self.id(), facts)
            self.accounts[found.id] = self.handles[handle] = found
        return self.handles[handle]

    def mint(
        self, account: Account, kind: str, at: datetime, lasting: timedelta | None = None
    ) -> str:
        """A fresh token; what it begins with tells at whose host it works."""
        token = ("IG" if kind == "instagram" else "EA") + secrets.token_urlsafe(40)
        ends = at + lasting if lasting else None
        self.tokens[token] = Token(account.id, kind, account.owner, at, ends)
        return token

    def living(self, account: Account, kind: str, at: datetime, lasting: timedelta | None) -> str:
        """A token of that kind that is alive and lives as long, or a fresh one."""
        for text, token in self.tokens.items():
            lives = token.ends - token.made if token.ends else None
            if (token.account, token.kind, token.dead, lives) == (account.id, kind, 0, lasting):
                return text
        return self.mint(account, kind, at, lasting)

    def kill(self, owner: str, subcode: int) -> None:
        """All tokens of a person, and of what they own, die of this."""
        for token in self.tokens.values():
            if token.owner == owner:
                token.dead = token.dead or subcode

    def add(self, post: Post) -> Post:
        """Make it visible."""
        self.posts[post.id] = post
        self.order.append(post)
        if post.parent is not None:
            post.parent.comments.append(post)
        elif post.account in self.accounts:
            self.accounts[post.account].posts.append(post)
        return post

    def remove(self, post: Post) -> None:
        """Take it away, with what was written below it."""
        post.gone = True
        self.posts.pop(post.id, None)
        for comment in post.comments:
            self.remove(comment)

    def keep(self, file: File, body: bytes) -> None:
        """Keep the bytes of the newest small files, for showing."""
        if len(body) <= KEPT_BYTES:
            self.bytes[file.id] = (file.mime, body)
            while len(self.bytes) > KEPT_FILES:
                self.bytes.popitem(last=False)

    def shown(self, file: File, base: str) -> ShownMedia:
        """A file as a visitor sees it."""
        url = f"{base}/-/scontent.cdninstagram.com/{file.id}" if file.id in self.bytes else ""
        return ShownMedia(
            kind=file.kind, alt=file.alt, url=url, mime=file.mime, size=file.size,
            digest=file.digest,
        )  # fmt: skip


Given = dict[str, Any]
"""What a call carries: query and form."""
