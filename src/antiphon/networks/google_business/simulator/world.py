"""What the simulated network knows: places, posts, reviews, tokens; all in memory."""

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from antiphon.connect.simulation import ShownMedia
from antiphon.connect.values import Kind

KEPT_FILES = 200
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Place:
    """A location of a business."""

    name: str
    """accounts/1/locations/2."""
    owner: str
    handle: str
    title: str
    facts: dict[str, str]

    @property
    def short(self) -> str:
        """locations/2."""
        return "locations/" + self.name.rpartition("/")[2]


@dataclass(slots=True)
class Token:
    """What lets somebody in, until it dies."""

    owner: str
    ends_at: datetime | None = None
    is_dead: bool = False


@dataclass(slots=True)
class Post:
    """A local post."""

    name: str
    place: Place
    body: dict[str, Any]
    made_at: datetime
    updated_at: datetime
    shown_at: datetime
    files: list[tuple[str, bytes]] = field(default_factory=list)
    is_rejected: bool = False


@dataclass(slots=True)
class Review:
    """What a person thinks of a place, and what was answered."""

    name: str
    place: Place
    author: str
    stars: int
    words: str
    at: datetime
    near: str = ""
    """The post at which it was written, in the sandbox."""
    reply: str | None = None
    replied_at: datetime | None = None
    shown_at: datetime | None = None
    is_refused: bool = False


class World:
    """All of it."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.handles: dict[str, Place] = {}
        self.access: dict[str, Token] = {}
        self.refresh: dict[str, Token] = {}
        self.codes: dict[str, tuple[str, str, str]] = {}
        """Code to person, address to come back to, and challenge."""
        self.posts: dict[str, Post] = {}
        self.reviews: dict[str, Review] = {}
        self.files: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._ids = count(1)

    def id(self, begin: str) -> str:
        """A fresh id."""
        return f"{begin}{next(self._ids):08d}{secrets.token_hex(4)}"

    def open(self, handle: str, title: str, facts: dict[str, str]) -> Place:
        """The place of that handle; made where there is none."""
        if handle not in self.handles:
            owner = facts.get("owner") or handle
            name = f"accounts/{_number('person', owner)}/locations/{_number('place', handle)}"
            place = Place(name, owner, handle, title, facts)
            self.places[name] = self.handles[handle] = place
        return self.handles[handle]

    def grant(self, owner: str) -> str:
        """A fresh refresh token."""
        token = "1//0" + secrets.token_urlsafe(32)
        self.refresh[token] = Token(owner)
        return token

    def lend(self, owner: str, at: datetime) -> str:
        """A fresh access token, for an hour."""
        token = "ya29." + secrets.token_urlsafe(32)
        self.access[token] = Token(owner, at + HOUR)
        return token

    def kill(self, owner: str) -> None:
        """All tokens of a person die."""
        for token in (*self.access.values(), *self.refresh.values()):
            token.is_dead = token.is_dead or token.owner == owner

    def keep(self, file: tuple[str, bytes]) -> None:
        """Keep the newest files, for showing."""
        self.files[digest(file[1])] = file
        while len(self.files) > KEPT_FILES:
            self.files.popitem(last=False)


def digest(body: bytes) -> str:
    """SHA-256 of the bytes that arrived."""
    return hashlib.sha256(body).hexdigest()


def shown(file: tuple[str, bytes], base: str) -> ShownMedia:
    """A picture as a visitor sees it."""
    mime, body = file
    url = f"{base}/-/lh3.googleusercontent.com/{digest(body)}"
    return ShownMedia(kind=Kind.IMAGE, url=url, mime=mime, size=len(body), digest=digest(body))


def when(at: datetime) -> str:
    """A time as theirs."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _number(kind: str, name: str) -> int:
    """The same number for the same name, whenever it is opened."""
    return int.from_bytes(hashlib.sha256(f"{kind} {name}".encode()).digest()[:7])
