"""What the simulated network knows: channels, videos, comments, tokens; all in memory."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

KEPT_BYTES = 1_000_000
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(slots=True)
class Channel:
    """A channel, and what the project that manages it has used up today."""

    id: str
    handle: str
    name: str
    country: str
    facts: dict[str, str]
    videos: list["Video"] = field(default_factory=list)
    playlists: dict[str, "Playlist"] = field(default_factory=dict)
    followers: set[str] = field(default_factory=set)
    day: str = ""
    units: int = 0
    uploads: int = 0

    @property
    def uploads_list(self) -> str:
        """The list of all that was uploaded."""
        return f"UU{self.id[2:]}"


@dataclass(slots=True)
class Playlist:
    """A list that a channel's owner made; ids of places lead to videos."""

    id: str
    title: str
    places: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Picture:
    """A small file that stands for a video."""

    mime: str
    size: int
    digest: str


@dataclass(slots=True)
class Video:
    """A video, seen or not."""

    id: str
    channel: Channel
    uploaded: datetime
    ready_at: datetime
    snippet: dict[str, Any]
    status: dict[str, Any]
    more: dict[str, Any]
    """Sections beyond these two, as they were sent."""
    mime: str
    size: int
    digest: str
    cover: Picture | None = None
    published: datetime | None = None
    comments: list["Comment"] = field(default_factory=list)
    likes: set[str] = field(default_factory=set)
    views: int = 0
    shares: int = 0

    @property
    def privacy(self) -> str:
        """Who sees it."""
        return str(self.status.get("privacyStatus", "public"))


@dataclass(slots=True)
class Comment:
    """A comment below a video, or an answer to one."""

    id: str
    video: Video
    author: str
    name: str
    text: str
    at: datetime
    parent: str = ""
    updated: datetime | None = None
    likes: int = 0


@dataclass(slots=True)
class Session:
    """A file on its way."""

    id: str
    channel: Channel
    body: dict[str, Any]
    parts: str
    size: int
    mime: str
    ends: datetime
    received: bytearray = field(default_factory=bytearray)
    video: Video | None = None


@dataclass(slots=True)
class Token:
    """What lets one speak for a channel, until it ends."""

    channel: Channel
    scope: str
    ends: datetime | None = None


class World:
    """All of it, found in constant time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.working = timedelta(0)
        """How long a video takes until it can be played."""
        self.quirks: set[str] = set()
        self.channels: dict[str, Channel] = {}
        self.handles: dict[str, Channel] = {}
        self.videos: dict[str, Video] = {}
        self.comments: dict[str, Comment] = {}
        self.sessions: dict[str, Session] = {}
        self.tokens: dict[str, Token] = {}
        self.lasting: dict[str, Token] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.bytes: dict[str, tuple[str, bytes]] = {}
        self._numbers = count(1)

    def name(self, length: int, begin: str = "") -> str:
        """A fresh id of a form that YouTube's have."""
        digest = hashlib.sha256(f"{begin}{next(self._numbers)}".encode()).digest() * 2
        return begin + "".join(ALPHABET[one % 64] for one in digest[: length - len(begin)])

    def open(self, handle: str, name: str, facts: dict[str, str]) -> Channel:
        """The channel of that handle; made where there is none, with one playlist."""
        if handle not in self.handles:
            country = facts.get("country", "").partition(",")[0] or "US"
            channel = Channel(self.name(24, "UC"), handle, name, country, facts)
            self.playlist(channel, "Everything")
            self.channels[channel.id] = self.handles[handle] = channel
        return self.handles[handle]

    def playlist(self, channel: Channel, title: str) -> Playlist:
        """A new list."""
        made = Playlist(self.name(34, "PL"), title)
        channel.playlists[made.id] = made
        return made

    def grant(self, channel: Channel, scope: str, *, lives: timedelta) -> str:
        """A fresh token."""
        text = "ya29." + secrets.token_urlsafe(32)
        self.tokens[text] = Token(channel, scope, self.now() + lives)
        return text

    def keep(self, name: str, mime: str, body: bytes) -> None:
        """Keep a small file, for showing."""
        if len(body) <= KEPT_BYTES:
            self.bytes[name] = (mime, body)

    def remove(self, video: Video) -> None:
        """Take a video away, with what was written below it."""
        self.videos.pop(video.id, None)
        video.channel.videos.remove(video)
        for comment in video.comments:
            self.comments.pop(comment.id, None)
        for playlist in video.channel.playlists.values():
            for place in [one for one, id in playlist.places.items() if id == video.id]:
                del playlist.places[place]

    def seen(self) -> Iterator[Video]:
        """Videos that people see, oldest first; a private one is nobody's business."""
        return (one for one in self.videos.values() if one.privacy != "private")
