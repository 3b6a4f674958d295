"""X in small: the paths that we use, its wire format, its limits, its refusals, its people."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Kind, Metric, RemoteId
from antiphon.networks.x.simulator.films import Films
from antiphon.networks.x.simulator.gate import Gate
from antiphon.networks.x.simulator.grants import Grants
from antiphon.networks.x.simulator.quirks import Quirks
from antiphon.networks.x.simulator.shapes import Shapes
from antiphon.networks.x.simulator.showing import Showing
from antiphon.networks.x.simulator.world import Entry, Film, World, name_of
from antiphon.networks.x.simulator.writing import Writing

__all__ = ["Quirks", "Simulator"]

COUNTED = {
    ReactionKind.VIEW: "impression_count",
    ReactionKind.LIKE: "like_count",
    ReactionKind.SHARE: "retweet_count",
    ReactionKind.CLICK: "url_link_clicks",
}
METRICS = {
    "impression_count": Metric.VIEWS,
    "like_count": Metric.LIKES,
    "retweet_count": Metric.SHARES,
    "reply_count": Metric.REPLIES,
    "quote_count": Metric.QUOTES,
    "url_link_clicks": Metric.CLICKS,
}
KINDS = {"tweet_image": Kind.IMAGE, "tweet_gif": Kind.GIF}


class Simulator:
    """One simulated X; `quirks` may be set while it runs."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.quirks, self.world = base, Quirks(), World(now)
        self.shapes = Shapes(self.world, self._quirks)
        self.app: Asgi = Starlette(routes=self._routes())

    def _quirks(self) -> Quirks:
        return self.quirks

    def _routes(self) -> list[Route]:
        gate, films = Gate(self.world, self._quirks), Films(self.world, self._quirks)
        grants = Grants(self.world)
        writing = Writing(self.world, self.shapes, self._quirks)
        showing = Showing(self.world, self.shapes, self._quirks)
        upload = "/2/media/upload"
        signed = [
            ("POST", "/2/tweets", "create", writing.create),
            ("DELETE", "/2/tweets/{id}", "delete", writing.delete),
            ("GET", "/2/tweets", "lookup", showing.several),
            ("GET", "/2/tweets/{id}", "lookup", showing.one),
            ("GET", "/2/users/me", "me", showing.me),
            ("GET", "/2/users/{id}/tweets", "timeline", showing.timeline),
            ("GET", "/2/users/{id}/mentions", "mentions", showing.mentions),
            ("POST", upload, "media", films.whole),
            ("GET", upload, "media", films.status),
            ("POST", f"{upload}/initialize", "media", films.begin),
            ("POST", f"{upload}/{{id}}/append", "media", films.append),
            ("POST", f"{upload}/{{id}}/finalize", "media", films.finish),
            ("POST", "/2/media/metadata", "metadata", films.describe),
        ]
        return [
            *(Route(path, gate.open(bucket, door), methods=[how])
              for how, path, bucket, door in signed),
            Route("/2/oauth2/token", grants.token, methods=["POST"]),
            Route("/2/oauth2/revoke", grants.revoke, methods=["POST"]),
            Route("/-/x.com/i/oauth2/authorize", grants.page),
            Route("/-/x.com/{handle}/status/{id}", showing.page),
            Route("/-/pbs.twimg.com/media/{id}", films.show),
        ]  # fmt: skip

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """Make an account, or find it, with a token that lasts."""
        account = self.world.account(handle, name, facts)
        token = self.world.give(account, "tweet.read tweet.write users.read media.write")
        return Entrance(
            sign_in="token",
            given={"token": token},
            server=self.base,
            id=RemoteId(account.id),
            handle=account.handle,
        )

    def revoke(self, handle: str) -> None:
        """The owner took every permission back, lasting ones too."""
        id = self._id(handle)
        for kept in (self.world.tokens, self.world.refreshers):
            for text in [text for text, token in kept.items() if token.account == id]:
                del kept[text]

    def expire(self, handle: str) -> None:
        """Access tokens end; refresh tokens stay good."""
        id = self._id(handle)
        for token in self.world.tokens.values():
            if token.account == id:
                token.ends = self.world.now()

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What a visitor sees, oldest first."""
        if handle is not None:
            account = self.world.handles.get(name_of(handle).lower())
            newest = list(self.world.newest(account.posts)) if account else []
            return [self._shown(post) for post in reversed(newest)]
        return [self._shown(post) for post in self.world.posts.values() if not post.replaced]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """People look, like, repost, click, answer and follow."""
        if reaction.kind is ReactionKind.FOLLOW:
            if account := self.world.accounts.get(reaction.account):
                account.followers += 1
            return None
        post = self.world.posts.get(reaction.post or "")
        if post is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            return self._answer(post, reaction)
        name = COUNTED[reaction.kind]
        post.counts[name] = post.counts.get(name, 0) + 1
        return None

    def _answer(self, post: Entry, reaction: Reaction) -> RemoteId:
        # An answer names the author and who began the conversation, as X's own page does.
        first = self.world.posts.get(post.root, post).author
        named = {one.id: one for one in (post.author, first)}
        answer = Entry(
            id=self.world.new_id(),
            author=self.world.person(reaction.by),
            at=reaction.at,
            text=" ".join([*(f"@{one.handle}" for one in named.values()), reaction.text]),
            parent=post.id,
            root=post.root or post.id,
        )
        self.world.add(answer)
        for one in named.values():
            one.mentions.append(answer.id)
        return RemoteId(answer.id)

    def _id(self, handle: str) -> str:
        return self.world.handles[name_of(handle).lower()].id

    def _shown(self, post: Entry) -> Shown:
        return Shown(
            id=RemoteId(post.id),
            account=RemoteId(post.author.id),
            author=post.author.name,
            text=post.text,
            at=post.at,
            url=f"{self.base}/-/x.com/{post.author.handle}/status/{post.id}",
            parent=RemoteId(post.parent) if post.parent else None,
            media=tuple(self._shown_film(film) for film in post.films),
            poll=post.poll,
            options={**post.options, **({"quote": post.quoted} if post.quoted else {})},
            counts={
                ours: post.counts[name] for name, ours in METRICS.items() if name in post.counts
            },
        )

    def _shown_film(self, film: Film) -> ShownMedia:
        return ShownMedia(
            kind=KINDS.get(film.category, Kind.VIDEO),
            alt=film.alt,
            url=f"{self.base}/-/pbs.twimg.com/media/{film.id}",
            mime=film.mime,
            size=film.received,
            digest=film.sum.hexdigest(),
        )
