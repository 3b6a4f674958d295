"""What can be asked of a queue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import QuerySet

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment, local
from antiphon.plan import queries as plans
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock

SOON = timedelta(minutes=1)
MOST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """One hour of a channel to come: what goes out then, and whether it is one of its slots."""

    at: Moment
    rows: tuple[Publication, ...]
    is_slot: bool

    @property
    def is_free(self) -> bool:
        """Whether it can be filled."""
        return self.is_slot and not self.rows


def floating(channel: Channel) -> QuerySet[Publication]:
    """What can still be moved in the queue, in its order."""
    rows = Publication.objects.filter(
        channel=channel, state=State.WAITING, floating=True, at_step=0, first_sent_at=None
    )
    return rows.filter(planned_at__gt=clock.now()).order_by("planned_at", "pk")


def taken(channel: Channel, *, without: Iterable[Publication] = ()) -> set[datetime]:
    """The wall times to come at which something goes out, or went out early, on this channel."""
    waiting = Publication.objects.filter(channel=channel, planned_at__gt=clock.now())
    rows = waiting.exclude(state=State.CANCELLED).exclude(pk__in=[row.pk for row in without])
    return {_wall(channel, planned) for planned in rows.values_list("planned_at", flat=True)}


def next_free(channel: Channel, *, after: datetime | None = None) -> Moment:
    """The next slot of a channel that no publication has taken, from now or from a day on."""
    moment = clock.now()
    start = max(moment + SOON, after or moment)
    found = next(iter(plans.next_slots(channel, start, taken(channel))), None)
    if found is None:
        say = f"{channel} has no weekly times yet. Set some, or choose a time."
        raise BadInputError(Problem(field="at", rule="no_slots", say=say))
    return found


def queue(channel: Channel, *, places: int = 20) -> list[Place]:
    """The next slots with what stands in each, and what goes out at other hours among them."""
    moment = clock.now()
    slots = list(islice(plans.next_slots(channel, moment), min(places, MOST)))
    rows = Publication.objects.filter(
        channel=channel, planned_at__gt=moment, state__in=[State.WAITING, State.HELD]
    )
    last = slots[-1].instant if slots else moment + timedelta(days=31)
    there: dict[datetime, list[Publication]] = defaultdict(list)
    near = rows.filter(planned_at__lte=last).select_related("post", "audience", "channel")
    for row in near.order_by("planned_at", "pk")[: MOST * 5]:
        there[row.planned_at].append(row)
    found = [Place(slot, tuple(there.pop(slot.instant, ())), is_slot=True) for slot in slots]
    found += [Place(moment_of(those[0]), tuple(those), is_slot=False) for those in there.values()]
    return sorted(found, key=lambda place: place.at.instant)


def moment_of(row: Publication) -> Moment:
    """The hour that a publication has, as it was typed."""
    zone = row.zone or row.channel.time_zone
    wall = row.wall or local(row.planned_at, zone)
    return Moment(wall.replace(tzinfo=None), zone, row.fold, row.planned_at)


def _wall(channel: Channel, instant: datetime) -> datetime:
    return local(instant, channel.time_zone).replace(tzinfo=None, fold=0)
