"""What the simulated LinkedIn knows: accounts, sessions, posts, comments, files."""

import itertools
import re
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.values import Kind, Metric

SELF_SERVE = frozenset({"openid", "profile", "email", "w_member_social"})
COMMUNITY = SELF_SERVE | {
    "rw_organization_admin", "w_organization_social", "r_organization_social",
    "r_member_postAnalytics",
}  # fmt: skip
_FIRST_ID = 7_400_000_000_000_000_000
LASTS = timedelta(days=60)
REFRESHABLE = timedelta(days=365)


@dataclass(slots=True)
class Quirks:
    """Ways in which the real one is known, or said, to differ from day to day."""

    duplicate_window: timedelta = timedelta(hours=1)
    """How long an equal post is refused; nobody has measured the real one."""
    refresh_tokens: bool = True
    """Only approved partners get them."""
    processing: timedelta = timedelta(0)
    """How long a file is in work."""
    spoils: bool = False
    """Files come out of the work broken."""
    list_lag: timedelta = timedelta(0)
    """How late a new post stands in its author's list."""
    posts_a_day: int | None = None
    """About 100 to 150 are reported; none is enforced unless a test asks."""
    retired: frozenset[str] = frozenset({"202507", "202510"})
    denies: bool = False
    """The person presses cancel."""


@dataclass(slots=True)
class Member:
    """A person or a page."""

    urn: str
    handle: str
    name: str
    kind: str
    country: str = ""
    followers: int = 1_000
    admin: str = ""
    """Who runs a page."""
    role: str = "ADMINISTRATOR"
    posts: list[str] = field(default_factory=list)
    today: tuple[str, int] = ("", 0)


@dataclass(slots=True)
class Session:
    """One access token."""

    member: str
    scopes: frozenset[str]
    ends: datetime
    revoked: bool = False
    refresh: str = ""


@dataclass(slots=True)
class File:
    """Something uploaded."""

    urn: str
    owner: str
    kind: Kind
    size: int = 0
    parts: dict[int, bytes] = field(default_factory=dict)
    wanted: int = 1
    body: bytes = b""
    digest: str = ""
    mime: str = ""
    token: str = ""
    ready_at: datetime | None = None


@dataclass(slots=True)
class Post:
    """A post as it stands in the answers, and what came of it."""

    urn: str
    activity: str
    author: str
    told: dict[str, Any]
    at: datetime
    text: str
    counts: dict[Metric, int] = field(default_factory=lambda: defaultdict(int))
    seen_by: set[str] = field(default_factory=set)
    liked_by: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Comment:
    """Something under a post."""

    urn: str
    id: str
    post: str
    told: dict[str, Any]
    at: datetime
    replies: list[str] = field(default_factory=list)


class World:
    """All of it, in memory; every look-up is one step."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now, self.quirks = base, now, Quirks()
        self.members: dict[str, Member] = {}
        self.handles: dict[str, str] = {}
        self.sessions: dict[str, Session] = {}
        self.refreshable: dict[str, Session] = {}
        self.codes: dict[str, tuple[str, frozenset[str]]] = {}
        self.apps: dict[str, str] = {}
        self.posts: dict[str, Post] = {}
        self.aliases: dict[str, str] = {}
        self.comments: dict[str, Comment] = {}
        self.files: dict[str, File] = {}
        self.uploads: dict[str, tuple[str, int]] = {}
        self.first: dict[tuple[str, str], tuple[str, datetime]] = {}
        self.order: list[str] = []
        self._ids = itertools.count(_FIRST_ID, 2)

    def new_id(self) -> int:
        """The next number; the one above it is free for its activity."""
        return next(self._ids)

    def open(self, handle: str, name: str, kind: str, facts: dict[str, str]) -> Member:
        """A member, or a page and the member who runs it."""
        if handle in self.handles:
            return self.members[self.handles[handle]]
        admin = ""
        if kind == "organization":
            admin = self.open(f"{handle}-admin", f"{name} (admin)", "member", {}).urn
            urn = f"urn:li:organization:{90_000_000 + len(self.members)}"
        else:
            urn = f"urn:li:person:{re.sub(r'[^A-Za-z0-9]', '', handle) or 'P'}{len(self.members)}"
        member = Member(
            urn=urn,
            handle=handle,
            name=name,
            kind=kind,
            country=facts.get("country", ""),
            followers=int(facts.get("followers", "1000")),
            admin=admin,
        )
        self.members[urn] = member
        self.handles[handle] = urn
        return member

    def grant(self, member: str, scopes: frozenset[str], *, refresh: str = "") -> str:
        """A fresh access token."""
        token = f"AQX{secrets.token_urlsafe(24)}"
        session = Session(member=member, scopes=scopes, ends=self.now() + LASTS, refresh=refresh)
        self.sessions[token] = session
        return token

    def sessions_of(self, handle: str) -> list[Session]:
        """All tokens that speak for the account."""
        member = self.members[self.handles[handle]]
        speaker = member.admin or member.urn
        both = [*self.sessions.values(), *self.refreshable.values()]
        return [one for one in both if one.member == speaker]

    def post_of(self, urn: str) -> Post | None:
        """By any of its names."""
        return self.posts.get(self.aliases.get(urn, urn))

    def may(self, session: Session, author: str, right: str) -> bool:
        """Whether a token may read (`r`) or write (`w`) in somebody's name."""
        member = self.members.get(author)
        if member is None:
            return False
        if member.kind == "organization":
            runs = member.admin == session.member and member.role in {
                "ADMINISTRATOR",
                "CONTENT_ADMINISTRATOR",
            }
            return runs and f"{right}_organization_social" in session.scopes
        return author == session.member and f"{right}_member_social" in session.scopes
