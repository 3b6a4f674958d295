"""The stop switch: pulled and released by people, with a reason."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from antiphon.people.actions import note, permit
from antiphon.people.models import LatePolicy, Workspace
from antiphon.people.policy import By
from antiphon.publish.models import Hold, HoldScope, Publication
from antiphon.publish.states import State
from antiphon.work import clock


def hold(
    by: By,
    reason: str,
    *,
    afterwards: LatePolicy = LatePolicy.ASK,
    **within: Any,
) -> Hold:
    """Stop every new send of the workspace, or only of `campaign=` or `channel=`."""
    permit(by, "stop.set", within.get("channel") or within.get("campaign") or by.workspace)
    scope = HoldScope.WORKSPACE
    if within.get("channel"):
        scope = HoldScope.CHANNEL
    elif within.get("campaign"):
        scope = HoldScope.CAMPAIGN
    with transaction.atomic():
        made = Hold.objects.create(
            scope=scope,
            workspace=by.workspace,
            reason=reason.strip()[:500] or "No reason was given.",
            afterwards=afterwards,
            who=str(by),
            **within,
        )
        note(by, "stop.set", f"hold:{made.pk}", after={"scope": scope, "reason": made.reason})
    return made


def stop_everything(reason: str, *, who: str, network: str = "") -> Hold:
    """The operator's own switch: the whole installation, or one network of it."""
    scope = HoldScope.NETWORK if network else HoldScope.INSTALLATION
    return Hold.objects.create(scope=scope, network=network, reason=reason[:500], who=who)


def release(by: By, held: Hold) -> int:
    """Let a hold go; how many publications it had kept back."""
    permit(by, "stop.release", by.workspace if held.workspace_id else "")
    with transaction.atomic():
        kept = _release(held, by.workspace)
        note(by, "stop.release", f"hold:{held.pk}", after={"kept": kept})
    return kept


def resume_everything(*, network: str = "") -> int:
    """The operator lets go of what `stop_everything` stopped."""
    standing = Hold.objects.filter(released_at=None, network=network)
    scopes = [HoldScope.NETWORK] if network else [HoldScope.INSTALLATION]
    return standing.filter(scope__in=scopes).update(released_at=clock.now())


def _release(held: Hold, workspace: Workspace) -> int:
    released = Hold.objects.filter(pk=held.pk, released_at=None)
    if not released.update(released_at=clock.now()):
        return 0
    kept = _kept_by(held, workspace)
    count = kept.count()
    if held.afterwards == LatePolicy.LATE:
        kept.update(may_be_late=True)
        return count
    moment = clock.now()
    whole = kept.filter(at_step=0, may_be_late=False, doubted_at=None)
    if held.afterwards == LatePolicy.SKIP:
        words = "Skipped: its hour passed during a hold."
        passed = whole.filter(planned_at__lt=moment)
        passed.update(state=State.CANCELLED, reason=words, remedy="skip", ended_at=moment)
    elif held.afterwards == LatePolicy.ASK:
        words = "Its hour passed during a hold."
        passed = whole.filter(planned_at__lt=moment - workspace.grace)
        passed.update(state=State.MISSED, reason=words, remedy="ask")
    return count


def _kept_by(held: Hold, workspace: Workspace) -> QuerySet[Publication]:
    rows = Publication.objects.filter(state=State.HELD, workspace=workspace)
    if held.channel_id:
        rows = rows.filter(channel=held.channel_id)
    if held.campaign_id:
        rows = rows.filter(post__campaign=held.campaign_id)
    return rows
