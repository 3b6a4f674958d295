"""When posts go out: wishes, offers, queues, series and paces, as they come in and go out."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, Strict

from antiphon.api.schemas.fields import (
    LEFT_OUT,
    Closed,
    Hour,
    Ids,
    Line,
    Switch,
    Trouble,
    TypedTime,
    WallTime,
    Written,
    Zone,
    words_of,
)
from antiphon.plan.models import Occurrence, Series
from antiphon.plan.models.series import Unit
from antiphon.plan.states import Series as Life
from antiphon.publish.agenda.pace import Pace
from antiphon.publish.agenda.times import Offer, Way
from antiphon.publish.models import Wish
from antiphon.publish.queue.queries import Place
from antiphon.publish.states import Wished

Day = Annotated[date, Written]
Weekday = Annotated[int, Strict(), Field(ge=0, le=6)]
Count = Annotated[int, Strict(), Field(ge=1, le=10_000)]
Few = Annotated[int, Strict(), Field(ge=0, le=366)]
SeriesState = Annotated[Life, words_of(Life)]
WishState = Annotated[Wished, words_of(Wished)]


class Meant(Closed):
    """Where and when a post is meant for; without a time as soon as it may."""

    channels: Ids
    at: Hour | None = None
    queue: Switch = False


class WishTold(Closed):
    """The hour and the channels that a post asks for, while people still have to agree."""

    id: UUID
    post: UUID
    state: WishState
    reason: str
    planned_at: datetime | None
    zone: str
    queue: bool
    channels: list[UUID]


class Awake(Closed):
    """A day, and the channels on which each place hears it while it is awake."""

    channels: Ids
    on: Day


class OfferFilter(Closed):
    """For which day."""

    on: Day | None = None


class EarsTold(Closed):
    """People of one zone, and what their clock shows."""

    zone: str
    places: list[str]
    share: float
    wall: str
    awake: bool


class OfferTold(Closed):
    """One time at which one channel could tell a post, and who hears it then."""

    way: Annotated[Way, words_of(Way)]
    channel: UUID
    at: datetime
    zone: str
    wall: str
    ears: list[EarsTold]


class WeekFilter(Closed):
    """The week of which day."""

    week: Day


class PaceTold(Closed):
    """How often a channel speaks in one week, beside what is advised and wanted."""

    channel: UUID
    monday: date
    planned: int
    live: int
    advised: int
    source: str
    goal: int | None
    problem: Trouble | None


class Rhythm(Closed):
    """When a series returns; what is left out stays, or is as usual."""

    model_config = LEFT_OUT

    name: Annotated[str, Field(min_length=1, max_length=120)] = "Series"
    every: Annotated[int, Strict(), Field(ge=1, le=366)] = 1
    unit: Unit = Unit.WEEK
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = Field(default_factory=list)
    at: TypedTime | None = None
    zone: Zone = "UTC"
    begins_on: Day | None = None
    ends_on: Day | None = None
    count: Count | None = None
    ahead: Annotated[int, Strict(), Field(ge=0, le=90)] = 14
    queue: Switch = False
    apart: Few = 0

    def facts(self) -> dict[str, Any]:
        """The same as the action takes it."""
        found = self.model_dump(exclude_unset=True, exclude={"post", "channels"})
        never = ("at", "begins_on")  # a series has these always; null is as if left out
        return {name: it for name, it in found.items() if it is not None or name not in never}


class NewSeries(Rhythm):
    """A post that returns."""

    post: UUID
    channels: Ids


class SeriesChange(Rhythm):
    """Another rhythm, or other channels."""

    channels: Ids | None = None


class SeriesTold(Closed):
    """A post that returns."""

    id: UUID
    name: str
    post: UUID
    channels: list[UUID]
    state: SeriesState
    reason: str
    every: int
    unit: Unit
    weekdays: list[int]
    at: WallTime
    zone: str
    begins_on: date
    ends_on: date | None
    count: int | None
    ahead: int
    queue: bool
    apart: int
    made: int
    next_at: datetime | None


class OccurrenceTold(Closed):
    """One return of a series."""

    number: int
    wall: str
    post: UUID | None
    reason: str


class Why(Closed):
    """Why."""

    reason: Line = ""


class Row(Closed):
    """What goes first in a queue, in this order."""

    publications: Annotated[list[UUID], Field(max_length=500)]


class OrderTold(Closed):
    """How a queue stood before."""

    before: list[UUID]


class Before(Closed):
    """Before which; last of all, without one."""

    other: UUID | None = None


class Pin(Closed):
    """Whether it keeps its hour."""

    pinned: Switch = True


class PlaceTold(Closed):
    """A time to come, and what goes out then."""

    at: datetime
    wall: str = Field(description="The same on the clock of the wall.")
    zone: str
    is_slot: bool
    publications: list[UUID]


_SERIES = (
    *("id", "name", "state", "reason", "every", "unit", "weekdays", "at", "zone", "begins_on"),
    *("ends_on", "count", "ahead", "queue", "apart", "made", "next_at"),
)


def wish(row: Wish) -> WishTold:
    """What a post is meant for."""
    names = ("id", "state", "reason", "planned_at", "zone", "queue")
    told = {name: getattr(row, name) for name in names}
    return WishTold(
        **told, post=row.post_id, channels=[one.channel_id for one in row.channels.all()]
    )


def series(row: Series) -> SeriesTold:
    """One series."""
    told = {name: getattr(row, name) for name in _SERIES}
    return SeriesTold(
        **told, post=row.post_id, channels=[one.channel_id for one in row.channels.all()]
    )


def occurrence(row: Occurrence) -> OccurrenceTold:
    """One return."""
    wall = row.wall.replace(tzinfo=None).isoformat()
    return OccurrenceTold(number=row.number, wall=wall, post=row.post_id, reason=row.reason)


def offer(found: Offer) -> OfferTold:
    """One time on offer."""
    ears = [
        EarsTold(
            zone=one.zone, places=list(one.places), share=one.share,
            wall=one.clock.replace(tzinfo=None).isoformat(), awake=one.are_awake,
        )
        for one in found.ears
    ]  # fmt: skip
    return OfferTold(
        way=found.way, channel=found.channel.pk, at=found.at.instant, zone=found.at.zone,
        wall=found.at.wall.isoformat(), ears=ears,
    )  # fmt: skip


def pace(found: Pace) -> PaceTold:
    """One week of one channel."""
    names = ("monday", "planned", "live", "advised", "source", "goal")
    told = {name: getattr(found, name) for name in names}
    problem = Trouble.of(found.problem) if found.problem else None
    return PaceTold(**told, channel=found.channel.pk, problem=problem)


def place(found: Place) -> PlaceTold:
    """One place of a queue."""
    wall, rows = found.at.wall.isoformat(), [row.pk for row in found.rows]
    return PlaceTold(
        at=found.at.instant, wall=wall, zone=found.at.zone, is_slot=found.is_slot,
        publications=rows,
    )  # fmt: skip
