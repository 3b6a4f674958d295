"""The simulated network: what `antiphon sandbox` serves in place of Threads."""

from collections.abc import Callable, Sequence
from datetime import datetime
from json import loads

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId, Targeting
from antiphon.networks.threads.simulator.doors import CLIENT_ID, CLIENT_SECRET, ENDLESS
from antiphon.networks.threads.simulator.gate import Gate
from antiphon.networks.threads.simulator.world import Post, shown

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Simulator"]

CHOSEN = ("topic_tag", "reply_control", "enable_reply_approvals", "is_ghost_post", "quote_post_id",
          "location_id", "is_spoiler_media")  # fmt: skip


class Simulator:
    """Threads in small."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.gate = Gate(base, now)
        self.world = self.gate.world
        self.app: Asgi = self.gate.app()

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A profile and a token without an end; with `geo="no"` it may not choose countries."""
        profile = self.world.open(handle, name, facts)
        token = self.world.mint(profile.id, self.now(), ENDLESS)
        given = {"access_token": token}
        return Entrance(
            sign_in="token", given=given, server=self.base, id=RemoteId(profile.id), handle=handle
        )

    def revoke(self, handle: str) -> None:
        """The owner took the app out of their settings."""
        profile = self.world.handles[handle]
        for token in self.world.tokens.values():
            token.is_dead = token.is_dead or token.profile == profile.id

    def expire(self, handle: str) -> None:
        """The tokens ran out; nothing renews them any more."""
        profile = self.world.handles[handle]
        for token in self.world.tokens.values():
            if token.profile == profile.id:
                token.ends_at = self.now()

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All visible posts and replies, oldest first; of one profile only what it said itself."""
        author = self.world.handles[handle].id if handle is not None else None
        return [
            self._shown(post)
            for post in self.world.order
            if not post.is_gone and author in {None, post.author}
        ]

    def _shown(self, post: Post) -> Shown:
        form = post.form
        countries = str(form.get("allowlisted_country_codes", ""))
        attached = loads(str(form.get("text_attachment", "{}")))
        return Shown(
            id=RemoteId(post.id),
            account=RemoteId(post.root.author),
            author=post.handle,
            text=attached.get("plaintext", post.text),
            title=post.text if attached else "",
            at=post.at,
            url=f"{self.gate.telling.web}/@{post.handle}/post/{post.id}",
            parent=RemoteId(post.parent.id) if post.parent else None,
            media=tuple(shown(picture, self.base) for picture in post.media),
            poll=tuple(loads(str(form.get("poll_attachment", "{}"))).values()),
            link=str(attached.get("link_attachment_url") or form.get("link_attachment", "")),
            targeting=Targeting(countries=tuple(countries.split(",")) if countries else ()),
            options={name: form[name] for name in CHOSEN if form.get(name)},
            counts={
                Metric.VIEWS: post.views,
                Metric.LIKES: len(post.likes),
                Metric.SHARES: post.reposts,
                Metric.REPLIES: len(post.replies),
            },
        )

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A person does something."""
        person, post = reaction.by, self.world.posts.get(reaction.post or "")
        if reaction.kind is ReactionKind.FOLLOW:
            self.world.profiles[reaction.account].followers.add(person.id)
        elif post and reaction.kind is ReactionKind.REPLY:
            form = {"text": reaction.text, "media_type": "TEXT"}
            handle = person.name.lower().replace(" ", ".")
            reply = Post(self.world.id(), person.id, handle, reaction.at, form, parent=post)
            return RemoteId(self.world.add(reply).id)
        elif post:
            _mark(post, reaction.kind, person.id)
        return None


def _mark(post: Post, kind: ReactionKind, person: str) -> None:
    match kind:
        case ReactionKind.VIEW:
            post.views += 1
        case ReactionKind.LIKE:
            post.likes.add(person)
        case ReactionKind.SHARE:
            post.reposts += 1
        case _:
            pass
