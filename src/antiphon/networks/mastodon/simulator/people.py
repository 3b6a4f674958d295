"""What people do at a simulated server, and what they see there."""

from antiphon.connect.simulation import Reaction, ReactionKind, Shown, ShownMedia
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.mastodon.simulator.shapes import Shapes
from antiphon.networks.mastodon.simulator.world import Film, Member, Status, World


class People:
    """Visitors with eyes and hands."""

    def __init__(self, base: str, world: World, shapes: Shapes) -> None:
        self.base, self.world, self.shapes = base, world, shapes

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Do one thing; the id of a new answer."""
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

    def shown(self, one: Status) -> Shown:
        """A status as a visitor sees it."""
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
