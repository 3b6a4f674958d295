"""The state of X in small: accounts, tokens, posts and files, each found at once."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import regex

from antiphon.connect.simulation import Person

EPOCH_MS = 1_288_834_974_657
"""Ids carry the milliseconds since 2010-11-04 (docs.x.com, X IDs)."""
KEPT = 1024 * 1024
"""Bytes of a file that are kept for showing; of larger ones only the digest."""


@dataclass(slots=True)
class Account:
    """Somebody at X; `user` is one whom we may speak for."""

    id: str
    handle: str
    name: str
    at: datetime
    facts: dict[str, str] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    followers: int = 0
    recent: dict[str, datetime] = field(default_factory=dict)
    """What was posted lately, to refuse it when it comes again."""


@dataclass(slots=True)
class Token:
    """An access token."""

    account: str
    scope: str
    ends: datetime | None
    refresh: str = ""


@dataclass(slots=True)
class Film:
    """A file on its way or there."""

    id: str
    owner: str
    category: str
    mime: str
    total: int
    ends: datetime
    received: int = 0
    next_piece: int = 0
    state: str = "open"
    asked: int = 0
    alt: str = ""
    warning: dict[str, bool] = field(default_factory=dict)
    kept: bytearray = field(default_factory=bytearray)
    sum: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def key(self) -> str:
        """As posts name it: what it is, then its id."""
        kinds = {"tweet_image": 3, "tweet_gif": 16, "tweet_video": 7, "amplify_video": 13}
        return f"{kinds.get(self.category, 3)}_{self.id}"

    def take(self, piece: bytes) -> None:
        """More of its bytes."""
        self.received += len(piece)
        self.sum.update(piece)
        if self.total <= KEPT:
            self.kept += piece


@dataclass(slots=True)
class Entry:
    """A post, whoever wrote it."""

    id: str
    author: Account
    at: datetime
    text: str
    parent: str = ""
    quoted: str = ""
    root: str = ""
    films: tuple[Film, ...] = ()
    poll: tuple[str, ...] = ()
    minutes: int = 0
    options: dict[str, object] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)
    replaced: bool = False
    mark: str = ""
    counts: dict[str, int] = field(default_factory=dict)


class World:
    """Everything that X knows; nothing here takes longer because there is more of it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.accounts: dict[str, Account] = {}
        self.handles: dict[str, Account] = {}
        self.people: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshers: dict[str, Token] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.posts: dict[str, Entry] = {}
        self.films: dict[str, Film] = {}
        self._last = 0

    def new_id(self) -> str:
        """An id greater than all before."""
        stamp = (int(self.now().timestamp() * 1000) - EPOCH_MS) << 22
        self._last = max(stamp, self._last + 1)
        return str(self._last)

    def account(self, handle: str, name: str, facts: dict[str, str]) -> Account:
        """The account of that handle; made if it is new."""
        short = name_of(handle)
        if short.lower() not in self.handles:
            made = Account(id=self.new_id(), handle=short, name=name, at=self.now())
            self.accounts[made.id] = self.handles[short.lower()] = made
        found = self.handles[short.lower()]
        found.facts |= facts
        return found

    def person(self, person: Person) -> Account:
        """Somebody out there, with a handle of their own."""
        if person.id not in self.people:
            handle = name_of(person.name)[:10] + str(len(self.people) + 1)
            self.people[person.id] = self.account(handle, person.name, {})
        return self.people[person.id]

    def give(self, account: Account, scope: str, *, lasting: timedelta | None = None) -> str:
        """A new access token for the account."""
        text = secrets.token_urlsafe(48)
        ends = self.now() + lasting if lasting else None
        self.tokens[text] = Token(account.id, scope, ends)
        return text

    def newest(self, ids: list[str]) -> Iterator[Entry]:
        """Those of these posts that are there, newest first."""
        for id in reversed(ids):
            post = self.posts.get(id)
            if post and not post.replaced:
                yield post

    def add(self, post: Entry) -> None:
        """Put a post where it is found, and tell those whom it names."""
        self.posts[post.id] = post
        post.author.posts.append(post.id)
        parent = self.posts.get(post.parent)
        if parent:
            parent.counts["reply_count"] = parent.counts.get("reply_count", 0) + 1

    def remove(self, post: Entry) -> None:
        """Take a post out; equal words may be said again."""
        del self.posts[post.id]
        post.author.recent.pop(post.mark, None)
        if post.author.posts and post.author.posts[-1] == post.id:
            post.author.posts.pop()


def name_of(handle: str) -> str:
    """A handle as X allows it: letters, digits and underscores, at most fifteen."""
    return regex.sub(r"[^A-Za-z0-9_]", "", handle.lstrip("@"))[:15] or "somebody"
