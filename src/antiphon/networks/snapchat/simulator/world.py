"""What the simulated network knows: profiles, tokens, containers, posts; all in memory."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from antiphon.connect.simulation import ShownMedia
from antiphon.connect.values import Kind

KEPT_BYTES, KEPT_FILES = 1_000_000, 200
_HOME = UUID("6f0c2b8e-2f5d-4f0e-9a3b-0d8f6f7c1a55")


@dataclass(slots=True, eq=False)
class Profile:
    """A public profile and its administrator."""

    id: str
    handle: str
    name: str
    subscribers: set[str] = field(default_factory=set)
    token: str = ""


@dataclass(slots=True)
class Token:
    """What somebody may do, until it ends."""

    profile: Profile
    ends_at: datetime | None = None
    dead: bool = False


@dataclass(slots=True)
class Container:
    """A file on its way: sealed pieces, and what they are when they are opened."""

    id: str
    profile: Profile
    kind: str
    key: str
    iv: str
    created: datetime
    parts: dict[int, bytes] = field(default_factory=dict)
    file: ShownMedia | None = None
    whole_at: datetime | None = None


@dataclass(slots=True)
class Post:
    """A story, a saved story or a Spotlight."""

    id: str
    where: str
    profile: Profile
    text: str
    media: ShownMedia
    at: datetime
    ends_at: datetime | None = None
    options: dict[str, str] = field(default_factory=dict)
    viewers: list[str] = field(default_factory=list)
    favourites: set[str] = field(default_factory=set)
    shares: int = 0

    def is_visible(self, at: datetime) -> bool:
        """Whether people see it still."""
        return self.ends_at is None or at < self.ends_at


class World:
    """All of it, found in constant time."""

    def __init__(self, now: Callable[[], datetime], base: str) -> None:
        self.now, self.base = now, base
        self.profiles: dict[str, Profile] = {}
        self.handles: dict[str, Profile] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshers: dict[str, Token] = {}
        self.codes: dict[str, tuple[Profile, str]] = {}
        self.containers: dict[str, Container] = {}
        self.posts: dict[str, Post] = {}
        self.bytes: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def open(self, handle: str, name: str) -> Profile:
        """The profile of that handle; made where there is none."""
        if handle not in self.handles:
            profile = Profile(str(uuid5(_HOME, handle)), handle, name)
            self.profiles[profile.id] = self.handles[handle] = profile
        return self.handles[handle]

    def mint(self, profile: Profile, ends_at: datetime | None = None) -> str:
        """A fresh token."""
        text = secrets.token_urlsafe(48)
        self.tokens[text] = Token(profile, ends_at)
        return text

    def contain(self, profile: Profile, kind: str, key: str, iv: str) -> Container:
        """A container for a file."""
        found = Container(str(uuid4()), profile, kind, key, iv, self.now())
        self.containers[found.id] = found
        return found

    def show(self, where: str, container: Container, text: str) -> Post:
        """Make it visible."""
        if container.file is None:
            raise LookupError(container.id)
        post = Post(str(uuid4()), where, container.profile, text, container.file, self.now())
        if where == "stories":
            post.id = container.id
        self.posts[f"{where}/{post.id}"] = post
        return post

    def keep(self, body: bytes, mime: str) -> ShownMedia:
        """A file that arrived; the bytes of small ones are kept for showing."""
        digest = hashlib.sha256(body).hexdigest()
        url = ""
        if len(body) <= KEPT_BYTES:
            self.bytes[digest] = (mime, body)
            url = f"{self.base}/-/cf-st.sc-cdn.net/{digest}"
            while len(self.bytes) > KEPT_FILES:
                self.bytes.popitem(last=False)
        kind = Kind.VIDEO if mime.startswith("video") else Kind.IMAGE
        return ShownMedia(kind=kind, url=url, mime=mime, size=len(body), digest=digest)
