"""What can be asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.people.models import Workspace
from antiphon.publish.models import Attempt, Hold, HoldScope, Publication
from antiphon.publish.packing import receipt_of
from antiphon.publish.states import FOR_A_PERSON, State
from antiphon.work import clock, identity

ASKED_AHEAD = (timedelta(hours=24), timedelta(hours=1))
"""How long before a due time a channel is asked whether it may still speak."""
ASKED_AGAIN = timedelta(minutes=30)
"""However much is due, a channel is not asked more often than this."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """How many publications of a channel went out lately, and how many are to go out."""

    sent: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Standing:
    """The holds that stand now, as quick to ask as to read."""

    everything: str = ""
    networks: dict[str, str] = field(default_factory=dict)
    workspaces: dict[str, str] = field(default_factory=dict)
    campaigns: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    channels_of: dict[str, str] = field(default_factory=dict)
    """Channels of held workspaces; a letter knows its channel only."""

    def stops(self, network: str, channel: str) -> bool:
        """Whether a letter for this channel must stay."""
        return bool(self.everything) or (
            network in self.networks or channel in self.channels or channel in self.channels_of
        )

    def reason(self, publication: Publication) -> str:
        """Why this publication must stay; empty when nothing stops it."""
        return (
            self.everything
            or self.networks.get(publication.network, "")
            or self.workspaces.get(str(publication.workspace_id), "")
            or self.channels.get(str(publication.channel_id), "")
            or self.campaigns.get(str(publication.post.campaign_id), "")
        )


def standing_holds() -> Standing:
    """All holds that stand now; a copy of somebody else's database is one over everything."""
    strange = identity.stranger()
    return Standing(everything=strange) if strange else _standing_here()


def _standing_here() -> Standing:
    found = Standing()
    for hold in Hold.objects.filter(released_at=None):
        match HoldScope(hold.scope):
            case HoldScope.INSTALLATION:
                return Standing(everything=hold.reason)
            case HoldScope.NETWORK:
                found.networks[hold.network] = hold.reason
            case HoldScope.WORKSPACE:
                found.workspaces[str(hold.workspace_id)] = hold.reason
            case HoldScope.CAMPAIGN:
                found.campaigns[str(hold.campaign_id)] = hold.reason
            case HoldScope.CHANNEL:
                found.channels[str(hold.channel_id)] = hold.reason
    if found.workspaces:
        rows = Channel.objects.filter(workspace_id__in=found.workspaces)
        found.channels_of.update((str(pk), "workspace") for pk in rows.values_list("pk", flat=True))
    return found


def holds(workspace: Workspace) -> QuerySet[Hold]:
    """Holds that stand over this workspace."""
    mine = Hold.objects.filter(released_at=None)
    return mine.filter(workspace=workspace) | mine.filter(scope=HoldScope.INSTALLATION)


def publications(workspace: Workspace) -> QuerySet[Publication]:
    """All publications of a workspace, newest plan first."""
    rows = Publication.objects.filter(workspace=workspace)
    return rows.select_related("channel", "audience", "post").order_by("-planned_at", "-id")


def publication(workspace: Workspace, id: UUID | str) -> Publication | None:
    """One publication of this workspace; foreign and missing alike are none."""
    try:
        return publications(workspace).filter(pk=UUID(str(id))).first()
    except ValueError:
        return None


def attempts(publication: Publication) -> QuerySet[Attempt]:
    """Everything that was asked of the network, in order."""
    return Attempt.objects.filter(publication_id=publication.pk).order_by("number")


def for_a_person(workspace: Workspace) -> QuerySet[Publication]:
    """What waits for somebody's decision."""
    return publications(workspace).filter(state__in=FOR_A_PERSON)


def counts(workspace: Workspace) -> dict[str, int]:
    """How many publications are in which state."""
    rows = Publication.objects.filter(workspace=workspace).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def traffic(workspace: Workspace, windows: Mapping[str, timedelta]) -> dict[UUID, Traffic]:
    """What went out on each channel within the time that counts on its network, and what waits."""
    moment = clock.here()
    lately, ahead = Q(pk__in=[]), Q(state__in=[State.WAITING, State.HELD])
    for network, window in windows.items():
        lately |= Q(network=network, sent_at__gt=moment - window)
    rows = Publication.objects.filter(lately | ahead, workspace=workspace).order_by()
    counted = rows.values("channel").annotate(
        sent=Count("pk", filter=lately), waiting=Count("pk", filter=ahead)
    )
    return {row["channel"]: Traffic(row["sent"], row["waiting"]) for row in counted}


def channels_to_ask(moment: datetime) -> QuerySet[Channel]:
    """Channels with something due in a day or in an hour that were not asked since then (K6)."""
    waiting = Publication.objects.filter(
        state=State.WAITING,
        network=OuterRef("network"),
        workspace=OuterRef("workspace"),
        channel=OuterRef("pk"),
    )
    asked = Coalesce(OuterRef("checked_at"), Value(moment - 2 * max(ASKED_AHEAD)))
    soon = Q()
    for ahead in ASKED_AHEAD:
        near = waiting.filter(due_at__gt=moment, due_at__lte=moment + ahead)
        soon |= Q(Exists(near.filter(due_at__gt=ExpressionWrapper(asked + ahead, DateTimeField()))))
    rested = Q(checked_at=None) | Q(checked_at__lt=moment - ASKED_AGAIN)
    mine = Channel.objects.filter(rested, state=ChannelState.CONNECTED)
    return mine.filter(soon).order_by("checked_at")


def told(publication: Publication) -> dict[str, Any]:
    """A publication as every door tells it."""
    channel = publication.channel
    return {
        "id": str(publication.pk),
        "post": str(publication.post_id),
        "channel": channel.handle or channel.name or channel.remote_id,
        "channel_id": str(channel.pk),
        "network": publication.network,
        "audience": publication.audience.name if publication.audience else None,
        "text": "\n\n".join(step.get("text", "") for step in publication.steps),
        "parts": len(publication.steps),
        "media": sum(len(step.get("enclosures", [])) for step in publication.steps),
        "state": publication.state,
        "due": _iso(publication.planned_at),
        "next": _iso(publication.due_at),
        "sent": _iso(publication.sent_at),
        "live": _iso(publication.live_at),
        "lateness": _lateness(publication),
        "url": publication.url,
        "remote_id": publication.remote_id,
        "attempts": publication.tries,
        "price": publication.price,
        "remedy": publication.remedy,
        "reason": publication.reason,
        "seen": publication.seen,
    }


def told_whole(publication: Publication) -> dict[str, Any]:
    """A publication with its whole story: each step and each attempt."""
    rows = [_attempt(attempt) for attempt in attempts(publication)]
    receipts = [receipt_of(publication, place) for place in range(len(publication.steps))]
    return {**told(publication), "receipts": receipts, "story": rows, "digest": publication.digest}


def similar(
    channel: Channel, digest: str, *, since: datetime, besides: Iterable[UUID] = ()
) -> Publication | None:
    """A publication on the same channel that says exactly the same, planned since then."""
    rows = Publication.objects.filter(channel=channel, digest=digest, planned_at__gte=since)
    return rows.exclude(state=State.CANCELLED).exclude(pk__in=[*besides]).first()


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "step": attempt.step,
        "verb": attempt.verb,
        "began": _iso(attempt.began_at),
        "ended": _iso(attempt.ended_at),
        "outcome": attempt.outcome,
        "reason": attempt.reason,
        "receipt": attempt.receipt,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _lateness(publication: Publication) -> float | None:
    if publication.sent_at is None:
        return None
    return round((publication.sent_at - publication.planned_at).total_seconds(), 3)
