"""Pinterest in small: its wire format, its limits and its refusals, in memory."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.pinterest.simulator import filming, lobby, pinning, shapes
from antiphon.networks.pinterest.simulator.gate import Endpoint, gated
from antiphon.networks.pinterest.simulator.world import Comment, Pin, Quirks, World

COUNTED = {
    ReactionKind.VIEW: "impression",
    ReactionKind.LIKE: "reaction",
    ReactionKind.SHARE: "save",
    ReactionKind.REPLY: "comment",
    ReactionKind.CLICK: "clickthrough",
}
METRICS = {
    "impression": Metric.VIEWS,
    "reaction": Metric.LIKES,
    "save": Metric.SAVES,
    "comment": Metric.REPLIES,
    "clickthrough": Metric.CLICKS,
}


class Simulator:
    """The contract's face of it."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.world = World(base, now)
        self.app: Asgi = Starlette(routes=_routes(self.world))

    @property
    def quirks(self) -> Quirks:
        """Ways in which it can be told to differ."""
        return self.world.quirks

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A business account, unless a person's is wanted (`kind`)."""
        kind = "PINNER" if facts.get("kind") in {"member", "pinner"} else "BUSINESS"
        account = self.world.open(handle, name, kind)
        return Entrance(
            sign_in="token",
            given={"access_token": self.world.grant(account)},
            server=self.world.base,
            id=RemoteId(account.id),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """The person takes the app out of their settings."""
        id = self.world.handles[handle]
        for token in (*self.world.tokens.values(), *self.world.renewers.values()):
            token.revoked = token.revoked or token.account == id

    def expire(self, handle: str) -> None:
        """Access tokens run out; those that renew keep their own end."""
        for token in self.world.tokens_of(handle):
            token.ends = self.world.now() - timedelta(seconds=1)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """Pins, and what is said below them, oldest first."""
        wanted = self.world.handles[handle] if handle else None
        found = [_shown(self.world, one) for one in self.world.pins.values()]
        comments = (one for one in self.world.comments.values() if one.pin in self.world.pins)
        found += [_said(one) for one in comments]
        seen = sorted(found, key=lambda one: (one.at, int(one.id)))
        return [one for one in seen if wanted in {None, one.account}]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Let a person do something; what they say is seen, and no interface tells of it."""
        if reaction.kind is ReactionKind.FOLLOW:
            self.world.accounts[reaction.account].followers += 1
            return None
        below = self.world.comments.get(str(reaction.post))
        pin = self.world.pins.get(below.pin if below else str(reaction.post))
        if pin is None:
            return None
        name = COUNTED[reaction.kind]
        pin.counts[name] = pin.counts.get(name, 0) + 1
        return self._say(pin, reaction) if reaction.kind is ReactionKind.REPLY else None

    def _say(self, pin: Pin, reaction: Reaction) -> RemoteId:
        id = self.world.new_id()
        self.world.comments[id] = Comment(
            id=id, pin=pin.id, parent=str(reaction.post), author=reaction.by.id,
            text=reaction.text, at=self.world.now(),
        )  # fmt: skip
        return RemoteId(id)


def _said(one: Comment) -> Shown:
    return Shown(
        id=RemoteId(one.id),
        account=RemoteId(one.author),
        author=one.author,
        text=one.text,
        at=one.at,
        parent=RemoteId(one.parent),
    )


def _shown(world: World, one: Pin) -> Shown:
    alt = one.words.get("alt_text") or ""
    board = world.boards[one.board]
    return Shown(
        id=RemoteId(one.id),
        account=RemoteId(one.owner),
        author=world.accounts[one.owner].name,
        text=one.words.get("description") or "",
        title=one.words.get("title") or "",
        link=one.words.get("link") or "",
        at=one.at,
        url=f"https://www.pinterest.com/pin/{one.id}/",
        media=tuple(
            ShownMedia(
                kind=file.kind, alt=alt, url=shapes.address(world, file) if file.body else "",
                mime=file.mime, size=file.size, digest=file.digest,
            )
            for file in one.files
        ),
        options={"board": board.name, "section": board.sections.get(one.section, "")},
        counts={METRICS[name]: value for name, value in one.counts.items() if name in METRICS},
    )  # fmt: skip


Open = Callable[[World, Request], Awaitable[Response]]


def _routes(world: World) -> list[BaseRoute]:
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/v5/user_account", lobby.who),
        ("GET", "/v5/boards", lobby.boards),
        ("GET", "/v5/boards/{board_id}/sections", lobby.sections),
        ("POST", "/v5/pins", pinning.create),
        ("GET", "/v5/pins", pinning.own),
        ("GET", "/v5/pins/{pin_id}", pinning.show),
        ("PATCH", "/v5/pins/{pin_id}", pinning.change),
        ("DELETE", "/v5/pins/{pin_id}", pinning.delete),
        ("POST", "/v5/media", filming.register),
        ("GET", "/v5/media/{media_id}", filming.status),
    ]
    doors: list[tuple[str, str, Open]] = [
        ("POST", "/v5/oauth/token", lobby.token),
        ("GET", "/-/www.pinterest.com/oauth/", lobby.authorize),
        ("POST", f"/-/{filming.STORAGE}/", filming.store),
        ("GET", "/-/i.pinimg.com/{digest}", filming.show),
    ]
    return [
        *(Route(path, gated(world, end), methods=[method]) for method, path, end in table),
        *(Route(path, _bound(end, world), methods=[method]) for method, path, end in doors),
    ]


def _bound(endpoint: Open, world: World) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await endpoint(world, request)

    return answer
