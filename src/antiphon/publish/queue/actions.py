"""Moving in the queue; never what is being sent or may be out already."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.window import Moment
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan import queries as plans
from antiphon.plan.errors import NotNowError
from antiphon.plan.finding import found, named
from antiphon.plan.models import Occurrence
from antiphon.publish.models import Publication
from antiphon.publish.queue import queries
from antiphon.publish.states import State
from antiphon.work import clock

MOVED_ON = "The queue has changed meanwhile. Load it again."


def reorder(by: By, channel: Channel | UUID | str, order: Sequence[UUID | str]) -> list[UUID]:
    """Let these go first, in this order, and all others after them; how it was before.

    What it was before, given again, undoes it. What is pinned keeps its hour.
    """
    permit(by, "publication.change", named(channel))
    row = found(Channel, by.workspace, channel)
    wanted = [str(id) for id in order]
    with transaction.atomic():
        _stand_in_line(row)
        standing = {str(one.pk): one for one in queries.floating(row)}
        if len(set(wanted)) < len(wanted) or not set(wanted) <= standing.keys():
            raise NotNowError(MOVED_ON)
        rest = [one for id, one in standing.items() if id not in wanted]
        _lay_out(by, row, [*(standing[id] for id in wanted), *rest])
    return [one.pk for one in standing.values()]


def put_before(
    by: By, publication: Publication | UUID | str, other: Publication | UUID | str | None
) -> list[UUID]:
    """Let one go before another, or last of all; how it was before."""
    permit(by, "publication.change", named(publication))
    row = found(Publication, by.workspace, publication)
    after = found(Publication, by.workspace, other) if other is not None else None
    order = [one.pk for one in queries.floating(row.channel) if one.pk != row.pk]
    if after is not None and after.pk not in order:
        raise NotNowError(MOVED_ON)
    order.insert(order.index(after.pk) if after else len(order), row.pk)
    return reorder(by, row.channel, order)


def pin(by: By, publication: Publication | UUID | str, *, pinned: bool = True) -> Publication:
    """Keep its hour whatever leaves the queue, or let it move up again."""
    permit(by, "publication.change", named(publication))
    row = found(Publication, by.workspace, publication)
    with transaction.atomic():
        _stand_in_line(row.channel)
        mine = Publication.objects.filter(pk=row.pk, state=State.WAITING, at_step=0)
        if not mine.filter(lease=row.lease).update(floating=not pinned):
            raise NotNowError(f"Too late: the publication is {row.state} now.")
        note(by, "publication.change", row, after={"pinned": pinned})
        if not pinned:
            _lay_out(by, row.channel, list(queries.floating(row.channel)))
    row.refresh_from_db()
    return row


def move_up(by: By, channel: Channel) -> int:
    """Fill what became free with what floats behind it, in its order; how many were moved."""
    with transaction.atomic():
        _stand_in_line(channel)
        return _lay_out(by, channel, list(queries.floating(channel)))


def _stand_in_line(channel: Channel) -> None:
    """Two who move at once come one after the other, so that none takes the other's place (T3)."""
    Channel.objects.select_for_update().get(pk=channel.pk)


def _lay_out(by: By, channel: Channel, order: list[Publication]) -> int:
    """Give each the first free slot that is left, and no return of a series before its day."""
    pool = _Pool(channel, order)
    days = _days(order)
    moved, given = 0, dict[tuple[UUID, datetime], Moment | None]()
    for row in order:
        # What one post tells to several audiences goes out together.
        together = (row.post_id, row.planned_at)
        if together not in given:
            given[together] = pool.take(days.get(row.post_id))
        moment = given[together]
        if moment and moment.instant != row.planned_at:
            moved += _move(by, row, moment)
    return moved


def _move(by: By, row: Publication, moment: Moment) -> int:
    mine = Publication.objects.filter(pk=row.pk, state=State.WAITING, lease=row.lease, at_step=0)
    done = mine.update(
        due_at=moment.instant,
        planned_at=moment.instant,
        wall=moment.wall.replace(tzinfo=UTC),
        zone=moment.zone,
        fold=moment.fold,
    )
    if done:
        note(by, "publication.change", row, after={"planned_at": moment.instant.isoformat()})
    return done


def _days(order: list[Publication]) -> dict[UUID, datetime]:
    posts = [row.post_id for row in order]
    return dict(Occurrence.objects.filter(post__in=posts).values_list("post_id", "wall"))


class _Pool:
    """The free slots to come, taken one after the other."""

    def __init__(self, channel: Channel, order: list[Publication]) -> None:
        others = queries.taken(channel, without=order)
        self.slots = plans.next_slots(channel, clock.now() + queries.SOON, others)
        self.seen: list[Moment] = []

    def take(self, day: datetime | None) -> Moment | None:
        """The first one that is free, from that wall time on."""
        for moment in self._all():
            if day is None or moment.wall >= day.replace(tzinfo=None):
                self.seen.remove(moment)
                return moment
        return None

    def _all(self) -> Iterator[Moment]:
        yield from list(self.seen)
        for moment in self.slots:
            self.seen.append(moment)
            yield moment
