"""What the simulated network knows: profiles, containers, posts, tokens; all in memory."""

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from antiphon.connect.simulation import ShownMedia
from antiphon.connect.values import Kind

KEPT_FILES = 200
DAY = timedelta(days=1)


@dataclass(slots=True)
class Profile:
    """Somebody with an account."""

    id: str
    handle: str
    name: str
    facts: dict[str, str]
    followers: set[str] = field(default_factory=set)
    published: list[datetime] = field(default_factory=list)
    replied: list[datetime] = field(default_factory=list)
    posts: list["Post"] = field(default_factory=list)


@dataclass(slots=True)
class Token:
    """What lets somebody in, until it dies."""

    profile: str
    made_at: datetime
    ends_at: datetime
    is_dead: bool = False


@dataclass(slots=True)
class Picture:
    """A picture or video that was fetched."""

    kind: Kind
    mime: str
    body: bytes
    alt: str = ""


@dataclass(slots=True)
class Container:
    """What may be published, once."""

    id: str
    profile: str
    form: dict[str, Any]
    made_at: datetime
    media: list[Picture]
    ready_at: datetime
    error: str = ""
    post: str = ""


@dataclass(slots=True)
class Post:
    """A post or a reply."""

    id: str
    author: str
    handle: str
    at: datetime
    form: dict[str, Any]
    media: list[Picture] = field(default_factory=list)
    parent: "Post | None" = None
    replies: list["Post"] = field(default_factory=list)
    likes: set[str] = field(default_factory=set)
    views: int = 0
    reposts: int = 0
    is_gone: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.form.get("text", ""))

    @property
    def root(self) -> "Post":
        """The post that the talk began with."""
        return self.parent.root if self.parent else self


class World:
    """All of it."""

    def __init__(self) -> None:
        self.profiles: dict[str, Profile] = {}
        self.handles: dict[str, Profile] = {}
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.containers: dict[str, Container] = {}
        self.posts: dict[str, Post] = {}
        self.order: list[Post] = []
        self.files: OrderedDict[str, Picture] = OrderedDict()
        self._ids = count(17_900_000_000_000_001, 7)

    def id(self) -> str:
        """A fresh id."""
        return str(next(self._ids))

    def open(self, handle: str, name: str, facts: dict[str, str]) -> Profile:
        """The profile of that handle; made where there is none."""
        if handle not in self.handles:
            profile = Profile(self.id(), handle, name, facts)
            self.profiles[profile.id] = self.handles[handle] = profile
        return self.handles[handle]

    def mint(self, profile: str, at: datetime, lasting: timedelta) -> str:
        """A fresh token."""
        token = "THAA" + secrets.token_urlsafe(32)
        self.tokens[token] = Token(profile, at, at + lasting)
        return token

    def add(self, post: Post) -> Post:
        """Make it visible."""
        self.posts[post.id] = post
        self.order.append(post)
        if post.parent:
            post.parent.replies.append(post)
        if post.author in self.profiles:
            self.profiles[post.author].posts.append(post)
        for picture in post.media:
            self.files[digest(picture)] = picture
        while len(self.files) > KEPT_FILES:
            self.files.popitem(last=False)
        return post

    def remove(self, post: Post) -> None:
        """Take it away; what others wrote below it stays without it."""
        post.is_gone = True
        self.posts.pop(post.id, None)


def digest(picture: Picture) -> str:
    """SHA-256 of the bytes that arrived."""
    return hashlib.sha256(picture.body).hexdigest()


def shown(picture: Picture, base: str) -> ShownMedia:
    """A file as a visitor sees it."""
    return ShownMedia(
        kind=picture.kind,
        alt=picture.alt,
        url=f"{base}/-/cdn.threads.net/{digest(picture)}",
        mime=picture.mime,
        size=len(picture.body),
        digest=digest(picture),
    )


def below(post: Post) -> list[Post]:
    """All that was written below a post, oldest first."""
    found = [reply for reply in post.replies if not reply.is_gone]
    for reply in list(found):
        found += below(reply)
    return sorted(found, key=lambda one: one.at)


def within_a_day(times: list[datetime], at: datetime) -> int:
    """How many of these lie in the last 24 hours."""
    return sum(1 for one in times if at - one < DAY)
