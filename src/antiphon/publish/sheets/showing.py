"""What a secret link shows of the calendar: what was chosen when it was made, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.window import local
from antiphon.people.models import Workspace
from antiphon.plan.models import Post, PostAsset, SharedView
from antiphon.publish.calendar.queries import EVERYTHING, picked
from antiphon.publish.calendar.values import Wanted
from antiphon.publish.models import Publication, WishChannel
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
    files: tuple[PostAsset, ...]


def entries(view: SharedView, begin: datetime, end: datetime) -> list[Entry]:
    """What the link shows of a period, in order."""
    rows = _rows(view.workspace, begin, end)
    channels, campaign = view.filters.get("channels"), view.filters.get("campaign")
    rows = rows.filter(channel__in=channels) if channels else rows
    rows = rows.filter(post__campaign=campaign) if campaign else rows
    shows = frozenset(view.filters.get("shows", ()))
    return [_entry(row, shows) for row in rows[:MOST]]


def everything(
    workspace: Workspace, begin: datetime, end: datetime, wanted: Wanted = EVERYTHING
) -> Iterator[Entry]:
    """The same for a member, who sees all of it."""
    shows = frozenset({"text", "state"})
    rows = picked(_rows(workspace, begin, end), wanted)
    return (_entry(row, shows) for row in rows[:MOST])


def _rows(workspace: Workspace, begin: datetime, end: datetime) -> QuerySet[Publication]:
    rows = Publication.objects.filter(
        workspace=workspace, planned_at__gte=begin, planned_at__lt=end
    ).exclude(state__in=HIDDEN)
    told = rows.select_related("channel", "post").prefetch_related("post__files__asset")
    return told.order_by("planned_at", "pk")


def channels_for(post: Post) -> list[Channel]:
    """Where a post is meant to go: where it goes or asks to go, else every channel in use."""
    asked = WishChannel.objects.filter(wish__post=post).values_list("channel", flat=True)
    going = Publication.objects.filter(post=post).exclude(state__in=HIDDEN)
    ids = {*asked, *going.values_list("channel", flat=True)}
    rows = channels.channels(post.workspace)
    return list(rows.filter(pk__in=ids) if ids else rows)


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
        files=tuple(row.post.files.all()) if "pictures" in shows else (),
    )
