"""What a hold keeps back, and what becomes of it when the hold is let go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from antiphon.people.models import LatePolicy, Workspace
from antiphon.publish.models import Hold, Publication
from antiphon.publish.states import State


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a hold on one channel: already due, still to come, and the first hour."""

    channel: UUID
    kept: int
    ahead: int
    first: datetime


@dataclass(frozen=True)
class Parted:
    """What was kept back, by what becomes of it."""

    at_once: QuerySet[Publication]
    asked: QuerySet[Publication]
    skipped: QuerySet[Publication]


def within(held: Hold, workspace: Workspace) -> QuerySet[Publication]:
    """The publications of a workspace that a hold is about."""
    rows = Publication.objects.filter(workspace=workspace)
    if held.network:
        rows = rows.filter(network=held.network)
    if held.channel_id:
        rows = rows.filter(channel=held.channel_id)
    if held.campaign_id:
        rows = rows.filter(post__campaign=held.campaign_id)
    return rows


def kept_by(held: Hold, workspace: Workspace) -> QuerySet[Publication]:
    """Those of them whose hour has come and that stand still."""
    return within(held, workspace).filter(state=State.HELD)


def behind(held: Hold, workspace: Workspace) -> list[Behind]:
    """What waits behind a hold, channel by channel, the fullest first."""
    rows = within(held, workspace).filter(state__in=[State.HELD, State.WAITING]).order_by()
    counted = rows.values("channel").annotate(
        kept=Count("pk", filter=Q(state=State.HELD)),
        ahead=Count("pk", filter=Q(state=State.WAITING)),
        first=Min("planned_at"),
    )
    return [Behind(**one) for one in counted.order_by("-kept", "-ahead", "first")]


def parted(held: Hold, workspace: Workspace, afterwards: LatePolicy, moment: datetime) -> Parted:
    """What goes out at once, what a person is asked about, and what is skipped, at that moment.

    What has begun, or was allowed to be late, goes on in any case.
    """
    kept = kept_by(held, workspace)
    due = kept.filter(planned_at__lte=moment)
    whole = Q(at_step=0, may_be_late=False, doubted_at=None)
    none = kept.none()
    if afterwards == LatePolicy.SKIP:
        passed = whole & Q(planned_at__lt=moment)
        return Parted(due.exclude(passed), none, kept.filter(passed))
    if afterwards == LatePolicy.ASK:
        passed = whole & Q(planned_at__lt=moment - workspace.grace)
        return Parted(due.exclude(passed), kept.filter(passed), none)
    return Parted(due, none, none)
