"""What the simulated network knows: servers, channels, bots, webhooks, messages; all in memory."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.values import Kind

BEGAN = 1_420_070_400_000
REMEMBERED = timedelta(minutes=5)
"""How long a nonce is remembered."""


@dataclass(slots=True)
class User:
    """A person or a bot."""

    id: str
    name: str
    is_bot: bool = False
    token: str = ""


@dataclass(slots=True)
class File:
    """An attachment."""

    id: str
    name: str
    mime: str
    size: int
    digest: str
    alt: str = ""
    spoiler: bool = False

    @property
    def kind(self) -> Kind:
        """What a visitor sees."""
        family = self.mime.partition("/")[0]
        if self.mime == "image/gif":
            return Kind.GIF
        return {"image": Kind.IMAGE, "video": Kind.VIDEO}.get(family, Kind.DOCUMENT)


@dataclass(slots=True)
class Guild:
    """A server."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    tier: int = 0


@dataclass(slots=True)
class Channel:
    """A channel, a forum, or a thread below one."""

    id: str
    kind: int
    name: str
    guild: Guild
    bot: User | None = None
    parent: "Channel | None" = None
    tags: dict[str, str] = field(default_factory=dict)
    """Number and name."""
    needs_tag: bool = False
    may: set[str] = field(default_factory=lambda: {"view", "send", "pass_on"})
    chosen: list[str] = field(default_factory=list)
    """A thread's tags."""
    is_closed: bool = False
    messages: dict[str, "Message"] = field(default_factory=dict)


@dataclass(slots=True)
class Webhook:
    """An address at which anybody may speak."""

    id: str
    token: str
    name: str
    channel: Channel


@dataclass(slots=True)
class Message:
    """A message."""

    id: str
    channel: Channel
    author: User
    content: str
    at: datetime
    webhook: Webhook | None = None
    embeds: list[dict[str, Any]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    poll: dict[str, Any] | None = None
    above: "Message | None" = None
    flags: int = 0
    nonce: str = ""
    called: list[str] = field(default_factory=list)
    """Kinds of names that get a notice."""
    edited: datetime | None = None
    likes: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Our name for it."""
        return f"{self.channel.id}/{self.id}"


class World:
    """Everything, and how it changes."""

    def __init__(self) -> None:
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.handles: dict[str, Channel] = {}
        self.bots: dict[str, User] = {}
        """By token."""
        self.owners: dict[str, User] = {}
        """By the handle of the account that the bot was opened with."""
        self.webhooks: dict[str, Webhook] = {}
        self.hooked: dict[str, Webhook] = {}
        """By handle."""
        self.order: list[Message] = []
        self.bytes: dict[str, tuple[str, bytes]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self._last = 0

    def add_bot(self, handle: str) -> User:
        """A bot, or the known one, with a token that is good now."""
        bot = self.owners.setdefault(
            handle, User(number("bot", handle), f"{handle}-bot", is_bot=True)
        )
        if bot.token not in self.bots:
            first = base64.urlsafe_b64encode(bot.id.encode()).decode().rstrip("=")
            bot.token = f"{first}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}"
            self.bots[bot.token] = bot
        return bot

    def add_webhook(self, handle: str, name: str, channel: Channel) -> Webhook:
        """A webhook, or the known one."""
        known = self.hooked.get(handle)
        if known is None or known.id not in self.webhooks:
            id = known.id if known else number("webhook", handle)
            known = Webhook(id, secrets.token_urlsafe(48), name, channel)
            self.webhooks[id] = self.hooked[handle] = known
        return known

    def next_id(self, at: datetime) -> str:
        """A number that says when it was given, greater than all before."""
        wanted = (int(at.timestamp() * 1000) - BEGAN) << 22
        self._last = max(wanted, self._last + 1)
        return str(self._last)

    def keep(self, message: Message) -> Message:
        """Put a message where it belongs."""
        message.channel.messages[message.id] = message
        self.order.append(message)
        return message

    def drop(self, message: Message) -> None:
        """Take it away."""
        message.channel.messages.pop(message.id, None)
        self.order.remove(message)

    def find(self, name: str) -> Message | None:
        """The message of that name of ours."""
        channel, _slash, id = name.partition("/")
        known = self.channels.get(channel)
        return known.messages.get(id) if known else None

    def remembered(
        self, channel: Channel, author: User, nonce: str, at: datetime
    ) -> Message | None:
        """What was said with this nonce within the last minutes."""
        return next(
            (
                one
                for one in channel.messages.values()
                if nonce and (one.nonce, one.author.id) == (nonce, author.id)
                if at - one.at < REMEMBERED
            ),
            None,
        )


def number(kind: str, handle: str) -> str:
    """A number of 19 digits that depends on the name alone."""
    digest = hashlib.sha256(f"{kind} {handle}".encode()).digest()
    return str(1_000_000_000_000_000_000 + int.from_bytes(digest[:7]) % 10**17)
