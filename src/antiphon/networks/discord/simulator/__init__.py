"""Discord in small: servers with a channel each, bots, webhooks, forums and their threads.

Each account has a server, a channel and a bot of its own. `kind` makes it a `forum`, or a channel
of `announcements`, or a `webhook` for the channel.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Person, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.discord.simulator.consent import Consent
from antiphon.networks.discord.simulator.gate import Gate
from antiphon.networks.discord.simulator.routes import ROOT, Routes
from antiphon.networks.discord.simulator.world import (
    Channel,
    File,
    Guild,
    Message,
    User,
    World,
    number,
)

__all__ = ["Simulator"]

_KINDS = {"forum": 15, "media": 16, "announcements": 5, "member": 5}
_COUNTED = {
    ReactionKind.VIEW: Metric.VIEWS,
    ReactionKind.SHARE: Metric.SHARES,
    ReactionKind.CLICK: Metric.CLICKS,
}
"""What people do and Discord tells nobody of."""


class Simulator:
    """The network, and what tests and visitors may do to it."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.world = World()
        self.gate = Gate(self.world, now)
        self.routes = Routes(self.world, self.gate, base)
        consent = Consent(self.world)
        self.app: Asgi = Starlette(
            routes=[
                *self.routes.all(),
                Route("/oauth2/authorize", consent.ask),
                Route("/oauth2/authorize", consent.answer, methods=["POST"]),
                Route(f"{ROOT}/oauth2/token", consent.token, methods=["POST"]),
                Route("/-/cdn.discordapp.com/{id}", self._file),
            ]
        )

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A channel with a bot, or with a webhook, that may speak there."""
        kind = facts.get("kind", "channel")
        channel = self.world.handles.get(handle) or self._channel(handle, name, kind)
        if kind == "webhook":
            hook = self.world.add_webhook(handle, name, channel)
            url = f"https://discord.com/api/webhooks/{hook.id}/{hook.token}"
            return Entrance(sign_in="webhook", given={"url": url}, server=self.base,
                            id=RemoteId(hook.id), handle=handle)  # fmt: skip
        bot = self.world.add_bot(handle)
        given = {"token": bot.token, "channel": channel.id}
        return Entrance(sign_in="bot", given=given, server=self.base, id=RemoteId(channel.id),
                        handle=handle)  # fmt: skip

    def _channel(self, handle: str, name: str, kind: str) -> Channel:
        guild = Guild(number("guild", handle), name)
        made = Channel(
            id=number("channel", handle), kind=_KINDS.get(kind, 0), name=handle, guild=guild,
            bot=self.world.add_bot(handle),
        )  # fmt: skip
        self.world.guilds[guild.id] = guild
        self.world.channels[made.id] = self.world.handles[handle] = made
        return made

    def revoke(self, handle: str) -> None:
        """The bot has another token now, and the webhook is deleted."""
        handle = handle.removeprefix("#")
        self.world.bots.pop(self.world.owners[handle].token, None)
        hook = self.world.hooked.get(handle)
        if hook:
            self.world.webhooks.pop(hook.id, None)

    def expire(self, handle: str) -> None:
        """Neither has an end of its own; this is the same."""
        self.revoke(handle)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What is there, oldest first; of one account only what it said itself."""
        mine = self.world.handles.get((handle or "").removeprefix("#"))
        return [
            self._shown(one)
            for one in self.world.order
            if handle is None or (mine in (one.channel, one.channel.parent) and one.author.is_bot)
        ]

    def _shown(self, one: Message) -> Shown:
        card = one.embeds[0] if one.embeds else {}
        above = one.above or self._opening(one)
        return Shown(
            id=RemoteId(one.name), account=RemoteId(one.author.id), author=one.author.name,
            text=one.content or str(card.get("description") or ""), at=one.at,
            title=str(card.get("title") or ""), link=str(card.get("url") or ""),
            url=f"https://discord.com/channels/{one.channel.guild.id}/{one.channel.id}/{one.id}",
            parent=RemoteId(above.name) if above else None,
            media=tuple(self._media(file) for file in one.files),
            poll=tuple(a["poll_media"]["text"] for a in one.poll["answers"]) if one.poll else (),
            options={"called": list(one.called), "flags": one.flags},
            counts={Metric.LIKES: len(one.likes),
                    **{Metric(name): value for name, value in one.counts.items()}},
        )  # fmt: skip

    def _media(self, file: File) -> ShownMedia:
        url = f"{self.base}/-/cdn.discordapp.com/{file.digest}"
        return ShownMedia(
            kind=file.kind,
            alt=file.alt,
            mime=file.mime,
            size=file.size,
            digest=file.digest,
            url=url,
        )

    def _opening(self, one: Message) -> Message | None:
        """What stands in a thread is below the thread's first message."""
        first = one.channel.messages.get(one.channel.id)
        return first if one.channel.parent and first is not one else None

    def react(self, reaction: Reaction) -> RemoteId | None:
        """People press, answer and join; what nobody is told of is kept for the sandbox's page."""
        if reaction.kind is ReactionKind.FOLLOW:
            self._joined(reaction)
            return None
        post = self.world.find(reaction.post or "")
        if post is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            return RemoteId(self._answer(post, reaction).name)
        if reaction.kind is ReactionKind.LIKE:
            post.likes.add(reaction.by.id)
        else:
            name = _COUNTED[reaction.kind]
            post.counts[name] = post.counts.get(name, 0) + 1
        return None

    def _joined(self, reaction: Reaction) -> None:
        for channel in self.world.handles.values():
            if reaction.account in {channel.id, channel.bot.id if channel.bot else ""}:
                channel.guild.members.add(reaction.by.id)

    def _answer(self, post: Message, reaction: Reaction) -> Message:
        said = Message(
            id=self.world.next_id(reaction.at), channel=post.channel, author=_person(reaction.by),
            content=reaction.text, at=reaction.at, above=post,
        )  # fmt: skip
        return self.world.keep(said)

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.bytes.get(request.path_params["id"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)


def _person(person: Person) -> User:
    return User(number("person", person.id), person.name)
