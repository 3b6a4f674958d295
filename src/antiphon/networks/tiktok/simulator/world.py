"""What the simulated network knows: accounts, tokens, posts, comments; all in memory."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from antiphon.connect.simulation import ShownMedia
from antiphon.connect.values import Kind

KEPT_BYTES, KEPT_FILES = 1_000_000, 200
PUBLIC, FOLLOWERS = "PUBLIC_TO_EVERYONE", "FOLLOWER_OF_CREATOR"
FRIENDS, PRIVATE = "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"


@dataclass(slots=True)
class Account:
    """Somebody who posts."""

    id: str
    handle: str
    name: str
    is_private: bool = False
    is_business: bool = False
    off: set[str] = field(default_factory=set)
    """Of comment, duet, stitch: what the account does not let anybody do."""
    longest: int = 600
    token: str = ""
    followers: set[str] = field(default_factory=set)
    posts: list["Post"] = field(default_factory=list)

    @property
    def levels(self) -> list[str]:
        """Who may be chosen to see a post."""
        return [FOLLOWERS if self.is_private else PUBLIC, FRIENDS, PRIVATE]


@dataclass(slots=True)
class Token:
    """What somebody may do, until it ends."""

    account: Account
    scopes: frozenset[str]
    ends_at: datetime | None = None
    dead: bool = False


@dataclass(slots=True)
class Comment:
    """What somebody wrote below a post."""

    id: str
    post: "Post"
    author: str
    author_id: str
    text: str
    at: datetime
    is_ours: bool = False


@dataclass(slots=True)
class Post:
    """A video or pictures, from the first call on."""

    id: str
    publish: str
    account: Account
    text: str
    created: datetime
    ready_at: datetime
    title: str = ""
    kind: Kind = Kind.VIDEO
    privacy: str = PUBLIC
    options: dict[str, Any] = field(default_factory=dict)
    in_app: bool = False
    """Whether it waits for a person to finish it in the app."""
    failed: str = ""
    size: int = 0
    piece: int = 0
    pieces: int = 0
    got: int = 0
    sum: Any = field(default_factory=hashlib.sha256)
    media: list[ShownMedia] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    likes: set[str] = field(default_factory=set)
    views: int = 0
    shares: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all its bytes are there."""
        return self.got >= self.size

    def status(self, at: datetime) -> str:
        """The word for how far it is."""
        if self.failed:
            return "FAILED"
        if not self.is_whole:
            return "PROCESSING_UPLOAD"
        if at < self.ready_at:
            return "PROCESSING_UPLOAD" if self.size else "PROCESSING_DOWNLOAD"
        return "SEND_TO_USER_INBOX" if self.in_app else "PUBLISH_COMPLETE"

    def is_public(self, at: datetime) -> bool:
        """Whether everybody sees it."""
        return self.status(at) == "PUBLISH_COMPLETE" and self.privacy == PUBLIC


class World:
    """All of it, found in constant time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.accounts: dict[str, Account] = {}
        self.handles: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshers: dict[str, Token] = {}
        self.codes: dict[str, tuple[Account, frozenset[str], str]] = {}
        self.posts: dict[str, Post] = {}
        self.publishes: dict[str, Post] = {}
        self.uploads: dict[str, Post] = {}
        self.order: list[Post | Comment] = []
        self.bytes: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self.processing = timedelta(0)
        """How long it works on a post; tests make it slow."""
        self._ids = count(7_400_000_000_000_000_001, 104_729)

    def id(self) -> str:
        """A fresh id of 19 digits."""
        return str(next(self._ids))

    def open(self, handle: str, name: str, **facts: str) -> Account:
        """The account of that handle; made where there is none."""
        if handle not in self.handles:
            digest = hashlib.sha256(handle.encode()).hexdigest()
            account = Account(f"-000{digest[:32]}", handle, name)
            account.is_private = facts.get("kind") == "member"
            account.is_business = facts.get("kind") not in {"member", "creator"}
            self.handles[handle] = self.accounts[account.id] = account
        return self.handles[handle]

    def mint(
        self, account: Account, scopes: frozenset[str], ends_at: datetime | None = None
    ) -> str:
        """A fresh token."""
        text = f"act.{secrets.token_urlsafe(40)}"
        self.tokens[text] = Token(account, scopes, ends_at)
        return text

    def post(self, account: Account, prefix: str, **facts: Any) -> Post:
        """A post that begins now."""
        id, at = self.id(), self.now()
        publish = f"{prefix}~v2.{id}"
        post = Post(id=id, publish=publish, account=account, created=at,
                    ready_at=at + self.processing, **facts)  # fmt: skip
        self.posts[id] = self.publishes[publish] = post
        account.posts.append(post)
        self.order.append(post)
        return post

    def reply(self, post: Post, author: tuple[str, str], text: str, at: datetime) -> Comment:
        """Somebody writes below a post."""
        comment = Comment(self.id(), post, author[1], author[0], text, at)
        comment.is_ours = author[0] == post.account.id
        post.comments.append(comment)
        self.order.append(comment)
        return comment

    def keep(self, body: bytes, mime: str, base: str, kind: Kind = Kind.IMAGE) -> ShownMedia:
        """A file that arrived; the bytes of small ones are kept for showing."""
        digest = hashlib.sha256(body).hexdigest()
        url = ""
        if len(body) <= KEPT_BYTES:
            self.bytes[digest] = (mime, body)
            url = f"{base}/-/p16-sign.tiktokcdn.com/{digest}"
            while len(self.bytes) > KEPT_FILES:
                self.bytes.popitem(last=False)
        return ShownMedia(kind=kind, url=url, mime=mime, size=len(body), digest=digest)

    def public(self, account: Account) -> Iterator[Post]:
        """The posts of an account that everybody sees, newest first."""
        at = self.now()
        return (post for post in reversed(account.posts) if post.is_public(at))
