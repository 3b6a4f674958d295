"""The simulated network: what `antiphon sandbox` serves in TikTok's place."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.tiktok.creator import SCOPES
from antiphon.networks.tiktok.simulator.business import Business
from antiphon.networks.tiktok.simulator.desk import CLIENT_ID, CLIENT_SECRET, Desk
from antiphon.networks.tiktok.simulator.gate import Gate
from antiphon.networks.tiktok.simulator.posting import Posting
from antiphon.networks.tiktok.simulator.showing import Showing
from antiphon.networks.tiktok.simulator.world import Comment, Post, World

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Simulator"]


class Simulator:
    """TikTok in small, with both of its APIs."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.world = World(now)
        self.posting = Posting(self.world, base)
        self.showing = Showing(self.world, f"{base}/-/www.tiktok.com")
        self.gate = Gate(self.world, self.posting, self.showing)
        self.desk = Desk(self.world)
        files = Route("/-/p16-sign.tiktokcdn.com/{digest}", self._file)
        routes = [*self.gate.routes(), *Business(self.gate).routes(), *self.desk.routes(), files]
        self.app: Asgi = Starlette(routes=routes)

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.bytes.get(request.path_params["digest"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A business, as those who say most; `kind` may say `creator`, or `member` (private)."""
        account = self.world.open(handle, name, **facts)
        if not account.token or self.world.tokens[account.token].dead:
            account.token = self.world.mint(account, frozenset(SCOPES))
        given = {"access_token": account.token}
        return Entrance(
            sign_in="business_token" if account.is_business else "token",
            given={**given, "business_id": account.id} if account.is_business else given,
            server=self.base,
            id=RemoteId(account.id),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """The owner took the permission back."""
        account = self.world.handles[handle]
        for token in (*self.world.tokens.values(), *self.world.refreshers.values()):
            token.dead = token.dead or token.account is account

    def expire(self, handle: str) -> None:
        """The access tokens ran out, as they do after a day."""
        for token in self.world.tokens.values():
            if token.account is self.world.handles[handle]:
                token.ends_at = self.now()

    def finish(self, publish: str, privacy: str) -> None:
        """A person posts from the app what waited in its inbox."""
        post = self.world.publishes[publish]
        post.in_app, post.privacy = False, privacy

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All public posts and what is written below them, oldest first."""
        at, found = self.now(), []
        for one in self.world.order:
            post = one.post if isinstance(one, Comment) else one
            author = one.author_id if isinstance(one, Comment) else post.account.id
            mine = handle is None or self.world.handles[handle].id == author
            if post.is_public(at) and mine:
                found.append(self._comment(one) if isinstance(one, Comment) else self._post(one))
        return found

    def _post(self, post: Post) -> Shown:
        return Shown(
            id=RemoteId(post.id),
            account=RemoteId(post.account.id),
            author=post.account.name,
            text=post.text,
            title=post.title,
            at=post.created,
            url=self.showing.url(post),
            media=tuple(post.media),
            options=post.options,
            counts={
                Metric.VIEWS: post.views,
                Metric.LIKES: len(post.likes),
                Metric.SHARES: post.shares,
                Metric.REPLIES: len(post.comments),
            },
        )

    def _comment(self, one: Comment) -> Shown:
        return Shown(
            id=RemoteId(one.id),
            account=RemoteId(one.author_id),
            author=one.author,
            text=one.text,
            at=one.at,
            url=self.showing.url(one.post),
            parent=RemoteId(one.post.id),
        )

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A person does something."""
        by = reaction.by
        if reaction.kind is ReactionKind.FOLLOW:
            self.world.accounts[reaction.account].followers.add(by.id)
            return None
        post = self.world.posts.get(reaction.post or "")
        if post is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            said = self.world.reply(post, (by.id, by.name), reaction.text, reaction.at)
            return RemoteId(said.id)
        match reaction.kind:
            case ReactionKind.VIEW:
                post.views += 1
            case ReactionKind.LIKE:
                post.likes.add(by.id)
            case ReactionKind.SHARE:
                post.shares += 1
            case _:
                pass
        return None
