"""LinkedIn in small: its wire format, its limits and its refusals, in memory."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from antiphon.connect.simulation import (
    Entrance,
    Person,
    Reaction,
    ReactionKind,
    Shown,
    ShownMedia,
)
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.linkedin.simulator import figures, filing, lobby, posting, reader, talking
from antiphon.networks.linkedin.simulator.gate import Endpoint, gated
from antiphon.networks.linkedin.simulator.world import (
    COMMUNITY,
    SELF_SERVE,
    Comment,
    Member,
    Post,
    Quirks,
    World,
)

PEOPLE = "urn:li:person:"
_COUNTED = {
    ReactionKind.SHARE: Metric.SHARES,
    ReactionKind.CLICK: Metric.CLICKS,
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
        """A page with its administrator, unless a member is wanted (`kind`).

        `reads=no` gives a token without the scopes to read, `reads=yes` a member's with them;
        `followers` says how many there are, `analytics=no` leaves a member's figures closed.
        """
        kind = {"page": "organization"}.get(facts.get("kind", ""), facts.get("kind", ""))
        member = self.world.open(handle, name, kind or "organization", facts)
        scopes = COMMUNITY if member.kind == "organization" else SELF_SERVE
        if facts.get("reads") == "yes":
            scopes |= {"r_member_social", "r_member_postAnalytics"}
        if facts.get("reads") == "no":
            scopes = frozenset(one for one in scopes if not one.startswith("r_"))
        token = self.world.grant(member.admin or member.urn, scopes)
        return Entrance(
            sign_in="token",
            given={"token": token},
            server=self.world.base,
            id=RemoteId(member.urn),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """The person takes the permission back, with all its tokens."""
        for session in self.world.sessions_of(handle):
            session.revoked = True

    def expire(self, handle: str) -> None:
        """Access tokens run out; refresh tokens keep their own end."""
        longer = set(map(id, self.world.refreshable.values()))
        for session in self.world.sessions_of(handle):
            if id(session) not in longer:
                session.ends = self.world.now() - timedelta(seconds=1)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """Posts and comments, oldest first."""
        wanted = self.world.handles[handle] if handle else None
        seen: list[Shown] = []
        for urn in self.world.order:
            if urn in self.world.posts:
                seen.append(_shown(self.world, self.world.posts[urn]))
            elif urn in self.world.comments:
                seen.append(_said(self.world, self.world.comments[urn]))
        return [one for one in seen if wanted in {None, one.account}]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Let a person do something."""
        if reaction.kind is ReactionKind.FOLLOW:
            self.world.members[reaction.account].followers += 1
            return None
        under = self.world.comments.get(str(reaction.post))
        post = self.world.post_of(under.post if under else str(reaction.post))
        if post is None:
            return None
        by = f"{PEOPLE}{reaction.by.id}"
        if reaction.kind is ReactionKind.REPLY:
            told = {"message": {"text": reaction.text}, **_parent(under)}
            self._introduce(reaction.by)
            return RemoteId(talking.say(self.world, post, by, told).urn)
        _count(post, reaction.kind, by)
        return None

    def _introduce(self, person: Person) -> None:
        urn = f"{PEOPLE}{person.id}"
        if urn not in self.world.members:
            self.world.members[urn] = _visitor(urn, person)


def _visitor(urn: str, person: Person) -> Member:
    return Member(
        urn=urn, handle=person.id, name=person.name, kind="visitor", country=person.country
    )


def _parent(under: Comment | None) -> dict[str, str]:
    return {"parentComment": under.urn} if under else {}


def _count(post: Post, kind: ReactionKind, by: str) -> None:
    match kind:
        case ReactionKind.VIEW:
            post.counts[Metric.VIEWS] += 1
            post.seen_by.add(by)
        case ReactionKind.LIKE:
            post.liked_by.add(by)
            post.counts[Metric.LIKES] = len(post.liked_by)
        case _:
            post.counts[_COUNTED[kind]] += 1


def _shown(world: World, post: Post) -> Shown:
    content = post.told.get("content") or {}
    article, poll = content.get("article") or {}, content.get("poll") or {}
    pictures = (content.get("multiImage") or {}).get("images") or []
    media = [content["media"]] if "media" in content else pictures
    author = world.members[post.author]
    return Shown(
        id=RemoteId(post.urn),
        account=RemoteId(post.author),
        author=author.name,
        text=post.text,
        at=post.at,
        url=f"https://www.linkedin.com/feed/update/{post.urn}",
        title=str(article.get("title") or (content.get("media") or {}).get("title", "")),
        media=tuple(_picture(world, one["id"], one.get("altText", "")) for one in media),
        poll=tuple(one["text"] for one in poll.get("options", [])),
        link=str(article.get("source", "")),
        targeting=reader.audience(post.told["distribution"].get("targetEntities") or []),
        options={
            "visibility": post.told["visibility"],
            "no_reshare": post.told.get("isReshareDisabledByAuthor", False),
        },
        counts={**post.counts, Metric.REACH: len(post.seen_by)},
    )


def _picture(world: World, urn: str, alt: str) -> ShownMedia:
    file = world.files[urn]
    url = f"{world.base}/-/media.licdn.com/{urn}" if file.body else ""
    return ShownMedia(
        kind=file.kind, alt=alt, url=url, mime=file.mime, size=file.size, digest=file.digest
    )


def _said(world: World, comment: Comment) -> Shown:
    actor = comment.told["actor"]
    pictures = [one["entity"]["image"] for one in comment.told.get("content", [])]
    return Shown(
        id=RemoteId(comment.urn),
        account=RemoteId(actor),
        author=world.members[actor].name,
        text=comment.told["message"]["text"],
        at=comment.at,
        parent=RemoteId(comment.told.get("parentComment") or comment.post),
        media=tuple(_picture(world, urn, "") for urn in pictures),
    )


Open = Callable[[World, Request], Awaitable[Response]]


def _routes(world: World) -> list[BaseRoute]:
    return [*_guarded(world), *_open(world)]


def _guarded(world: World) -> list[BaseRoute]:
    comments = "/rest/socialActions/{urn}/comments"
    table: list[tuple[str, str, Endpoint]] = [
        ("POST", "/rest/posts", posting.create),
        ("GET", "/rest/posts", posting.find),
        ("GET", "/rest/posts/{urn}", posting.get),
        ("POST", "/rest/posts/{urn}", posting.change),
        ("DELETE", "/rest/posts/{urn}", posting.delete),
        ("POST", comments, talking.create),
        ("GET", comments, talking.find),
        ("GET", comments + "/{id}", talking.get),
        ("POST", comments + "/{id}", talking.change),
        ("DELETE", comments + "/{id}", talking.delete),
        ("GET", "/rest/organizationAcls", lobby.roles),
        ("GET", "/rest/organizations", lobby.pages),
        ("GET", "/rest/organizations/{id}", lobby.page),
        ("GET", "/rest/networkSizes/{urn}", figures.followers),
        ("GET", "/rest/organizationalEntityShareStatistics", figures.shares),
        ("GET", "/rest/memberCreatorPostAnalytics", figures.member),
        ("GET", "/rest/geoTypeahead", figures.places),
    ]
    for sort in filing.KINDS:
        table.append(("POST", f"/rest/{sort}", filing.act))
        table.append(("GET", f"/rest/{sort}/{{urn}}", filing.status))
    routes: list[BaseRoute] = [
        Route(path, gated(world, endpoint), methods=[method]) for method, path, endpoint in table
    ]
    for path, endpoint in (("/v2/userinfo", lobby.userinfo), ("/v2/me", lobby.me)):
        routes.append(Route(path, gated(world, endpoint, versioned=False)))
    return routes


def _open(world: World) -> list[BaseRoute]:
    www = "/-/www.linkedin.com"
    table: list[tuple[str, str, Open]] = [
        ("GET", f"{www}/oauth/v2/authorization", lobby.authorize),
        ("POST", f"{www}/oauth/v2/accessToken", lobby.token),
        ("POST", f"{www}/oauth/v2/revoke", lobby.revoke),
        ("POST", f"{www}/oauth/v2/introspectToken", lobby.introspect),
        ("PUT", f"{www}/dms-uploads/{{key}}/uploaded", filing.put),
        ("GET", "/-/media.licdn.com/{urn}", filing.show),
    ]
    return [
        Route(path, _bound(endpoint, world), methods=[method]) for method, path, endpoint in table
    ]


def _bound(endpoint: Open, world: World) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await endpoint(world, request)

    return answer
