"""Channels and feeds of ours, whom they reach and when they speak, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, Strict

from antiphon.api.schemas.fields import (
    Address,
    Changes,
    Closed,
    Code,
    Paging,
    Switch,
    TypedTime,
    WallTime,
    Zone,
    like,
    words_of,
)
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import zone
from antiphon.plan import codes
from antiphon.plan.models import Slot
from antiphon.share.models import Feed
from antiphon.share.queries import as_told
from antiphon.tailor.audiences import OLDEST

Place = Annotated[str, Field(min_length=1, max_length=120)]
Places = Annotated[list[Place], Field(max_length=300)]
Codes = Annotated[list[Annotated[str, Field(min_length=1, max_length=35)]], Field(max_length=300)]
Age = Annotated[int, Strict(), Field(ge=0, le=OLDEST)]
Title = Annotated[str, Field(min_length=1, max_length=300)]
Slug = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Day = Annotated[int, Strict(), Field(ge=0, le=6, description="0 is Monday.")]


ChannelState = Annotated[State, words_of(State)]


class ChannelFilter(Paging):
    """Which channels."""

    network: Annotated[str, Field(max_length=40)] = ""
    state: ChannelState | None = None


class ChannelTold(Closed):
    """One account that we may speak for; never what proves it."""

    id: UUID
    network: str
    server: str
    remote_id: str
    handle: str
    name: str
    url: str
    kind: str
    state: ChannelState
    reason: str
    sign_in: str
    by_hand: bool = Field(description="A person finishes every post in the network's own app.")
    expires_at: datetime | None
    checked_at: datetime | None
    connected_at: datetime
    time_zone: str
    countries: list[str]
    regions: list[str]
    cities: list[str]
    languages: list[str]
    age_from: int | None
    age_to: int | None
    genders: list[str]


class Delivery(Closed):
    """How the posts of a channel reach its network."""

    by_hand: Switch


class Reach(Changes):
    """Whom a channel reaches, and its clock; what is left out stays."""

    time_zone: Zone = "UTC"
    countries: Codes = Field(default_factory=list)
    regions: Places = Field(default_factory=list)
    cities: Places = Field(default_factory=list)
    languages: Codes = Field(default_factory=list)
    age_from: Age | None = None
    age_to: Age | None = None
    genders: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)] = Field(
        default_factory=list
    )

    def facts(self) -> dict[str, Any]:
        """The same in the usual spelling of codes and zones, or a refusal."""
        found = self.model_dump(exclude_unset=True)
        if "time_zone" in found:
            found["time_zone"] = zone(found["time_zone"]).key
        if "countries" in found:
            found["countries"] = [codes.country(word) for word in found["countries"]]
        if "languages" in found:
            found["languages"] = [
                codes.language(word, field="languages") for word in found["languages"]
            ]
        low, high = found.get("age_from"), found.get("age_to")
        if low is not None and high is not None and high < low:
            say = f"Nobody is at least {low} and at most {high} years old."
            raise BadInputError(Problem(field="age_to", rule="order", say=say))
        return found


class Enter(Closed):
    """What somebody types to sign in at a network."""

    network: Code
    sign_in: Code
    server: Address = ""
    fields: dict[Code, Annotated[str, Field(max_length=4_000)]]


class Leave(Closed):
    """Where a journey to a network's own page leads."""

    network: Code
    server: Address = ""
    fields: dict[Code, Annotated[str, Field(max_length=4_000)]] = Field(default_factory=dict)


class Pretend(Closed):
    """An account on the pretend network."""

    network: Code
    handle: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_]+$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    country: Annotated[str, Field(max_length=2)] = ""


class JourneyTold(Closed):
    """The address to open in a browser in which its member is signed in."""

    url: str


class CheckTold(Closed):
    """Whether we may still speak."""

    good: bool
    channel: ChannelTold


class SlotTold(Closed):
    """A weekly time of a channel, on the clock of its wall."""

    id: UUID
    weekday: int
    at: WallTime
    paused: bool


class Weekly(Closed):
    """One weekly time."""

    weekday: Day
    at: TypedTime


class Week(Closed):
    """All weekly times of a channel."""

    slots: Annotated[list[Weekly], Field(max_length=168)]


class Spread(Closed):
    """How often a week; without it, as often as the network bears well."""

    per_week: Annotated[int, Strict(), Field(ge=1, le=168)] | None = None


class Pause(Closed):
    """Whether a weekly time is left out."""

    paused: Switch


class SlotFilter(Closed):
    """How many of the times to come."""

    limit: int = Field(10, ge=1, le=100)


class FreeTold(Closed):
    """A time to come: on the clock of the wall, and the instant."""

    wall: datetime
    zone: str
    at: datetime


_OWN = (*ChannelTold.model_fields,)


def channel(row: Channel) -> ChannelTold:
    """One channel."""
    return ChannelTold(**{name: getattr(row, name) for name in _OWN})


def channels(rows: Sequence[Channel]) -> list[ChannelTold]:
    """Several."""
    return [channel(row) for row in rows]


def slots(rows: Sequence[Slot]) -> list[SlotTold]:
    """The weekly times."""
    return [SlotTold(id=row.pk, weekday=row.weekday, at=row.at, paused=row.paused) for row in rows]


class FeedTold(Closed):
    """A feed that everybody reads at its addresses."""

    id: UUID
    slug: str
    title: str
    home: str
    hub: str
    made_at: datetime
    atom: str
    rss: str
    json_feed: str


class FeedMade(Closed):
    """A new feed: its public name is one for the whole installation."""

    model_config = like(title="News of the bakery", slug="bakery-news")

    title: Title
    slug: Slug
    hub: Address = ""
    home: Address = ""


class FeedWithToken(FeedTold):
    """A feed with the token that fills it, which is told this once."""

    token: str


class TokenTold(Closed):
    """A token, told this once."""

    token: str


def feed(row: Feed) -> FeedTold:
    """One feed."""
    return FeedTold(**_feed(row))


def feed_with_token(row: Feed, token: str) -> FeedWithToken:
    """One feed that was made just now."""
    return FeedWithToken(**_feed(row), token=token)


def _feed(row: Feed) -> dict[str, Any]:
    at = as_told(row).address
    same = {name: getattr(row, name) for name in ("slug", "title", "home", "hub", "made_at")}
    return {"id": row.pk, **same, "atom": at("atom"), "rss": at("rss"), "json_feed": at("json")}
