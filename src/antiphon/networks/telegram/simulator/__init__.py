"""Telegram in small: bots with tokens, channels with a discussion group, and what waits for bots.

Each account has a bot of its own; `kind="group"` makes a supergroup in the channel's place. A bot
that is in several chats is made with `bot=<handle of the first account>`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.telegram.simulator import people
from antiphon.networks.telegram.simulator.gate import Gate
from antiphon.networks.telegram.simulator.world import Chat, Item, Post, World

__all__ = ["Simulator"]


class Simulator:
    """The network, and what tests and visitors may do to it."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.world = World()
        self.gate = Gate(self.world, base, now)
        self.app: Asgi = self.gate.app

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A chat with a bot that may speak there."""
        bot = self.world.add_bot(facts.get("bot", handle))
        chat = self.world.handles.get(handle)
        if chat is None:
            kind = "channel" if facts.get("kind", "channel") == "channel" else "supergroup"
            chat = self.world.add_chat(handle, name, kind, bot, self.now())
            self.world.handles[handle] = chat
            if kind == "channel":
                self._discussed(chat)
        return Entrance(
            sign_in="token",
            given={"token": bot.token, "chat": str(chat.id)},
            server=self.base,
            id=RemoteId(str(chat.id)),
            handle=handle,
        )

    def _discussed(self, chat: Chat) -> None:
        title, name = f"{chat.title}: talk", f"{chat.handle}_talk"
        group = self.world.add_chat(name, title, "supergroup", chat.bot, self.now())
        chat.linked, group.linked = group, chat

    def revoke(self, handle: str) -> None:
        """Its owner asked for another token; the one that we know is dead."""
        self.world.renew(self.world.handles[handle].bot)

    def expire(self, handle: str) -> None:
        """Tokens of bots have no end of their own; this is the same."""
        self.revoke(handle)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What is there, oldest first; of one account only what it said itself."""
        chat = self.world.handles.get(handle or "")
        return [
            self._shown(post)
            for post in self.world.order
            if handle is None or (chat is not None and self._is_ours(post, chat))
        ]

    def _is_ours(self, post: Post, chat: Chat) -> bool:
        is_bot = post.sender is None or bool(post.sender.get("is_bot"))
        return is_bot and post.chat in (chat, chat.linked)

    def _shown(self, post: Post) -> Shown:
        above = post.above.origin or post.above if post.above else None
        author = people.author(post)
        return Shown(
            id=RemoteId(post.name), account=RemoteId(author[0]), author=author[1], text=post.text,
            at=post.at, url=f"https://t.me/{post.chat.handle}/{post.ids[0]}",
            parent=RemoteId(above.name) if above else None, link=post.link,
            media=tuple(self._media(item) for item in post.items),
            poll=tuple(one["text"] for one in post.poll["options"]) if post.poll else (),
            options=dict(post.options),
            counts={
                Metric.LIKES: len(post.likes),
                **{Metric(name): value for name, value in post.counts.items()},
            },
        )  # fmt: skip

    def _media(self, item: Item) -> ShownMedia:
        url = f"{self.base}/-/files/{item.digest}" if item.digest in self.world.bytes else ""
        return ShownMedia(
            kind=item.kind, url=url, mime=item.mime, size=item.size, digest=item.digest
        )

    def react(self, reaction: Reaction) -> RemoteId | None:
        """People like, comment and join; what only counts is kept for the page of the sandbox."""
        if reaction.kind is ReactionKind.FOLLOW:
            chat = self.world.chats.get(int(reaction.account))
            if chat:
                chat.members.add(reaction.by.id)
            return None
        post = self.world.find(reaction.post or "")
        if post is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            return RemoteId(people.reply(self.world, post, reaction).name)
        people.mark(self.world, post, reaction)
        return None
