"""Posts, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, Strict

from antiphon.api.schemas.fields import (
    LEFT_OUT,
    Address,
    Body,
    Closed,
    Code,
    Instant,
    Language,
    Line,
    Paging,
    Switch,
    Words,
    given,
    like,
    words_of,
)
from antiphon.people.models import Guest, Member
from antiphon.plan.models import Post, Review, Revision
from antiphon.plan.states import State

Tag = Annotated[str, Field(max_length=100)]
Version = Annotated[int, Strict(), Field(ge=1, le=2_000_000_000)]


PostState = Annotated[State, words_of(State)]


class Attached(Closed):
    """A file of a post, and what it shows."""

    asset: UUID
    alt: Words = ""


class Poll(Closed):
    """A question with answers to choose from."""

    choices: Annotated[list[Line], Field(min_length=2, max_length=20)]
    hours: Annotated[float, Strict(), Field(gt=0, le=8784)] = 24
    multiple: Switch = False
    hides_totals: Switch = False
    question: Line = ""


class Parts(Closed):
    """What a post is made of; whoever leaves a part out leaves it as it is."""

    model_config = like(text="Our lemons are here.", tags=["lemon"], language="en")

    text: Body = ""
    title: Line = ""
    language: Language = ""
    link: Address = ""
    comment: Annotated[str, Field(max_length=20_000)] = ""
    poll: Poll | None = None
    tags: list[Tag] = Field(default_factory=list, max_length=100)
    options: dict[Code, dict[Code, Any]] = Field(default_factory=dict)
    campaign: UUID | None = None
    assets: list[Attached] = Field(default_factory=list, max_length=100)

    def parts(self) -> dict[str, Any]:
        """The same as the actions take it."""
        return as_told(given(self, "version"))


class Edit(Parts):
    """Parts that change, and the version that somebody saw; or that stands in `If-Match`."""

    model_config = LEFT_OUT

    version: Version | None = None


class Back(Closed):
    """The version that somebody saw, and the one to go back to."""

    version: Version
    to: Version


class Note(Closed):
    """Words to a decision."""

    note: Words = ""


class Verdict(Note):
    """Agreeing, perhaps for a while only."""

    ends_at: Instant | None = None


class Because(Closed):
    """Why."""

    because: Words = ""


class PostFilter(Paging):
    """Which posts."""

    state: PostState | None = None
    campaign: UUID | None = None
    author: UUID | None = None
    label: UUID | None = None
    says: Annotated[str, Field(max_length=200)] = Field("", description="Words of its text.")


class PostTold(Closed):
    """A post."""

    id: UUID
    state: PostState
    version: int
    text: str
    title: str
    language: str
    link: str
    comment: str
    poll: dict[str, Any] | None
    tags: list[str]
    options: dict[str, Any]
    campaign: UUID | None
    author: UUID | None
    labels: list[UUID]
    assets: list[Attached]
    made_at: datetime
    changed_at: datetime


class RevisionTold(Closed):
    """Who changed what."""

    version: int
    member: UUID | None
    name: str
    changed: list[str]
    at: datetime


class ReviewTold(Closed):
    """What somebody said to a post."""

    id: UUID
    member: UUID | None
    name: str
    verdict: str
    note: str
    at: datetime
    ends_at: datetime | None
    counts: bool = Field(description="Whether it was said about the post as it is now.")


OWN = ("id", "state", "version", "text", "title", "language", "link", "comment", "poll", "tags")


def as_told(parts: dict[str, Any]) -> dict[str, Any]:
    """Files as pairs, which is how the stages take them."""
    if parts.get("assets") is not None:
        parts["assets"] = [(file["asset"], file.get("alt", "")) for file in parts["assets"]]
    return parts


def post(row: Post) -> PostTold:
    """One post."""
    told = {name: getattr(row, name) for name in OWN}
    files = [Attached(asset=one.asset_id, alt=one.alt) for one in row.files.all()]
    labels = sorted(label.pk for label in row.labels.all())
    return PostTold(
        **told, labels=labels, options=row.options, campaign=row.campaign_id,
        author=row.author_id, assets=files, made_at=row.made_at, changed_at=row.changed_at,
    )  # fmt: skip


def posts(rows: Sequence[Post]) -> list[PostTold]:
    """Several."""
    return [post(row) for row in rows]


def revision(row: Revision) -> RevisionTold:
    """One edit."""
    return RevisionTold(
        version=row.version, member=row.member_id, name=_name(row.member), changed=row.changed,
        at=row.at,
    )  # fmt: skip


def review(row: Review, digest: str) -> ReviewTold:
    """One word on a post."""
    return ReviewTold(
        id=row.pk, member=row.member_id, name=_name(row.member or row.guest), verdict=row.verdict,
        note=row.note, at=row.at, ends_at=row.ends_at, counts=row.digest == digest,
    )  # fmt: skip


def _name(who: Member | Guest | None) -> str:
    match who:
        case None:
            return "Antiphon"
        case Member():
            return who.person.name or who.person.email
        case Guest():
            return who.name or who.email
