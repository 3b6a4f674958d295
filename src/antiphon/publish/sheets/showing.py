"""What a secret link shows of the calendar: what was chosen when it was made, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.window import local
from antiphon.people.models import Workspace
from antiphon.plan.models import SharedView
from antiphon.publish.models import Publication
from antiphon.publish.states import State

HIDDEN = (State.CANCELLED, State.WITHDRAWN)
MOST = 2_000
WORDS = 400
"""Letters of a text; a calendar is no archive."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication as an outsider sees it."""

    row: Publication
    at: datetime
    """By the clock on the wall of its zone."""
    zone: str
    network: str
    channel: Channel
    state: str
    title: str
    text: str
    files: tuple[dict[str, Any], ...]


def entries(view: SharedView, begin: datetime, end: datetime) -> list[Entry]:
    """What the link shows of a period, in order."""
    rows = _rows(view.workspace, begin, end)
    channels, campaign = view.filters.get("channels"), view.filters.get("campaign")
    rows = rows.filter(channel__in=channels) if channels else rows
    rows = rows.filter(post__campaign=campaign) if campaign else rows
    shows = frozenset(view.filters.get("shows", ()))
    return [_entry(row, shows) for row in rows[:MOST]]


def everything(workspace: Workspace, begin: datetime, end: datetime) -> Iterator[Entry]:
    """The same for a member, who sees all of it."""
    shows = frozenset({"text", "state"})
    return (_entry(row, shows) for row in _rows(workspace, begin, end)[:MOST])


def _rows(workspace: Workspace, begin: datetime, end: datetime) -> QuerySet[Publication]:
    rows = Publication.objects.filter(
        workspace=workspace, planned_at__gte=begin, planned_at__lt=end
    ).exclude(state__in=HIDDEN)
    return rows.select_related("channel", "post").order_by("planned_at", "pk")


def _entry(row: Publication, shows: frozenset[str]) -> Entry:
    first = row.steps[0] if row.steps else {}
    zone = row.zone or row.channel.time_zone
    return Entry(
        row=row,
        at=local(row.planned_at, zone),
        zone=zone,
        network=network(row.network).name,
        channel=row.channel,
        state=row.state if "state" in shows else "",
        title=first.get("title", "") if "text" in shows else "",
        text=first.get("text", "")[:WORDS] if "text" in shows else "",
        files=tuple(first.get("enclosures", ())) if "pictures" in shows else (),
    )
