"""Audiences, variants and what they lead to, as they come in and go out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from antiphon.api.schemas.channels import Age, Codes, Places
from antiphon.api.schemas.fields import (
    LEFT_OUT,
    Address,
    Body,
    Closed,
    Code,
    Language,
    Line,
    Paging,
    Switch,
    Trouble,
    Written,
    like,
)
from antiphon.api.schemas.posts import Attached, as_told
from antiphon.kernel.problem import Problem
from antiphon.tailor.models import Audience, Variant
from antiphon.tailor.sight import Sight
from antiphon.tailor.telling import Telling
from antiphon.work import clock


class Asks(Closed):
    """What an audience asks of people; what is empty asks nothing."""

    countries: Codes = Field(default_factory=list)
    regions: Places = Field(default_factory=list)
    cities: Places = Field(default_factory=list)
    climates: Annotated[list[Code], Field(max_length=5)] = Field(default_factory=list)
    live: Switch = False
    languages: Codes = Field(default_factory=list)
    age_from: Age | None = None
    age_to: Age | None = None
    genders: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)] = Field(
        default_factory=list
    )


class NewAudience(Asks):
    """A named audience."""

    model_config = like(name="Where it is hot", climates=["hot"], countries=["BR", "IN"])

    name: Annotated[str, Field(min_length=1, max_length=80)]


class AudienceChange(Asks):
    """What it asks from now on; what is left out stays."""

    model_config = LEFT_OUT

    name: Annotated[str, Field(min_length=1, max_length=80)] | None = None


class AudienceTold(Closed):
    """A named predicate over people."""

    id: UUID
    name: str
    countries: list[str]
    regions: list[str]
    cities: list[str]
    climates: list[str]
    live: bool
    languages: list[str]
    age_from: int | None
    age_to: int | None
    genders: list[str]
    made_at: datetime


class Version(Closed):
    """How a post is told on a channel, to an audience, or both; null takes the post's own again."""

    channel: UUID | None = None
    audience: UUID | None = None
    text: Body | None = None
    title: Line | None = None
    language: Language | None = None
    link: Address | None = None
    comment: Annotated[str, Field(max_length=20_000)] | None = None
    options: dict[Code, Any] | None = None
    assets: Annotated[list[Attached], Field(max_length=100)] | None = None

    def words(self) -> dict[str, Any]:
        """What is told otherwise, as the action takes it."""
        return as_told(self.model_dump(exclude_unset=True, exclude={"channel", "audience"}))


class Versions(Closed):
    """Several at once, or none of them."""

    variants: Annotated[list[Version], Field(min_length=1, max_length=200)]


class VariantTold(Closed):
    """How a post is told otherwise; what is null is the post's own."""

    id: UUID
    channel: UUID | None
    audience: UUID | None
    text: str | None
    title: str | None
    language: str | None
    link: str | None
    comment: str | None
    options: dict[str, Any] | None
    assets: list[Attached] | None
    changed_at: datetime


class SightFilter(Closed):
    """On which day; its climate counts."""

    on: Annotated[date, Written] | None = None


class AudienceFilter(Paging):
    """Which part of all audiences."""


class PartTold(Closed):
    """One part of what would be sent."""

    text: str
    title: str
    files: int
    form: str


class TellingTold(Closed):
    """What one channel would say to one audience, and why."""

    channel: UUID
    network: str
    audience: UUID | None
    reason: str
    form: str
    text: str
    title: str
    language: str
    link: str
    comment: str
    tags: list[str]
    parts: list[PartTold]
    variants: list[UUID]
    problems: list[Trouble]


class SightTold(Closed):
    """What one audience sees of a post, and through which channels."""

    audience: UUID
    name: str
    variant: UUID | None
    channels: list[UUID]
    warning: Trouble | None


class CheckedTold(Closed):
    """Whether a post could go out as it is."""

    hindrance: Trouble | None = Field(description="Why it may not go out now, if it may not.")
    problems: list[Trouble] = Field(description="Everything that its channels would refuse.")


def audience(row: Audience) -> AudienceTold:
    """One audience."""
    return AudienceTold(**{name: getattr(row, name) for name in AudienceTold.model_fields})


def audiences(rows: Sequence[Audience]) -> list[AudienceTold]:
    """Several."""
    return [audience(row) for row in rows]


def variant(row: Variant) -> VariantTold:
    """One variant."""
    names = ("id", "text", "title", "language", "link", "comment", "options", "changed_at")
    told = {name: getattr(row, name) for name in names}
    files = None if row.assets is None else [Attached(**file) for file in row.assets]
    return VariantTold(**told, channel=row.channel_id, audience=row.audience_id, assets=files)


def telling(found: Telling) -> TellingTold:
    """One telling, with its parts as they would be sent."""
    names = ("reason", "text", "title", "language", "link", "comment")
    parts = [
        PartTold(text=one.text, title=one.title, files=len(one.enclosures), form=one.type.value)
        for one in found.parcels("", clock.here(), fit=False)
    ]
    return TellingTold(
        channel=found.channel.pk, network=found.network.key, form=found.shape.type.value,
        audience=found.audience.pk if found.audience else None, tags=list(found.tags),
        parts=parts, variants=[row.pk for row in found.variants],
        problems=troubles(found.problems()), **{name: getattr(found, name) for name in names},
    )  # fmt: skip


def sight(found: Sight) -> SightTold:
    """What one audience sees."""
    return SightTold(
        audience=found.audience.pk,
        name=found.audience.name,
        variant=found.variant.pk if found.variant else None,
        channels=list(dict.fromkeys(row.pk for row in found.channels)),
        warning=Trouble.of(found.warning) if found.warning else None,
    )


def troubles(found: Sequence[Problem]) -> list[Trouble]:
    """Problems, as every door tells them."""
    return [Trouble.of(problem) for problem in found]
