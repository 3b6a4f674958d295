"""A server of this family in small: its paths, its JSON, its limits, its quirks, its people."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.simulation.contract import Asgi
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.mastodon.simulator.about import About
from antiphon.networks.mastodon.simulator.access import Access
from antiphon.networks.mastodon.simulator.files import Files
from antiphon.networks.mastodon.simulator.gate import Gate, Handler
from antiphon.networks.mastodon.simulator.quirks import Quirks
from antiphon.networks.mastodon.simulator.shapes import Shapes
from antiphon.networks.mastodon.simulator.showing import Showing
from antiphon.networks.mastodon.simulator.world import DOMAIN, Film, Member, Status, World
from antiphon.networks.mastodon.simulator.writing import Writing

__all__ = ["Quirks", "Simulator"]


class Simulator:
    """One simulated server; `quirks` may be set while it runs."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.quirks = base, Quirks()
        self.world = World(now)
        self.gate = Gate(self.world, lambda: self.quirks)
        self.shapes = Shapes(base, self.world, lambda: self.quirks)
        self.app: Asgi = Starlette(routes=self._routes())

    def _routes(self) -> list[Route]:
        parts = (self.world, self.gate, self.shapes)
        writing, showing, files = Writing(*parts), Showing(*parts), Files(*parts)
        access, about = Access(self.world, self.gate), About(self.base, self.world, self.gate)
        status, media = "/api/v1/statuses/{id}", "/api/v1/media/{id}"
        table: list[tuple[str, str, Handler]] = [
            ("POST", "/api/v1/statuses", writing.create),
            ("GET", "/api/v1/statuses", showing.several),
            ("GET", status, showing.status),
            ("PUT", status, writing.edit),
            ("DELETE", status, writing.delete),
            ("GET", f"{status}/source", showing.source),
            ("GET", f"{status}/history", showing.history),
            ("GET", f"{status}/context", showing.context),
            ("GET", "/api/v1/accounts/verify_credentials", showing.myself),
            ("GET", "/api/v1/accounts/{id}/statuses", showing.statuses_of),
            ("GET", "/api/v1/notifications", showing.notices),
            ("POST", "/api/v2/media", files.bring),
            ("POST", "/api/v1/media", files.bring_at_once),
            ("GET", media, files.one),
            ("PUT", media, files.change),
            ("DELETE", media, files.remove),
            ("GET", "/system/media_attachments/{id}", files.shown),
            ("POST", "/api/v1/apps", access.register),
            ("GET", "/oauth/authorize", access.ask),
            ("POST", "/oauth/authorize", access.answer),
            ("POST", "/oauth/token", access.token),
            ("POST", "/oauth/revoke", access.revoke),
            ("GET", "/api/v2/instance", about.instance),
            ("GET", "/api/v1/instance", about.older),
            ("GET", "/.well-known/nodeinfo", about.nodeinfo),
            ("GET", "/nodeinfo/2.0", about.software),
            ("GET", "/.well-known/oauth-authorization-server", about.metadata),
        ]
        return [
            Route(path, self.gate.guarded(handler), methods=[method])
            for method, path, handler in table
        ]

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
            return [self._shown(one) for one in self.world.statuses.values()]
        member = self.world.names.get(_user(handle))
        found = self.world.newest(member.statuses) if member else ()
        return [self._shown(one) for one in found][::-1]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """People like, boost, answer and follow; looking and clicking leave no trace here."""
        person = self.world.person(reaction.by)
        if reaction.kind is ReactionKind.FOLLOW:
            self._follow(person, self.world.members.get(reaction.account))
            return None
        status = self.world.statuses.get(reaction.post or "")
        if status is None:
            return None
        match reaction.kind:
            case ReactionKind.LIKE:
                self._count(status, status.liked, person, "favourite")
            case ReactionKind.SHARE:
                self._count(status, status.shared, person, "reblog")
            case ReactionKind.REPLY:
                return self._answer(status, person, reaction)
            case ReactionKind.VIEW | ReactionKind.CLICK:
                pass
        return None

    def _follow(self, person: Member, member: Member | None) -> None:
        if member and person.id not in member.followers:
            member.followers.add(person.id)
            self.world.tell(member, "follow", person)

    def _count(self, status: Status, who: set[str], person: Member, kind: str) -> None:
        if person.id not in who:
            who.add(person.id)
            self.world.tell(status.by, kind, person, status.id)

    def _answer(self, status: Status, person: Member, reaction: Reaction) -> RemoteId:
        text = f"@{status.by.acct} {reaction.text}"
        answer = Status(
            id=self.world.new_id(),
            by=person,
            at=reaction.at,
            text=text,
            html=self.shapes.html(text),
            visibility=status.visibility,
            language=reaction.by.language or None,
            parent=status.id,
            mentions=[status.by],
        )
        self.world.add(answer)
        return RemoteId(answer.id)

    def _shown(self, one: Status) -> Shown:
        return Shown(
            id=RemoteId(one.id),
            account=RemoteId(one.by.id),
            author=one.by.name,
            text=one.text,
            at=one.at,
            url=f"{self.base}/@{one.by.user}/{one.id}",
            parent=RemoteId(one.parent) if one.parent else None,
            media=tuple(self._shown_media(film) for film in one.media),
            poll=one.poll.options if one.poll else (),
            language=one.language or "",
            options={
                "visibility": one.visibility,
                "content_warning": one.warning,
                "sensitive": one.sensitive,
            },
            counts={
                Metric.LIKES: len(one.liked),
                Metric.SHARES: len(one.shared),
                Metric.REPLIES: len(self.world.answers_to(one)),
            },
        )

    def _shown_media(self, film: Film) -> ShownMedia:
        return ShownMedia(
            kind=film.kind,
            alt=film.alt,
            url=f"{self.base}/system/media_attachments/{film.id}",
            mime=film.mime,
            size=film.size,
            digest=film.digest,
        )


def _user(handle: str) -> str:
    """The short name, of `@user@host` too."""
    return handle.lstrip("@").split("@")[0]
