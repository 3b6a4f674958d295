"""What came back: what people wrote, and what networks counted."""

from typing import Any
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import answers as told
from antiphon.api.schemas.fields import Page
from antiphon.engage import queries as engage
from antiphon.engage.attention import attention
from antiphon.measure import queries as measure

answers = Routes("answers")

LATEST = Order("at")


@answers.get("/attention", "publication.read", list[told.NeedTold])
def list_attention(request: Call) -> list[told.NeedTold]:
    """What needs somebody now, the worst first, each with one next step."""
    return [told.need(one) for one in attention(request.by)]


@answers.get("/messages", "message.read", Page[told.MessageTold])
def list_messages(request: Call, filters: Query[told.MessageFilter]) -> dict[str, Any]:
    """Everything that was written to this workspace, the newest first."""
    given = {"channel": filters.channel, "publication": filters.publication}
    given |= {"at__gte": filters.since, "at__lt": filters.until}  # type: ignore[dict-item]
    wanted = {name: value for name, value in given.items() if value}
    rows = engage.messages(request.by.workspace).filter(**wanted)
    return leaf(request, rows, LATEST, told.messages)


@answers.get("/messages/{uuid:id}", "message.read", told.MessageTold)
def get_message(request: Call, id: UUID) -> told.MessageTold:
    """One message."""
    return told.message(one(engage.messages(request.by.workspace), id))


@answers.get("/readings", "reading.read", Page[told.ReadingTold])
def list_readings(request: Call, filters: Query[told.ReadingFilter]) -> dict[str, Any]:
    """Every count of every metric, the newest first."""
    given = {"publication_id": filters.publication, "metric": filters.metric}
    given |= {"at__gte": filters.since, "at__lt": filters.until}  # type: ignore[dict-item]
    wanted = {name: value for name, value in given.items() if value}
    rows = measure.readings(request.by.workspace).filter(**wanted)
    return leaf(request, rows, LATEST, told.readings)
