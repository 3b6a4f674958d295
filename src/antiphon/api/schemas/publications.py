"""Publications, their attempts and what is decided about them, as they come in and go out."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from antiphon.api.schemas.fields import (
    Address,
    Body,
    Closed,
    Code,
    Hour,
    Ids,
    Instant,
    Paging,
    Switch,
    Written,
    like,
    words_of,
)
from antiphon.api.schemas.posts import Parts
from antiphon.people.models import LatePolicy
from antiphon.publish.models import Attempt, Hold, Publication
from antiphon.publish.packing import receipt_of
from antiphon.publish.states import State

Day = Annotated[date, Written]


PublicationState = Annotated[State, words_of(State)]


class PublicationOrder(StrEnum):
    """In which order."""

    PLANNED = "planned"
    MADE = "made"


class PublicationFilter(Paging):
    """Which publications."""

    state: PublicationState | None = None
    channel: UUID | None = None
    post: UUID | None = None
    campaign: UUID | None = None
    label: UUID | None = None
    network: Annotated[str, Field(max_length=40)] = ""
    since: Instant | None = Field(None, description="Planned from then on.")
    until: Instant | None = Field(None, description="Planned before then.")
    order: PublicationOrder = PublicationOrder.PLANNED


class PublicationTold(Closed):
    """One telling on its way to one channel at one time."""

    id: UUID
    post: UUID
    channel: UUID
    network: str
    audience: UUID | None
    state: PublicationState
    text: str
    parts: int
    media: int
    planned_at: datetime
    due_at: datetime | None = Field(description="When something is done next; null when nothing.")
    zone: str
    floating: bool
    by_hand: bool = Field(description="A person finishes it in the network's own app.")
    made_at: datetime
    sent_at: datetime | None
    live_at: datetime | None
    ended_at: datetime | None
    url: str
    remote_id: str
    tries: int
    price: int = Field(description="Thousandths of a US dollar.")
    remedy: str
    reason: str
    digest: str = Field(description="SHA-256 of everything that was approved to go out.")


class AttemptTold(Closed):
    """What we asked a network, and what it answered."""

    number: int
    step: int
    verb: str
    began_at: datetime
    ended_at: datetime | None
    outcome: str
    reason: str
    receipt: dict[str, Any] | None


class PublicationWhole(PublicationTold):
    """A publication with its whole story."""

    steps: list[dict[str, Any]] = Field(description="The parcels as they were approved.")
    receipts: list[dict[str, Any]]
    attempts: list[AttemptTold]
    seen: dict[str, Any] | None = Field(description="What the network shows, and how it differs.")


SOMETHING = "01a221b8-32ee-7234-8d6b-a66451b66ab8"
LATER = {"time": "2027-06-01T09:00", "zone": "Europe/Berlin"}


class Schedule(Closed):
    """Sending an approved post: where, and when; now, if nothing is said."""

    model_config = like(post=SOMETHING, channels=[SOMETHING], at=LATER)

    post: UUID
    channels: Ids
    at: Hour | None = None
    queue: Switch = False


class ToldTo(Closed):
    """Other words for an audience."""

    audience: UUID
    text: Body


class Announcement(Parts):
    """Saying something in one go: the post, to whom it is told how, where, and when."""

    model_config = like(text="Our lemons are here.", channels=[SOMETHING], at=LATER)

    text: Body
    channels: Ids
    told_to: Annotated[list[ToldTo], Field(max_length=100)] = Field(default_factory=list)
    at: Hour | None = None
    queue: Switch = False
    on: Day | None = Field(None, description="The day whose climate counts.")


class Move(Closed):
    """Another hour."""

    model_config = like(at=LATER)

    at: Hour


class There(Closed):
    """Where somebody found it."""

    url: Address = ""


class NotThere(Closed):
    """Whether it is sent again."""

    again: Switch = True


class NewText(Closed):
    """What a live post says from now on."""

    text: Body


class Stop(Closed):
    """A stop of the workspace, or of one campaign or channel of it."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    channel: UUID | None = None
    campaign: UUID | None = None
    afterwards: LatePolicy = LatePolicy.ASK


class StopNetwork(Closed):
    """A stop of all channels on one network."""

    network: Code
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    afterwards: LatePolicy = LatePolicy.ASK


class HoldTold(Closed):
    """A stop that stands."""

    id: UUID
    scope: str
    channel: UUID | None
    campaign: UUID | None
    network: str
    reason: str
    afterwards: LatePolicy
    since: datetime


class ReleasedTold(Closed):
    """How many publications a stop had kept back."""

    kept: int


class StateCountTold(Closed):
    """How many publications are in a state."""

    state: PublicationState
    count: int


def publication(row: Publication) -> PublicationTold:
    """One publication."""
    return PublicationTold(**_told(row))


def publications(rows: Sequence[Publication]) -> list[PublicationTold]:
    """Several."""
    return [publication(row) for row in rows]


def whole(row: Publication, attempts: Sequence[Attempt]) -> PublicationWhole:
    """One publication with its whole story."""
    receipts = [receipt_of(row, place) for place in range(len(row.steps))]
    return PublicationWhole(
        **_told(row),
        steps=[_step(step) for step in row.steps],
        receipts=receipts,
        attempts=[attempt(one) for one in attempts],
        seen=row.seen,
    )


def attempt(row: Attempt) -> AttemptTold:
    """One attempt."""
    return AttemptTold(**{name: getattr(row, name) for name in _ATTEMPT})


def hold(row: Hold) -> HoldTold:
    """One stop."""
    names = ("scope", "network", "reason", "afterwards", "since")
    told = {name: getattr(row, name) for name in names}
    return HoldTold(id=row.pk, channel=row.channel_id, campaign=row.campaign_id, **told)


_ATTEMPT = (*AttemptTold.model_fields,)
_SAME = (
    *("id", "network", "state", "planned_at", "due_at", "zone", "floating", "by_hand", "made_at"),
    *("sent_at", "live_at", "ended_at", "url", "remote_id", "tries", "price", "remedy", "reason"),
    "digest",
)


def _told(row: Publication) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in _SAME}
    return same | {
        "post": row.post_id,
        "channel": row.channel_id,
        "audience": row.audience_id,
        "text": "\n\n".join(step.get("text", "") for step in row.steps),
        "parts": len(row.steps),
        "media": sum(len(step.get("enclosures", [])) for step in row.steps),
    }


def _step(step: dict[str, Any]) -> dict[str, Any]:
    """A parcel without the places of its files on our disk."""
    files = [{n: v for n, v in file.items() if n != "path"} for file in step.get("enclosures", [])]
    return step | ({"enclosures": files} if files else {})
