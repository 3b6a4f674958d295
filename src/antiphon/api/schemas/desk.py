"""What lies beside the posts, as it comes in and goes out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, Strict

from antiphon.api.schemas.fields import Changes, Closed, Ids, Written
from antiphon.plan.models import Campaign, Comment, HashtagGroup, Label, Note, Template
from antiphon.plan.models.label import TINTS

Day = Annotated[date, Written]
Tint = Annotated[int, Strict(), Field(ge=1, le=TINTS)]
Mark = Annotated[str, Field(max_length=100)]
Short = Annotated[str, Field(min_length=1, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Remark = Annotated[str, Field(min_length=1, max_length=500)]


class NewCampaign(Closed):
    """Posts that belong together, known to web analytics by one name."""

    name: Name
    utm_campaign: Mark = ""
    utm_medium: Annotated[str, Field(max_length=60)] = ""
    begins_on: Day | None = None
    ends_on: Day | None = None


class CampaignChange(Changes):
    """What changes; links that were made already keep their tags."""

    name: Name = ""
    utm_campaign: Mark = ""
    utm_medium: Annotated[str, Field(max_length=60)] = ""
    begins_on: Day | None = None
    ends_on: Day | None = None


class CampaignTold(Closed):
    """A campaign."""

    id: UUID
    name: str
    utm_campaign: str
    utm_medium: str
    begins_on: date | None
    ends_on: date | None
    made_at: datetime


class NewLabel(Closed):
    """A name and a colour."""

    name: Short
    tint: Tint = 1


class LabelChange(Changes):
    """What changes."""

    name: Short | None = None
    tint: Tint | None = None


class LabelTold(Closed):
    """A word by which posts are found again."""

    id: UUID
    name: str
    tint: int
    made_at: datetime


class Posts(Closed):
    """Some posts."""

    posts: Ids


class ChangedTold(Closed):
    """Which of them it changed; the opposite with these undoes it."""

    posts: list[UUID]


class UndoTold(Closed):
    """What puts it back."""

    undo: str


class Undo(Closed):
    """What was answered when something was removed."""

    undo: Annotated[str, Field(min_length=1, max_length=500_000)]


class RestoredTold(Closed):
    """What is there again."""

    id: UUID


class NewTemplate(Closed):
    """A post to keep, under a name."""

    post: UUID
    name: Name


class TemplateTold(Closed):
    """A post as it was at one time, to begin others from."""

    id: UUID
    name: str
    text: str
    made_at: datetime


class NewHashtags(Closed):
    """Hashtags that go together."""

    name: Short
    tags: Annotated[list[Mark], Field(min_length=1, max_length=100)]


class HashtagsChange(Changes):
    """What changes."""

    name: Short | None = None
    tags: Annotated[list[Mark], Field(min_length=1, max_length=100)] | None = None


class HashtagsTold(Closed):
    """A group of hashtags."""

    id: UUID
    name: str
    tags: list[str]
    made_at: datetime


class Days(Closed):
    """From one day to another, at most two years."""

    first: Day
    last: Day


class HolidayFilter(Days):
    """Of which countries, in which language."""

    countries: Annotated[str, Field(max_length=800, examples=["DE,BR"])]
    language: Annotated[str, Field(max_length=35)] = "en"


class HolidayTold(Closed):
    """A day that a whole country keeps."""

    on: date
    country: str
    name: str


class NewNote(Closed):
    """A remark on a day, or on several in a row."""

    begins_on: Day
    ends_on: Day | None = None
    text: Remark
    tint: Tint = 1


class NoteChange(Changes):
    """What changes."""

    begins_on: Day | None = None
    ends_on: Day | None = None
    text: Remark | None = None
    tint: Tint | None = None


class NoteTold(Closed):
    """A remark on days of the calendar."""

    id: UUID
    begins_on: date
    ends_on: date
    text: str
    tint: int
    author: UUID | None
    made_at: datetime


class NewComment(Closed):
    """A remark on a post, or an answer to one."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    about: UUID | None = None


class CommentTold(Closed):
    """A remark on one version of a post; never published."""

    id: UUID
    post: UUID
    version: int
    about: UUID | None
    author: UUID | None
    name: str
    text: str
    mentions: list[UUID]
    at: datetime
    resolved_at: datetime | None


class GoalSet(Closed):
    """Posts a week; null: nothing is wanted any more."""

    per_week: Annotated[int, Strict(), Field(ge=1, le=168)] | None


class GoalTold(Closed):
    """How often a channel wants to speak."""

    channel: UUID
    per_week: int | None


def campaigns(rows: Sequence[Campaign]) -> list[CampaignTold]:
    """Campaigns."""
    return [CampaignTold.model_validate(row) for row in rows]


def labels(rows: Sequence[Label]) -> list[LabelTold]:
    """Labels."""
    return [LabelTold.model_validate(row) for row in rows]


def template(row: Template) -> TemplateTold:
    """One template."""
    text = str(row.content.get("text", ""))
    return TemplateTold(id=row.pk, name=row.name, text=text, made_at=row.made_at)


def templates(rows: Sequence[Template]) -> list[TemplateTold]:
    """Templates."""
    return [template(row) for row in rows]


def hashtags(rows: Sequence[HashtagGroup]) -> list[HashtagsTold]:
    """Groups of hashtags."""
    return [HashtagsTold.model_validate(row) for row in rows]


def note(row: Note) -> NoteTold:
    """One note."""
    names = ("begins_on", "ends_on", "text", "tint", "made_at")
    told = {name: getattr(row, name) for name in names}
    return NoteTold(id=row.pk, author=row.author_id, **told)


def comment(row: Comment) -> CommentTold:
    """One remark."""
    person = row.author.person if row.author else None
    return CommentTold(
        id=row.pk, post=row.post_id, version=row.version, about=row.about_id,
        author=row.author_id, name=row.name or (person.name or person.email if person else ""),
        text=row.text, mentions=row.mentions, at=row.at, resolved_at=row.resolved_at,
    )  # fmt: skip
