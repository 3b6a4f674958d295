"""The simulated network: what `antiphon sandbox` serves in Instagram's place."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.instagram.simulator.doors import (
    CLIENT_ID,
    CLIENT_SECRET,
    FACEBOOK_ID,
    FACEBOOK_SECRET,
    LONG,
)
from antiphon.networks.instagram.simulator.gate import Gate
from antiphon.networks.instagram.simulator.world import Post

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "FACEBOOK_ID", "FACEBOOK_SECRET", "Simulator"]


class Simulator:
    """Instagram's professional accounts in small, by both of its doors."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.gate = Gate(base, now)
        self.world = self.gate.world
        self.app: Asgi = self.gate.app()

    @property
    def quirks(self) -> set[str]:
        """Modes of its parts: proof, wrapped, failing, nameless, lag and so on, as they say."""
        return self.gate.doors.quirks

    @quirks.setter
    def quirks(self, modes: set[str]) -> None:
        for part in (self.gate.doors, self.gate.making, self.gate.reading):
            part.quirks = modes

    def works_for(self, lasting: timedelta) -> None:
        """How long a video is worked on."""
        self.gate.making.processing = lasting

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """An account, and the token of its Page; with `login="instagram"` its own.

        With `kind="member"` the token is that of the person who owns it. `owner` names that
        person, so that several accounts can have the same; `business` the business that the Page
        belongs to.
        """
        account, at = self.world.open(handle, name, facts), self.now()
        kind = "user" if facts.get("kind") == "member" else "page"
        lasting = None
        if facts.get("login") == "instagram":
            kind, lasting = "instagram", LONG
        return Entrance(
            sign_in="token",
            given={"access_token": self.world.living(account, kind, at, lasting)},
            server=self.base,
            id=RemoteId(account.id),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """The owner took the app out of their settings."""
        self.world.kill(self.world.handles[handle].owner, 458)

    def expire(self, handle: str) -> None:
        """All tokens of the owner ran out."""
        self.world.kill(self.world.handles[handle].owner, 463)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All visible posts and comments, oldest first; of one account only what it said itself."""
        at = self.now()
        author = self.world.handles[handle].id if handle is not None else None
        return [
            self._shown(post)
            for post in self.world.order
            if post.seen(at) and author in {None, post.author}
        ]

    def _shown(self, post: Post) -> Shown:
        story = {"story": "yes"} if post.product == "STORY" else {}
        return Shown(
            id=RemoteId(post.id),
            account=RemoteId(post.author),
            author=post.author_name,
            text=post.text,
            at=post.at,
            url=f"{self.gate.reading.web}/p/{post.id}/",
            parent=RemoteId(post.parent.id) if post.parent else None,
            media=tuple(self.world.shown(file, self.base) for file in post.files),
            options={**post.options, **story},
            counts={
                Metric.VIEWS: post.views,
                Metric.REACH: len(post.viewers),
                Metric.LIKES: len(post.likes),
                Metric.SHARES: post.shares,
                Metric.REPLIES: len(post.comments),
            },
        )

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A person does something."""
        person = reaction.by
        if reaction.kind is ReactionKind.FOLLOW:
            self.world.accounts[reaction.account].followers.add(person.id)
            return None
        post = self.world.posts.get(reaction.post or "")
        if post is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            who = person.name.lower().replace(" ", "_")
            given = (post, person.id, who, reaction.text, reaction.at)
            return RemoteId(self.gate.edges.reply(*given).id)
        _mark(post, reaction.kind, person.id)
        return None

    def tag(self, handle: str, post: Post) -> None:
        """Somebody else's post tags this account."""
        self.world.handles[handle].tagged.append(post)


def _mark(post: Post, kind: ReactionKind, person: str) -> None:
    if kind is ReactionKind.VIEW:
        post.views += 1
        post.viewers.add(person)
    elif kind is ReactionKind.LIKE:
        post.likes.add(person)
    elif kind is ReactionKind.SHARE:
        post.shares += 1
