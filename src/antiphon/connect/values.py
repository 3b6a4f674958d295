"""What crosses the border to a network: parcels out, receipts and readings back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType

from antiphon.kernel.secret import Secret

RemoteId = NewType("RemoteId", str)
"""A network's own immutable id of a thing; opaque, never computed with."""


class Kind(StrEnum):
    """What a file is."""

    IMAGE = "image"
    GIF = "gif"
    VIDEO = "video"
    DOCUMENT = "document"


class PostType(StrEnum):
    """The forms in which a network can tell a post."""

    TEXT = "text"
    LINK = "link"
    IMAGES = "images"
    CAROUSEL = "carousel"  # pictures and videos together, to swipe through
    GIF = "gif"
    VIDEO = "video"
    REEL = "reel"  # a short upright video
    STORY = "story"
    DOCUMENT = "document"
    POLL = "poll"
    ARTICLE = "article"
    OFFER = "offer"
    EVENT = "event"


class Step(StrEnum):
    """What one parcel is in its publication."""

    PART = "part"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file made to fit; it stays on disk and is streamed, never held whole in memory."""

    path: Path
    kind: Kind
    mime: str
    size: int
    digest: str
    """SHA-256 of the bytes, in hex."""
    address: str = ""
    """Where anybody who knows it can fetch the file, for networks that come for it themselves."""
    alt: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    focus: tuple[float, float] = (0.0, 0.0)
    """The point that must stay visible: x and y from -1 to 1, y upwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """A link and how it introduces itself."""

    url: str
    title: str = ""
    description: str = ""
    thumb: Enclosure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question's answers and how long they stay open."""

    choices: tuple[str, ...]
    closes_after: timedelta = timedelta(days=1)
    multiple: bool = False
    hides_totals: bool = False
    question: str = ""
    """Where a network keeps the question apart from the text; else it is the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targeting:
    """Whom the network itself should show the post to; empty means everybody."""

    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2."""
    regions: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """BCP 47."""
    age_from: int | None = None
    age_to: int | None = None
    genders: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What only this network knows (industries, seniorities …), by its own names."""

    def __bool__(self) -> bool:
        """Whether anybody is left out."""
        return any((self.countries, self.regions, self.cities, self.languages, self.genders,
                    self.facets, self.age_from, self.age_to))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A live thing that a parcel answers: its id, and what else its network needs to name it."""

    id: RemoteId
    extra: Mapping[str, str] = field(default_factory=dict)
    """For example the content id of a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One request's worth of a publication: a whole post, one part of a thread, a first comment.

    The same parcel is always packed from the same row, byte for byte, however often it is packed.
    """

    key: str
    """Unique to this step of this publication, for ever; the idempotency key where one counts."""
    made_at: datetime
    """When the publication was made; the source of deterministic ids."""
    text: str = ""
    step: Step = Step.PART
    type: PostType = PostType.TEXT
    title: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    link: LinkCard | None = None
    poll: Poll | None = None
    language: str = ""
    """BCP 47."""
    labels: tuple[str, ...] = ()
    """Tags that the network keeps apart from the text."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """The network's own options, already checked against `Network.options`."""
    targeting: Targeting = field(default_factory=Targeting)
    root: Handle | None = None
    """The first part of the thread, when this is a later one or a comment."""
    parent: Handle | None = None
    """What this answers directly."""
    handles: Mapping[str, str] = field(default_factory=dict)
    """What `prepare` has already brought there: enclosure digest (or a name of the connector's
    own) to the network's id for it."""
    since: datetime | None = None
    """When the first attempt to send began; a look searches from here on."""
    last_seen: RemoteId | None = None
    """The newest own post known before sending, where a look needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The network's word that it has the thing."""

    id: RemoteId
    url: str = ""
    ready: bool = True
    """False while the network has accepted it and does not show it yet."""
    check_after: timedelta = timedelta(seconds=5)
    """When to ask again, while it is not ready."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """What later parts need to name it; goes into `Handle.extra`."""
    twin: str = ""
    """Set when the answer shows that an equal thing existed already: what, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What `prepare` has brought so far; nothing of it is visible to anybody."""

    handles: Mapping[str, str]
    wait: timedelta | None = None
    """The network is still working on it: call `prepare` again after this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A post as the network shows it now; for comparing with what was approved."""

    id: RemoteId
    url: str
    text: str
    """Plain text, as a reader reads it."""
    media: int = 0
    alts: tuple[str, ...] = ()
    language: str = ""
    made_at: datetime | None = None
    edited: bool = False


class Metric(StrEnum):
    """What can be counted on a post or an account."""

    VIEWS = "views"
    REACH = "reach"
    LIKES = "likes"
    SHARES = "shares"
    REPLIES = "replies"
    QUOTES = "quotes"
    SAVES = "saves"
    CLICKS = "clicks"
    VIDEO_VIEWS = "video_views"
    FOLLOWERS = "followers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One count, as the network told it."""

    id: RemoteId
    metric: Metric
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that somebody wrote to us, in public or not."""

    id: RemoteId
    about: RemoteId | None
    """The live post of ours that it answers, if it answers one."""
    parent: RemoteId | None
    author: str
    author_id: RemoteId
    text: str
    """Plain text."""
    at: datetime
    url: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """A page of messages and where to go on next time."""

    messages: Sequence[Message]
    cursor: str
    """Opaque; given back to `answers` to get only what is newer."""
    more: bool = False  # more waits there than this page: keep it, then ask again soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that a signed-in person may speak for; may become a channel."""

    id: RemoteId
    handle: str
    name: str
    url: str = ""
    kind: str = ""
    """The network's own word: page, organization, member …"""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What its server announced: limits, software, capabilities (JSON)."""
    credential: "Credential | None" = None
    """Where the account has a credential of its own (a page's token); else the person's counts."""


@dataclass(frozen=True, kw_only=True)
class Credential:
    """What proves to a network that we may speak; only the vault keeps it."""

    sign_in: str
    """The key of the `SignIn` that made it."""
    secrets: Mapping[str, Secret]
    """By the connector's own names: access_token, refresh_token, password, dpop_key …"""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What belongs to it and is no secret: issuer, token endpoint, granted scopes …"""
    expires_at: datetime | None = None
    hosts: tuple[str, ...] = ()
    """`host` or `host:port` to which this credential may be sent, besides the network's own."""

    def secret(self, name: str) -> str:
        """One secret in the clear, or an empty text."""
        return self.secrets.get(name, Secret("")).reveal()


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a channel's mail goes and who signs it."""

    channel: str
    """Our id of the channel; calls are paced and counted by it."""
    network: str
    server: str
    """Base URL of the server, without a slash at the end; the network's own where it has one."""
    id: RemoteId
    handle: str = ""
    kind: str = ""
    credential: Credential
    facts: Mapping[str, Any] = field(default_factory=dict)
