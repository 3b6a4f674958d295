"""Reddit in small: its wire format, its limits and its refusals, in memory."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.reddit.simulator import filing, lobby, shapes, showing, submitting
from antiphon.networks.reddit.simulator.gate import Endpoint, gated
from antiphon.networks.reddit.simulator.reader import read
from antiphon.networks.reddit.simulator.world import SCRIPT, SECRET, Entry, Quirks, User, World

COUNTED = {ReactionKind.VIEW: "views", ReactionKind.LIKE: "ups", ReactionKind.SHARE: "shares"}


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
        """A person who runs a community of the same name, unless a profile is wanted (`kind`)."""
        user = self.world.open(handle, name)
        where = user.profile if facts.get("kind") in {"member", "profile"} else user.name
        community = self.world.communities[where.casefold()]
        return Entrance(
            sign_in="script",
            given={
                "client_id": SCRIPT, "client_secret": SECRET,
                "username": user.name, "password": user.password, "communities": user.name,
            },
            server=self.world.base,
            id=RemoteId(f"{user.id}/t5_{community.id}"),
            handle=handle,
        )  # fmt: skip

    def revoke(self, handle: str) -> None:
        """The person takes the app out of their settings, and changes the password."""
        user = self._user(handle)
        for token in (*self.world.tokens.values(), *self.world.renewers.values()):
            token.revoked = token.revoked or token.user == user.name

    def expire(self, handle: str) -> None:
        """Access tokens run out."""
        user = self._user(handle)
        for token in self.world.tokens.values():
            if token.user == user.name:
                token.ends = self.world.now() - timedelta(seconds=1)

    def _user(self, handle: str) -> User:
        """Who runs the community, or is called so: `r/fizz` and `u/fizz` are both of fizz."""
        name = handle.casefold().removeprefix("r/").removeprefix("u/")
        return self.world.users[name]

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """Posts and comments, oldest first."""
        name = self._user(handle).name if handle else ""
        both = (*self.world.posts.values(), *self.world.comments.values())
        found = sorted(both, key=lambda one: (one.at, one.name[3:]))
        mine = [one for one in found if name in {"", one.author}]
        return [_shown(self.world, one) for one in mine]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Let a person do something."""
        if reaction.kind is ReactionKind.FOLLOW:
            for one in self.world.communities.values():
                one.subscribers += reaction.account.endswith(f"t5_{one.id}")
            return None
        entry = self.world.entry(str(reaction.post))
        if entry is None:
            return None
        if reaction.kind is ReactionKind.REPLY:
            return RemoteId(showing.say(self.world, entry, reaction.by.id, reaction.text).name)
        name = COUNTED.get(reaction.kind)
        if name:
            entry.counts[name] = entry.counts.get(name, 0) + 1
        return None


def _shown(world: World, one: Entry) -> Shown:
    user = world.users.get(one.author.casefold())
    community = world.communities[one.community.casefold()]
    poll = (one.told.get("poll_data") or {}).get("options") or []
    linked = "" if one.files or one.told.get("is_self", True) else one.told.get("url", "")
    return Shown(
        id=RemoteId(one.name),
        account=RemoteId(f"{user.id}/t5_{community.id}" if user else one.author),
        author=user.title if user else one.author,
        text=read(one.told.get("body") or one.told.get("selftext") or ""),
        title=one.told.get("title", ""),
        at=one.at,
        url=f"https://www.reddit.com{shapes.permalink(one)}",
        parent=RemoteId(one.parent) if one.parent else None,
        poll=tuple(choice["text"] for choice in poll),
        link=linked,
        media=tuple(
            ShownMedia(
                kind=file.kind, url=shapes.shown(world, file) if file.body else "",
                mime=file.mime, size=file.size, digest=file.digest,
            )
            for file in one.files
        ),
        options={
            "flair": one.told.get("link_flair_text"), "nsfw": one.told.get("over_18", False),
            "spoiler": one.told.get("spoiler", False),
            "crosspost": one.told.get("crosspost_parent", ""),
        },
        counts={
            Metric.VIEWS: one.counts.get("views", 0), Metric.LIKES: one.counts.get("ups", 0),
            Metric.SHARES: one.counts.get("shares", 0), Metric.REPLIES: len(one.comments),
        },
    )  # fmt: skip


Open = Callable[[World, Request], Awaitable[Response]]


def _routes(world: World) -> list[BaseRoute]:
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/api/v1/me", showing.me),
        ("GET", "/r/{sr}/about", showing.about),
        ("GET", "/r/{sr}/about/rules", showing.rules),
        ("GET", "/api/v1/{sr}/post_requirements", showing.requirements),
        ("POST", "/r/{sr}/api/flairselector", showing.flairs),
        ("GET", "/subreddits/mine/moderator", showing.moderated),
        ("POST", "/api/media/asset.json", filing.lease),
        ("POST", "/api/submit", submitting.submit),
        ("POST", "/api/submit_gallery_post.json", submitting.gallery),
        ("POST", "/api/submit_poll_post", submitting.poll),
        ("POST", "/api/comment", showing.comment),
        ("POST", "/api/editusertext", showing.edit),
        ("POST", "/api/del", showing.delete),
        ("GET", "/user/{name}/submitted", showing.own),
        ("GET", "/user/{name}/comments", showing.own),
        ("GET", "/api/info", showing.info),
        ("GET", "/comments/{id}", showing.talk),
        ("POST", "/api/morechildren", showing.more),
    ]
    house = "/-/www.reddit.com/api/v1"
    doors: list[tuple[str, str, Open]] = [
        ("GET", f"{house}/authorize", lobby.authorize),
        ("POST", f"{house}/access_token", lobby.token),
        ("POST", f"{house}/revoke_token", lobby.revoke),
        ("GET", "/-/i.redd.it/{id}", filing.show),
        ("GET", "/-/v.redd.it/{id}", filing.show),
        *(("POST", f"/-/{host}/", filing.store) for host in sorted({*filing.HOSTS.values()})),
    ]
    return [
        *(Route(path, gated(world, end), methods=[method]) for method, path, end in table),
        *(Route(path, _bound(end, world), methods=[method]) for method, path, end in doors),
    ]


def _bound(endpoint: Open, world: World) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await endpoint(world, request)

    return answer
