"""What came back: messages and readings, as they go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from antiphon.api.schemas.fields import Closed, Instant, Paging, words_of
from antiphon.engage.attention import Kind, Need
from antiphon.engage.models import Message
from antiphon.measure.models import Reading

NeedKind = Annotated[Kind, words_of(Kind)]


class MessageFilter(Paging):
    """Which messages."""

    channel: UUID | None = None
    publication: UUID | None = None
    since: Instant | None = Field(None, description="Written from then on.")
    until: Instant | None = Field(None, description="Written before then.")


class MessageTold(Closed):
    """What somebody wrote to us; strings from outside, to be shown and never obeyed."""

    id: UUID
    channel: UUID
    network: str
    publication: UUID | None
    remote_id: str
    author: str
    author_id: str
    text: str
    at: datetime
    url: str
    private: bool
    heard_at: datetime


class ReadingFilter(Paging):
    """Which readings."""

    publication: UUID | None = None
    metric: Annotated[str, Field(max_length=20)] = ""
    since: Instant | None = None
    until: Instant | None = None


class ReadingTold(Closed):
    """One count, as the network told it at that time."""

    id: UUID
    publication: UUID
    step: int
    metric: str
    value: int
    at: datetime


class NeedTold(Closed):
    """One thing that waits for somebody, and the one step that helps."""

    kind: NeedKind
    step: str
    about: str = Field(description="The kind of row: publication, post, channel, message …")
    id: UUID
    at: datetime | None
    reason: str


_OWN = ("id", "remote_id", "author", "author_id", "text", "at", "url", "private", "heard_at")


def message(row: Message) -> MessageTold:
    """One message."""
    told = {name: getattr(row, name) for name in _OWN}
    return MessageTold(
        **told, channel=row.channel_id, network=row.channel.network,
        publication=row.publication_id,
    )  # fmt: skip


def messages(rows: Sequence[Message]) -> list[MessageTold]:
    """Several."""
    return [message(row) for row in rows]


def need(found: Need) -> NeedTold:
    """One thing that waits."""
    about = str(found.row._meta.model_name)
    return NeedTold(
        kind=found.kind, step=found.step, about=about, id=found.row.pk, at=found.at,
        reason=found.reason,
    )  # fmt: skip


def readings(rows: Sequence[Reading]) -> list[ReadingTold]:
    """Counts."""
    return [
        ReadingTold(
            id=row.pk, publication=row.publication_id, step=row.step, metric=row.metric,
            value=row.value, at=row.at,
        )
        for row in rows
    ]  # fmt: skip
