"""A server of this family in small: its paths, its JSON, its limits, its quirks, its people."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette

from antiphon.connect.simulation import Entrance, Reaction, Shown
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import RemoteId
from antiphon.networks.mastodon.simulator.gate import Gate
from antiphon.networks.mastodon.simulator.people import People
from antiphon.networks.mastodon.simulator.quirks import Quirks
from antiphon.networks.mastodon.simulator.routes import routes
from antiphon.networks.mastodon.simulator.shapes import Shapes
from antiphon.networks.mastodon.simulator.world import DOMAIN, World

__all__ = ["Quirks", "Simulator"]


class Simulator:
    """One simulated server; `quirks` may be set while it runs."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.quirks = base, Quirks()
        self.world = World(now)
        self.gate = Gate(self.world, lambda: self.quirks)
        self.shapes = Shapes(base, self.world, lambda: self.quirks)
        self.people = People(base, self.world, self.shapes)
        self.app: Asgi = Starlette(routes=routes(base, self.world, self.gate, self.shapes))

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """Make a member, or find it, with a token made in its settings."""
        member = self.world.member(_user(handle), name, **facts)
        token = self.world.token(member, frozenset({"read", "write"}))
        return Entrance(
            sign_in="token",
            given={"token": token.text},
            server=self.base,
            id=RemoteId(member.id),
            handle=f"{member.user}@{DOMAIN}",
        )

    def revoke(self, handle: str) -> None:
        """Its owner took every permission back, renewing ones too."""
        self.expire(handle)
        member = self.world.names[_user(handle)]
        self.world.refreshers = {
            text: one for text, one in self.world.refreshers.items() if one.member != member.id
        }

    def expire(self, handle: str) -> None:
        """Access tokens end; vanilla ones never do, so this is a server whose tokens end."""
        member = self.world.names[_user(handle)]
        for token in self.world.tokens.values():
            token.dead = token.dead or token.member == member.id

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What is there, oldest first."""
        if handle is None:
            return [self.people.shown(one) for one in self.world.statuses.values()]
        member = self.world.names.get(_user(handle))
        found = self.world.newest(member.statuses) if member else ()
        return [self.people.shown(one) for one in found][::-1]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """People like, boost, answer and follow; looking and clicking leave no trace here."""
        return self.people.react(reaction)


def _user(handle: str) -> str:
    """The short name, of `@user@host` too."""
    return handle.lstrip("@").split("@")[0]
