"""The simulated network: what `antiphon sandbox` serves in Google's place."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import RemoteId
from antiphon.networks.google_business.simulator.doors import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.google_business.simulator.gate import Gate
from antiphon.networks.google_business.simulator.world import Post, Review, shown

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Simulator"]


class Simulator:
    """Google Business Profile in small."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.gate = Gate(base, now)
        self.world = self.gate.world
        self.app: Asgi = self.gate.app()

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A place, and keys to it; `owner` names its person, `voice="no"` one that cannot post."""
        place = self.world.open(handle, name, facts)
        given = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "refresh_token": self.world.grant(place.owner),
        }
        id = RemoteId(place.name)
        return Entrance(sign_in="keys", given=given, server=self.base, id=id, handle=handle)

    def revoke(self, handle: str) -> None:
        """The owner took the permission back."""
        self.world.kill(self.world.handles[handle].owner)

    def expire(self, handle: str) -> None:
        """The access tokens ran out; the refresh token stays good."""
        owner = self.world.handles[handle].owner
        for token in self.world.access.values():
            token.is_dead = token.is_dead or token.owner == owner

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All that can be seen, oldest first; of one place only what it said itself."""
        at = self.now()
        posts = [
            self._post(post)
            for post in self.world.posts.values()
            if at >= post.shown_at and not post.is_rejected
        ]
        found = [*posts, *self._talk()]
        mine = self.world.handles[handle].handle if handle is not None else None
        return sorted((one for one in found if mine in {None, one.author}), key=lambda one: one.at)

    def _post(self, post: Post) -> Shown:
        body = post.body
        button, offer = body.get("callToAction") or {}, body.get("offer") or {}
        return Shown(
            id=RemoteId(post.name),
            account=RemoteId(post.place.name),
            author=post.place.handle,
            text=str(body.get("summary", "")),
            at=post.made_at,
            url=f"{self.base}/-/local.google.com/place?lpsid={post.name.rpartition('/')[2]}",
            title=str((body.get("event") or {}).get("title", "")),
            media=tuple(shown(file, self.base) for file in post.files),
            link=str(button.get("url", "")),
            language=str(body.get("languageCode", "")),
            options={"button": button.get("actionType"), **offer} if button or offer else {},
        )

    def _talk(self) -> Iterator[Shown]:
        """Reviews, shown below the post at which they were written, and the answers."""
        for review in self.world.reviews.values():
            yield self._review(review)
            if review.reply is not None and not review.is_refused:
                yield Shown(
                    id=RemoteId(f"{review.name}/reply"),
                    account=RemoteId(review.place.name),
                    author=review.place.handle,
                    text=review.reply,
                    at=review.replied_at or review.at,
                    parent=RemoteId(review.name),
                )

    def _review(self, review: Review) -> Shown:
        return Shown(
            id=RemoteId(review.name),
            account=RemoteId(review.place.name),
            author=review.author,
            text=f"{'★' * review.stars} {review.words}".strip(),
            at=review.at,
            parent=RemoteId(review.near or review.place.name),
        )

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A person does something; all that Google tells us of are reviews."""
        place = self.world.places.get(reaction.account)
        if place is None or reaction.kind is not ReactionKind.REPLY:
            return None
        name = f"{place.name}/reviews/{self.world.id('Ch')}"
        stars = 5 - sum(reaction.by.id.encode()) % 3
        given = (name, place, reaction.by.name, stars, reaction.text, reaction.at)
        self.world.reviews[name] = Review(*given, near=str(reaction.post or ""))
        return RemoteId(name)
