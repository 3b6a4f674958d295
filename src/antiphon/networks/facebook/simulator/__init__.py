"""The simulated network: what `antiphon sandbox` serves in Facebook's place."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId, Targeting
from antiphon.networks.facebook.simulator import atlas
from antiphon.networks.facebook.simulator.doors import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.facebook.simulator.gate import Gate
from antiphon.networks.facebook.simulator.world import Page, Post, shown

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Simulator"]


class Simulator:
    """Facebook's Pages in small."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.gate = Gate(base, now)
        self.world = self.gate.world
        self.app: Asgi = self.gate.app()

    @property
    def quirks(self) -> set[str]:
        """Modes: proof, declined, no_targeting, nameless, dead_metric, lag."""
        return self.gate.doors.quirks

    @quirks.setter
    def quirks(self, modes: set[str]) -> None:
        for part in (self.gate.doors, self.gate.publishing, self.gate.reading):
            part.quirks = modes

    def works_for(self, lasting: timedelta) -> None:
        """How long a video takes until it is shown."""
        self.gate.nodes.processing = lasting

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A Page, and its token; with `kind="member"` the token of the person who owns it.

        `owner` names that person, so that several Pages can have the same; `business` the business
        that the Page belongs to.
        """
        page = self.world.open(handle, name, facts)
        token = self.world.page_token(page)
        if facts.get("kind") == "member":
            token = self.world.mint(whose=page.owner, kind="user", owner=page.owner)
        return Entrance(
            sign_in="token",
            given={"access_token": token},
            server=self.base,
            id=RemoteId(page.id),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """The owner took the app out of their settings."""
        self.world.kill(self.world.handles[handle].owner, 458)

    def expire(self, handle: str) -> None:
        """The owner's tokens, and with them their Pages', ran out; there is no refresh."""
        self.world.kill(self.world.handles[handle].owner, 463)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All visible posts and comments, oldest first; of one Page only what it said itself."""
        at = self.now()
        author = self.world.handles[handle].id if handle is not None else None
        return [
            self._shown(post)
            for post in self.world.order
            if post.visible(at) and author in {None, post.author}
        ]

    def _shown(self, post: Post) -> Shown:
        kept = self.world.bytes
        return Shown(
            id=RemoteId(post.id),
            account=RemoteId(post.author),
            author=post.author_name,
            text=post.text,
            at=post.created,
            url=f"{self.gate.nodes.web}/{post.id}",
            title=post.media[0].title if post.media else "",
            parent=RemoteId(post.parent.id) if post.parent else None,
            media=tuple(shown(item, self.base, kept=item.id in kept) for item in post.media),
            link=post.link,
            targeting=_targeting(post.targeting),
            options={**post.options, **({"story": "yes"} if post.is_story else {})},
            counts={
                Metric.VIEWS: post.views,
                Metric.REACH: len(post.viewers),
                Metric.LIKES: len(post.likes),
                Metric.SHARES: post.shares,
                Metric.REPLIES: len(post.comments),
                Metric.CLICKS: post.clicks,
            },
        )

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A person does something."""
        person = reaction.by
        if reaction.kind is ReactionKind.FOLLOW:
            self._page(reaction.account).followers.add(person.id)
            return None
        post = self.world.posts.get(reaction.post or "")
        if post is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            given = (post, person.id, person.name, reaction.text, reaction.at)
            return RemoteId(self.gate.publishing.reply(*given).id)
        _mark(post, reaction.kind, person.id)
        return None

    def _page(self, id: RemoteId) -> Page:
        return self.world.pages[id]


def _mark(post: Post, kind: ReactionKind, person: str) -> None:
    match kind:
        case ReactionKind.VIEW:
            post.views += 1
            post.viewers.add(person)
            for item in post.media:
                item.views += 1
        case ReactionKind.LIKE:
            post.likes.add(person)
        case ReactionKind.SHARE:
            post.shares += 1
        case ReactionKind.CLICK:
            post.clicks += 1
        case _:
            pass


def _targeting(told: Mapping[str, Any]) -> Targeting:
    """A hard limit as people outside think of it; names instead of keys."""
    geo = told.get("geo_locations", {})
    return Targeting(
        countries=tuple(geo.get("countries", ())),
        regions=_names(geo.get("regions", ()), atlas.REGIONS),
        cities=_names(geo.get("cities", ()), atlas.CITIES),
        languages=tuple(dict.fromkeys(atlas.tag(key) for key in told.get("locales", ()))),
        age_from=told.get("age_min"),
    )


def _names(
    keys: Sequence[Mapping[str, str]], table: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    return tuple(table.get(one["key"], {}).get("name", one["key"]) for one in keys)
