"""The simulated network: what `antiphon sandbox` serves in Snapchat's place."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.snapchat.simulator.doors import CLIENT_ID, CLIENT_SECRET, Doors
from antiphon.networks.snapchat.simulator.gate import Gate
from antiphon.networks.snapchat.simulator.world import World

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Simulator"]


class Simulator:
    """Snapchat's public profiles in small."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.world = World(now, base)
        self.gate = Gate(self.world)
        files = Route("/-/cf-st.sc-cdn.net/{digest}", self._file)
        self.app: Asgi = Starlette(routes=[*self.gate.routes(), *Doors(self.world).routes(), files])

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.bytes.get(request.path_params["digest"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:  # noqa: ARG002
        """A public profile, and a token of the person who administers it."""
        profile = self.world.open(handle, name)
        if not profile.token or self.world.tokens[profile.token].dead:
            profile.token = self.world.mint(profile)
        return Entrance(
            sign_in="token",
            given={"access_token": profile.token},
            server=self.base,
            id=RemoteId(profile.id),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """The administrator took the permission back."""
        profile = self.world.handles[handle]
        for token in (*self.world.tokens.values(), *self.world.refreshers.values()):
            token.dead = token.dead or token.profile is profile

    def expire(self, handle: str) -> None:
        """The access tokens ran out, as they do after half an hour."""
        for token in self.world.tokens.values():
            if token.profile is self.world.handles[handle]:
                token.ends_at = self.now()

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All that people can see at the moment, oldest first."""
        at = self.now()
        only = self.world.handles[handle] if handle is not None else None
        return [
            Shown(
                id=RemoteId(id),
                account=RemoteId(post.profile.id),
                author=post.profile.name,
                text=post.text,
                at=post.at,
                url=f"{self.base}/-/www.snapchat.com/add/{post.profile.handle}",
                media=(post.media,),
                options=post.options,
                counts={
                    Metric.VIEWS: len(post.viewers),
                    Metric.LIKES: len(post.favourites),
                    Metric.SHARES: post.shares,
                },
            )
            for id, post in self.world.posts.items()
            if post.is_visible(at) and only in {None, post.profile}
        ]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A person does something; answers go to no place that a program sees."""
        person = reaction.by.id
        if reaction.kind is ReactionKind.FOLLOW:
            self.world.profiles[reaction.account].subscribers.add(person)
            return None
        post = self.world.posts.get(reaction.post or "")
        match reaction.kind if post else None:
            case ReactionKind.VIEW if post:
                post.viewers.append(person)
            case ReactionKind.LIKE if post:
                post.favourites.add(person)
            case ReactionKind.SHARE if post:
                post.shares += 1
            case _:
                pass
        return None
