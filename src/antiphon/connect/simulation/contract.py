"""What a simulator shows of itself, besides its network's own wire format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol

from antiphon.connect.registry import packages
from antiphon.connect.values import Kind, Metric, RemoteId, Targeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody out there."""

    id: str
    name: str
    country: str = ""
    city: str = ""
    language: str = ""
    age: int = 0
    gender: str = ""


class ReactionKind(StrEnum):
    """What people do with a post."""

    VIEW = "view"
    LIKE = "like"
    SHARE = "share"
    REPLY = "reply"
    CLICK = "click"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """One person does one thing to one post (or, following, to one account)."""

    kind: ReactionKind
    by: Person
    account: RemoteId
    post: RemoteId | None = None
    text: str = ""
    at: datetime
    targeting: Targeting = field(default_factory=Targeting)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMedia:
    """A file as a visitor sees it."""

    kind: Kind
    alt: str = ""
    url: str = ""
    mime: str = ""
    size: int = 0
    digest: str = ""
    """SHA-256 of the bytes that arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as a visitor of the simulated network sees it."""

    id: RemoteId
    account: RemoteId
    author: str
    text: str
    """Plain text."""
    at: datetime
    url: str = ""
    title: str = ""
    parent: RemoteId | None = None
    media: tuple[ShownMedia, ...] = ()
    poll: tuple[str, ...] = ()
    link: str = ""
    language: str = ""
    targeting: Targeting = field(default_factory=Targeting)
    options: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[Metric, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """How to connect a channel to a simulated account."""

    sign_in: str
    """The key of a sign-in that people can type (no journey)."""
    given: Mapping[str, str]
    server: str
    id: RemoteId
    handle: str


Asgi = Callable[..., Any]


class Simulates(Protocol):
    """A network in small: its wire format, its state, its limits, its refusals."""

    app: Asgi
    """Serves the network's real paths; other hosts of it below `/-/<host>`."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        """`base` is the public address of this simulator, without a slash at the end."""

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """Make an account, or find it, and say how to sign in to it."""

    def revoke(self, handle: str) -> None:
        """Make every token of the account invalid, as if its owner took the permission back."""

    def expire(self, handle: str) -> None:
        """Let the account's access token run out; a refresh token stays good, if there is one."""

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All visible posts and comments, oldest first, of one account or of all."""

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Let a person do something; the id of a new reply."""


def simulator(key: str) -> Callable[..., Simulates]:
    """The simulator class of that network."""
    found: Callable[..., Simulates] = import_module(f"{packages()[key]}.simulator").Simulator
    return found
