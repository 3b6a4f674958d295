"""The state of Reddit in small: people, communities, posts, comments, files and tokens."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.values import Kind

LASTS = timedelta(days=1)
KEPT = 1024 * 1024
"""Bytes of a file that are kept for showing; of larger ones only the digest."""
SCRIPT, SECRET = "script-of-ours", "a secret of the script"
"""The app of whoever types its keys."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Quirks:
    """Ways in which the real one is known, or said, to differ from day to day."""

    making: int = 0
    """How often the list of own posts is read before a post with a file stands in it."""
    fails: bool = False
    """Posts with files never come out."""
    storage: str = ""
    """What the storage host says instead of taking a file."""
    errors: list[list[Any]] = field(default_factory=list)
    """What every call with an envelope is refused with."""
    wait: float = 0
    """Seconds that go with such a refusal."""
    jquery: bool = False
    """Refusals come in the older form."""
    mute: bool = False
    """A comment is taken and none is named (recorded)."""
    hides: int = 0
    """So many comments of a post are only counted, not told."""
    left: float = 996.0
    denies: bool = False
    """The person presses decline."""


@dataclass(slots=True)
class File:
    """Something uploaded, by its number."""

    id: str
    owner: str
    kind: Kind
    mime: str
    size: int = 0
    digest: str = ""
    body: bytes = b""


@dataclass(slots=True)
class Community:
    """A community, or somebody's profile."""

    id: str
    name: str
    title: str
    owner: str
    at: datetime
    subscribers: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    """What `about` says besides."""
    wanted: dict[str, Any] = field(default_factory=dict)
    """Its requirements."""
    flairs: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """A post or a comment, as it stands in the answers."""

    name: str
    author: str
    community: str
    at: datetime
    told: dict[str, Any]
    files: tuple[File, ...] = ()
    parent: str = ""
    post: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    unseen: int = 0
    """How often the list is read before it stands there."""


@dataclass(slots=True)
class User:
    """Somebody at Reddit."""

    id: str
    name: str
    title: str
    profile: str
    password: str = ""
    suspended: bool = False
    posts: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    grants: int = 0


@dataclass(slots=True)
class Token:
    """An access token, or one that renews."""

    user: str
    scopes: frozenset[str]
    ends: datetime | None
    revoked: bool = False


class World:
    """All of it, in memory; every look-up is one step."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now, self.quirks = base, now, Quirks()
        self.users: dict[str, User] = {}
        self.communities: dict[str, Community] = {}
        self.posts: dict[str, Entry] = {}
        self.comments: dict[str, Entry] = {}
        self.files: dict[str, File] = {}
        self.uploads: dict[str, str] = {}
        self.tokens: dict[str, Token] = {}
        self.renewers: dict[str, Token] = {}
        self.codes: dict[str, Token] = {}
        self.apps: dict[str, str] = {SCRIPT: SECRET}
        self._last = 0

    def new_id(self) -> str:
        """A number greater than all before, in base 36."""
        self._last = max(int(self.now().timestamp() * 1_000), self._last + 1)
        number, found = self._last, ""
        while number:
            number, place = divmod(number, 36)
            found = DIGITS[place] + found
        return found

    def open(self, name: str, title: str) -> User:
        """A person with a profile and a community of the same name."""
        if name.casefold() in self.users:
            return self.users[name.casefold()]
        id = self.new_id()
        user = User(id=id, name=name, title=title, profile=f"u_{name}", password=f"pass of {name}")
        self.users[name.casefold()] = user
        self.found(f"u_{name}", title, user)
        home = self.found(name, title, user)
        home.flairs = {f"{id}-news": "News", f"{id}-help": "Help wanted"}
        home.told["link_flair_enabled"] = True
        return user

    def found(self, name: str, title: str, owner: User) -> Community:
        """A new community."""
        made = Community(id=self.new_id(), name=name, title=title, owner=owner.name, at=self.now())
        self.communities[name.casefold()] = made
        return made

    def grant(self, user: User, scopes: frozenset[str]) -> str:
        """A fresh access token."""
        user.grants += 1
        token = hashlib.sha256(f"{user.name}:{user.grants}".encode()).hexdigest()
        self.tokens[token] = Token(user=user.name, scopes=scopes, ends=self.now() + LASTS)
        return token

    def renewer(self, user: User, scopes: frozenset[str]) -> str:
        """A token that renews, for ever."""
        token = hashlib.sha256(f"{user.name}:{user.grants}:renews".encode()).hexdigest()
        self.renewers[token] = Token(user=user.name, scopes=scopes, ends=None)
        return token

    def entry(self, name: str) -> Entry | None:
        """A post or a comment by its full name."""
        return self.posts.get(name) or self.comments.get(name)

    def write(self, entry: Entry) -> None:
        """Put a post, or a comment below its post, where it belongs."""
        user = self.users.get(entry.author.casefold())
        if entry.parent:
            self.comments[entry.name] = entry
            self.posts[entry.post].comments.append(entry.name)
        else:
            self.posts[entry.name] = entry
        if user:
            (user.comments if entry.parent else user.posts).append(entry.name)

    def remove(self, name: str) -> None:
        """Take a post with its comments, or a comment, out of sight."""
        entry = self.posts.pop(name, None) or self.comments.pop(name, None)
        if entry is None:
            return
        for one in entry.comments:
            self.comments.pop(one, None)
        user = self.users[entry.author.casefold()]
        user.posts = [one for one in user.posts if one != name]
        user.comments = [one for one in user.comments if one in self.comments]
        if entry.post in self.posts:
            self.posts[entry.post].comments.remove(name)
