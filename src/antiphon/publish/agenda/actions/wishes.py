"""The hour that a post asks for, and granting it once people have agreed."""

from collections.abc import Iterable
from datetime import UTC
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By, Engine
from antiphon.plan import actions as plan
from antiphon.plan.finding import found, named
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.actions.announce import give_hours
from antiphon.publish.actions.schedule import insist_on_time
from antiphon.publish.models import Publication, Wish, WishChannel
from antiphon.publish.states import Wished
from antiphon.tailor.choosing import tellings
from antiphon.work import clock

AT_ONCE = 50


def ask_for(
    by: By,
    post: Post | UUID | str,
    channels: Iterable[Channel | UUID | str] | None = None,
    *,
    at: Moment | None = None,
    queue: bool = False,
) -> Wish:
    """Hand a post in with the hour and the channels that it is meant for.

    Granted at once where nobody must agree, else as soon as they have. Asked again it is another
    wish; without channels the same ones. With `queue` a time is the one from which a slot counts.
    """
    permit(by, "publication.schedule", named(post))
    id = found(Post, by.workspace, post).pk
    rows = None if channels is None else [found(Channel, by.workspace, one) for one in channels]
    if at and not queue:
        insist_on_time(at.instant)
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=id)
        wish = _wished(by, current, at, queue=queue)
        _name_channels(wish, rows)
        note(by, "publication.schedule", current, after=_told(wish))
        if current.state == PostState.DRAFT:
            wish.post = current = plan.submit(
                by, current, until=at.instant if at and not queue else None
            )
        if current.state == PostState.APPROVED:
            _grant(wish)
    return wish


def take_back(by: By, post: Post | UUID | str) -> Wish | None:
    """Ask for no hour any more; what was asked for is told, so that it can be asked again."""
    permit(by, "publication.schedule", named(post))
    row = found(Post, by.workspace, post)
    with transaction.atomic():
        wish = Wish.objects.select_for_update().filter(post=row, state=Wished.OPEN).first()
        if wish:
            note(by, "publication.schedule", row, before=_told(wish), after={"wish": None})
            Wish.objects.filter(pk=wish.pk).delete()
    return wish


def grant(given: Wish) -> bool:
    """Make publications of what a post asked for, if it may go out; why not stands in the wish."""
    try:
        with transaction.atomic():
            open_ones = Wish.objects.select_for_update(of=("self",), skip_locked=True)
            rows = open_ones.filter(pk=given.pk, state=Wished.OPEN, post__state=PostState.APPROVED)
            wish = rows.select_related("post__workspace", "by__person", "by__workspace").first()
            if wish is None:
                return False
            _grant(wish)
    except AntiphonError as error:
        _fail(given, str(error))
    return True


def grant_approved() -> int:
    """Grant every wish of a post that people have agreed to meanwhile."""
    rows = Wish.objects.filter(state=Wished.OPEN, post__state=PostState.APPROVED)
    return sum(grant(wish) for wish in rows.order_by("planned_at")[:AT_ONCE])


def _grant(wish: Wish) -> list[Publication]:
    by: By = wish.by or Engine(workspace=wish.post.workspace, name="publish")
    channels = [row.channel for row in wish.channels.select_related("channel").order_by("pk")]
    at = _hour(wish)
    day = (at.instant if at else clock.now()).date()
    told = tellings(wish.post, channels, on=day)
    rows = give_hours(by, wish.post, told, at=at, queue=wish.queue)
    wish.state, wish.reason = Wished.GRANTED, ""
    wish.save(update_fields=["state", "reason"])
    return rows


def _hour(wish: Wish) -> Moment | None:
    """When it is to go out; an hour that passed while people agreed counts for the grace."""
    if wish.planned_at is None or wish.wall is None:
        return None
    moment = clock.now()
    if wish.queue or wish.planned_at > moment:
        return Moment(wish.wall.replace(tzinfo=None), wish.zone, wish.fold, wish.planned_at)
    if wish.planned_at < moment - wish.post.workspace.grace:
        say = "Its hour passed before people had agreed. Choose another one."
        raise BadInputError(Problem(field="at", rule="past", say=say))
    return None


def _wished(by: By, post: Post, at: Moment | None, *, queue: bool) -> Wish:
    facts = {
        "workspace": post.workspace,
        "state": Wished.OPEN,
        "reason": "",
        "planned_at": at.instant if at else None,
        "wall": at.wall.replace(tzinfo=UTC) if at else None,
        "zone": at.zone if at else "",
        "fold": at.fold if at else 0,
        "queue": queue,
        "by": by if isinstance(by, Member) else None,
    }
    wish, _made = Wish.objects.update_or_create(post=post, defaults=facts)
    wish.post = post
    return wish


def _name_channels(wish: Wish, channels: list[Channel] | None) -> None:
    if channels is not None:
        WishChannel.objects.filter(wish=wish).delete()
        WishChannel.objects.bulk_create(
            WishChannel(workspace=wish.post.workspace, wish=wish, channel=channel)
            for channel in dict.fromkeys(channels)
        )
    if not (channels or wish.channels.exists()):
        say = "Nobody would hear this: choose at least one channel."
        raise BadInputError(Problem(field="channels", rule="empty", say=say))


def _fail(wish: Wish, reason: str) -> None:
    mine = Wish.objects.filter(pk=wish.pk, state=Wished.OPEN)
    with transaction.atomic():
        if mine.update(state=Wished.FAILED, reason=reason[:500]):
            by = Engine(workspace=wish.workspace, name="publish")
            note(by, "publication.schedule", wish, after={"failed": reason})


def _told(wish: Wish) -> dict[str, object]:
    at = wish.planned_at.isoformat() if wish.planned_at else ""
    return {"wish": at, "queue": wish.queue}
