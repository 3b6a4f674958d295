"""What the simulated network knows: bots, chats, posts, what waits for bots; all in memory."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from antiphon.connect.values import Kind

BEGAN = datetime(2023, 1, 1, tzinfo=UTC)
KEPT = timedelta(hours=24)
"""How long updates wait for a bot."""
UNNAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot hears of only after it has named them."""
RIGHTS = (
    "can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
    "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
FORWARDER = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


@dataclass(slots=True)
class Item:
    """A file within a post."""

    kind: Kind
    file_id: str
    mime: str = ""
    size: int = 0
    digest: str = ""
    seconds: int = 0
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Post:
    """A message, or the messages of an album, in one chat."""

    chat: "Chat"
    ids: list[int]
    text: str
    at: datetime
    sender: dict[str, Any] | None = None
    """A person or a bot; None where the chat itself speaks."""
    entities: list[dict[str, Any]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    poll: dict[str, Any] | None = None
    link: str = ""
    above: "Post | None" = None
    """What it answers."""
    origin: "Post | None" = None
    """The channel's post of which it is the copy in the discussion group."""
    options: dict[str, Any] = field(default_factory=dict)
    edited: datetime | None = None
    likes: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Our name for it."""
        return f"{self.chat.id}/{self.ids[0]}"


@dataclass(slots=True)
class Update:
    """Something that waits for a bot."""

    id: int
    at: datetime
    told: dict[str, Any]


@dataclass(slots=True)
class Bot:
    """A program's account."""

    id: int
    name: str
    token: str
    updates: list[Update] = field(default_factory=list)
    allowed: set[str] | None = None
    webhook: str = ""
    next_update: int = 700_000_000

    def user(self) -> dict[str, Any]:
        """As others see it."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.name}


@dataclass(slots=True)
class Chat:
    """A channel or a group."""

    id: int
    kind: str
    title: str
    bot: Bot
    handle: str = ""
    """Its user name, if it has one."""
    linked: "Chat | None" = None
    """A channel's discussion group, and the other way round."""
    status: str = "administrator"
    """What the bot is here."""
    rights: dict[str, bool] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    posts: dict[int, Post] = field(default_factory=dict)
    forum: bool = False
    topics: set[int] = field(default_factory=set)
    moved_to: int = 0
    """The number of the supergroup that it has become."""
    sent: list[datetime] = field(default_factory=list)
    next_id: Iterator[int] = field(default_factory=lambda: count(1))


class World:
    """Everything, and how it changes."""

    def __init__(self) -> None:
        self.bots: dict[str, Bot] = {}
        """By token."""
        self.chats: dict[int, Chat] = {}
        self.handles: dict[str, Chat] = {}
        self.owners: dict[str, Bot] = {}
        """By the handle of the account that the bot was opened with."""
        self.order: list[Post] = []
        self.bytes: dict[str, tuple[str, bytes]] = {}
        self.files: dict[str, Item] = {}

    def add_bot(self, handle: str) -> Bot:
        """A bot, or the known one, with a token that is good now."""
        bot = self.owners.get(handle)
        if bot is None:
            bot = Bot(id=number(handle, "bot"), name=f"{handle}_bot", token="")
            self.owners[handle] = bot
        if bot.token not in self.bots:
            self.renew(bot)
        return bot

    def renew(self, bot: Bot) -> None:
        """A new token; the old one is dead."""
        self.bots.pop(bot.token, None)
        secret = hashlib.sha256(f"{bot.name} {bot.token}".encode()).hexdigest()[:35]
        bot.token = f"{bot.id}:{secret}"
        self.bots[bot.token] = bot

    def add_chat(self, handle: str, title: str, kind: str, bot: Bot, at: datetime) -> Chat:
        """A chat whose messages are numbered on from the time, so that none is ever told twice."""
        begin = max(1, int((at - BEGAN).total_seconds()))
        chat = Chat(
            id=-1_000_000_000_000 - number(handle, kind), kind=kind, title=title, handle=handle,
            bot=bot, rights=dict.fromkeys(RIGHTS, True), next_id=count(begin),
        )  # fmt: skip
        if kind == "channel":
            chat.rights |= {"can_post_messages": True, "can_edit_messages": True}
        self.chats[chat.id] = chat
        return chat

    def keep(self, post: Post) -> Post:
        """Put a post where it belongs."""
        for id in post.ids:
            post.chat.posts[id] = post
        self.order.append(post)
        return post

    def drop(self, post: Post) -> None:
        """Take it away."""
        for id in post.ids:
            post.chat.posts.pop(id, None)
        self.order.remove(post)

    def find(self, name: str) -> Post | None:
        """The post of that name of ours."""
        chat, _slash, id = name.partition("/")
        known = self.chats.get(int(chat)) if chat.lstrip("-").isdigit() else None
        return known.posts.get(int(id)) if known and id.isdigit() else None

    def tell(self, bot: Bot, kind: str, told: dict[str, Any], at: datetime) -> None:
        """Let something wait for a bot, if it wants to hear of such things."""
        wanted = kind in bot.allowed if bot.allowed else kind not in UNNAMED
        if wanted:
            bot.updates.append(Update(bot.next_update, at, {kind: told}))
            bot.next_update += 1


def number(handle: str, kind: str) -> int:
    """A number of ten digits that depends on the name alone."""
    digest = hashlib.sha256(f"{kind} {handle}".encode()).digest()
    return 1_000_000_000 + int.from_bytes(digest[:6]) % 8_000_000_000
