"""Events, hooks and notices, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from antiphon.api.schemas.fields import (
    LEFT_OUT,
    Address,
    Changes,
    Closed,
    Paging,
    TypedTime,
    WallTime,
    Written,
)
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.notices import queries, words
from antiphon.notices.kinds import KINDS
from antiphon.notices.models import Delivery, Hook, Notice, Preference
from antiphon.notices.states import About, DeliveryState, HookState, Way

Name = Annotated[str, Field(min_length=1, max_length=120, examples=["Our chat"])]
Kind = Annotated[str, Field(max_length=60, examples=["publication.live"])]
Kinds = Annotated[list[Kind], Field(max_length=len(KINDS))]


class EventFilter(Closed):
    """Which events, and how long to wait for one."""

    after: Annotated[
        str, Field(max_length=40, description="An event's id; `now`: only new ones.")
    ] = ""
    kinds: Annotated[str, Field(max_length=1_000, description="Parted by commas; none: all.")] = ""
    wait: int = Field(0, ge=0, le=25, description="Seconds to wait while there is nothing.")
    limit: int = Field(100, ge=1, le=200)


class EventTold(Closed):
    """One thing that happened."""

    id: str = Field(description="Where to go on: give it as `after`, or as `Last-Event-ID`.")
    type: str
    timestamp: datetime
    data: dict[str, Any]


class EventsTold(Closed):
    """Some of what happened, in order."""

    items: list[EventTold]
    next: str = Field(description="What to give as `after` the next time.")


class HookMade(Closed):
    """A new hook."""

    name: Name
    url: Address
    kinds: Kinds = Field(default_factory=list)


class HookChanges(Changes):
    """What changes of a hook."""

    name: Name = ""
    url: Address = ""
    kinds: Kinds = Field(default_factory=list)


class HookTold(Closed):
    """An address that is told; never its secret."""

    id: UUID
    name: str
    url: str
    kinds: list[str]
    state: HookState
    reason: str
    answers_for_it: UUID = Field(description="The member.")
    failing_since: datetime | None
    next_try_at: datetime | None
    made_at: datetime


class SecretTold(Closed):
    """A secret, told once."""

    secret: str


class HookWithSecret(HookTold):
    """A new hook, with the secret that signs what it is told; told once."""

    secret: str


class Since(Closed):
    """From when on."""

    model_config = LEFT_OUT
    since: Annotated[AwareDatetime, Written]


class CountTold(Closed):
    """How many."""

    count: int


class TryTold(Closed):
    """One try of a delivery."""

    at: datetime
    word: str
    status: int = Field(description="0: there was no answer.")
    ms: int


class DeliveryTold(Closed):
    """One thing that one address is told."""

    id: UUID
    number: int
    kind: str
    subject: UUID | None
    happened_at: datetime
    state: DeliveryState
    tries: list[TryTold]
    taken_at: datetime | None


class DeliveryFilter(Paging):
    """Which deliveries."""

    state: DeliveryState | None = None


class NoticeTold(Closed):
    """One cause that somebody should know of."""

    id: UUID
    about: About
    title: str
    reason: str
    count: int
    items: list[str]
    unread: bool
    opened_at: datetime
    changed_at: datetime


class WaysTold(Closed):
    """How somebody wants to be told."""

    ways: dict[str, Way]
    quiet_from: WallTime | None
    quiet_until: WallTime | None
    daily_at: WallTime


class WaysChange(Changes):
    """What changes of it."""

    ways: dict[Annotated[str, Field(max_length=40)], Way] = Field(default_factory=dict)
    quiet_from: TypedTime | None = None
    quiet_until: TypedTime | None = None
    daily_at: TypedTime = time(8)


def hook(row: Hook) -> HookTold:
    """A hook as it is told."""
    return HookTold(**_of_hook(row))


def hook_with_secret(row: Hook, secret: str) -> HookWithSecret:
    """A hook and its secret."""
    return HookWithSecret(**_of_hook(row), secret=secret)


def _of_hook(row: Hook) -> dict[str, Any]:
    names = ("id", "name", "url", "kinds", "state", "reason", "failing_since", "made_at")
    facts = {name: getattr(row, name) for name in names}
    return facts | {"answers_for_it": row.by_id, "next_try_at": row.due_at}


def deliveries(rows: Sequence[Delivery]) -> list[DeliveryTold]:
    """Deliveries as they are told."""
    return [DeliveryTold.model_validate(row) for row in rows]


def notice(row: Notice) -> NoticeTold:
    """A notice as it is told."""
    names = ("id", "about", "count", "items", "unread", "opened_at", "changed_at")
    facts = {name: getattr(row, name) for name in names}
    return NoticeTold(**facts, title=words.title(row), reason=words.reason(row))


def ways(row: Preference) -> WaysTold:
    """Preferences as they are told: every kind, also where nobody said."""
    return WaysTold(
        ways={about.value: queries.way(row, about) for about in About},
        quiet_from=row.quiet_from, quiet_until=row.quiet_until, daily_at=row.daily_at,
    )  # fmt: skip


def kinds(given: str) -> list[str]:
    """Kinds as they stand in an address; one that is not there is refused."""
    wanted = [word.strip() for word in given.split(",") if word.strip()]
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        say = f"There is nothing called {unknown[0][:60]}."
        raise BadInputError(Problem(field="kinds", rule="unknown", say=say))
    return wanted
