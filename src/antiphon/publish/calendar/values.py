"""What the calendar is made of."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from antiphon.kernel.window import Moment, resolve_slot
from antiphon.plan.states import State as PostState
from antiphon.publish.states import State

TROUBLE = (State.REFUSED, State.ASKING, State.MISSED, State.UNSURE)
URGENCY = (
    *TROUBLE,
    State.HELD,
    State.SENDING,
    State.ACCEPTED,
    PostState.REVIEW,
    PostState.DRAFT,
    PostState.APPROVED,
    State.WAITING,
    State.LIVE,
    State.WITHDRAWN,
)
"""Of several states that a chip has, it shows the first of these."""
IS_OUT = frozenset({State.LIVE, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, on the clock of one wall."""

    first: date
    last: date
    zone: str

    @property
    def days(self) -> list[date]:
        """Each of them."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    @property
    def edges(self) -> list[datetime]:
        """The instants at which a day begins, and the one at which the last has ended."""
        return [_midnight(day, self.zone) for day in [*self.days, self.last + timedelta(1)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Of what the calendar is to show; empty means whatever there is."""

    channels: tuple[UUID, ...] = ()
    campaign: UUID | None = None
    label: UUID | None = None
    author: UUID | None = None
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One post at one instant, on however many channels."""

    post: UUID
    at: datetime
    day: date
    state: str
    networks: tuple[str, ...]
    size: int
    name: str
    publication: UUID | None
    """The one whose state it shows; none while people still have to agree."""

    @property
    def is_out(self) -> bool:
        """Whether it keeps its hour because it can be seen there."""
        return self.state in IS_OUT


@dataclass(frozen=True, slots=True)
class Plan:
    """The chips of some days; how many each day has, and how many are in which state."""

    chips: tuple[Chip, ...]
    of_day: dict[date, int]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Free:
    """A weekly time that nothing has taken."""

    channel: UUID
    at: Moment


@dataclass(frozen=True, slots=True)
class Mark:
    """A label, a campaign or somebody by whom posts can be picked."""

    id: UUID
    name: str
    tint: int


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A remark on some days."""

    id: UUID
    text: str
    tint: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the days."""

    labels: list[Mark] = field(default_factory=list)
    campaigns: list[Mark] = field(default_factory=list)
    authors: list[Mark] = field(default_factory=list)
    notes: list[NoteOn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that a page of the calendar draws."""

    plan: Plan
    free: list[Free]
    beside: Beside


def _midnight(day: date, zone: str) -> datetime:
    """Where a day of a wall begins; some begin later than at midnight."""
    return resolve_slot(datetime.combine(day, time(0)), zone).instant
