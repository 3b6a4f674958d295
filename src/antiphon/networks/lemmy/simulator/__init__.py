"""A server of communities in small; `world.speaks` says which of the three programs it is."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.values import Kind, Metric, RemoteId
from antiphon.networks.lemmy.simulator.doors import Doors
from antiphon.networks.lemmy.simulator.world import LANGUAGES, Said, World

__all__ = ["Simulator"]


class Simulator:
    """The server, and what tests and people may do there."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.world = World(base, now)
        self.app = Doors(self.world).app()

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A person with a community of the same name; `code` gives them a second factor."""
        person = self.world.person(handle, name)
        person.password = person.password or secrets.token_urlsafe(9)
        person.code = facts.get("code", person.code)
        place = self.world.place(handle, name, person)
        given = {"user": handle, "password": person.password, "community": f"!{handle}"}
        return Entrance(
            sign_in="password",
            given={**given, "code": person.code} if person.code else given,
            server=self.world.base,
            id=RemoteId(f"{person.id}:{place.id}"),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """Sign the account out everywhere."""
        world, name = self.world, handle.lstrip("!").partition("@")[0]
        person = world.person(name, name)
        world.tokens = {token: who for token, who in world.tokens.items() if who != person.id}

    def expire(self, handle: str) -> None:
        """Tokens have no end of their own; a changed password ends them."""
        self.revoke(handle)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What visitors see, oldest first."""
        every = [*self.world.posts.values(), *self.world.comments.values()]
        told = [one for one in every if not one.deleted and handle in (None, one.by.name)]
        return [self._shown(one) for one in sorted(told, key=lambda one: one.at)]

    def _shown(self, one: Said) -> Shown:
        codes = {id: code for code, id in LANGUAGES.items() if id}
        return Shown(
            id=RemoteId(_id(one)),
            account=RemoteId(f"{one.by.id}:{one.community.id}"),
            author=one.by.shown,
            text=one.words,
            title=one.title,
            at=one.at,
            url=f"{self.world.base}/{'comment' if one.post else 'post'}/{one.id}",
            parent=self._parent(one),
            media=self._media(one),
            link="" if one.alt else one.url,
            language=codes.get(one.language, ""),
            options={"nsfw": True} if one.nsfw else {},
            counts={Metric.LIKES: len(one.votes - {one.by.id})},
        )

    def _media(self, one: Said) -> tuple[ShownMedia, ...]:
        name = one.url.rpartition("/")[2]
        if name not in self.world.files:
            return ()
        mime, body = self.world.files[name]
        kind = Kind.GIF if mime == "image/gif" else Kind.IMAGE
        return (ShownMedia(kind=kind, alt=one.alt, url=one.url, mime=mime, size=len(body),
                           digest=name.partition(".")[0]),)  # fmt: skip

    def _parent(self, one: Said) -> RemoteId | None:
        if one.post is None:
            return None
        above = self.world.comments.get(int(one.path.split(".")[-2]))
        return RemoteId(_id(above or one.post))

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Votes and comments count; views, shares and clicks leave no trace."""
        id = str(reaction.post or "")
        shelf = self.world.comments if id.startswith("comment-") else self.world.posts
        bare = id.removeprefix("comment-")
        target = shelf.get(int(bare)) if bare.isdecimal() else None
        if target is None or target.deleted:
            return None
        by = self.world.person(f"p-{reaction.by.id}"[:60], reaction.by.name)
        if reaction.kind is ReactionKind.LIKE:
            target.votes.add(by.id)
        if reaction.kind is not ReactionKind.REPLY:
            return None
        post = target.post or target
        said = self.world.comment(by, post, reaction.text, target if target.post else None)
        said.at = reaction.at
        return RemoteId(_id(said))


def _id(one: Said) -> str:
    return f"comment-{one.id}" if one.post else str(one.id)
