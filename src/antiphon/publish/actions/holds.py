"""The stop switch: pulled and released by people, with a reason."""

from typing import Any

from django.db import transaction

from antiphon.channels import queries as channels
from antiphon.people.actions import note, permit
from antiphon.people.models import LatePolicy, Workspace
from antiphon.people.policy import By, Refused
from antiphon.publish.models import Hold, HoldScope
from antiphon.publish.states import State
from antiphon.publish.stopped import kept_by, parted
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


def hold_network(
    by: By, network: str, reason: str, *, afterwards: LatePolicy = LatePolicy.ASK
) -> list[Hold]:
    """Stop every channel that this workspace has on a network; other workspaces go on."""
    mine = channels.channels(by.workspace).filter(network=network)
    with transaction.atomic():
        return [hold(by, reason, afterwards=afterwards, channel=channel) for channel in mine]


def release(by: By, held: Hold, *, afterwards: LatePolicy | None = None) -> int:
    """Let a hold go; how many publications it had kept back.

    What becomes of those whose hour passed was said when it was set, unless it is said now.
    """
    permit(by, "stop.release", by.workspace if held.workspace_id else "")
    if held.workspace_id is None:
        raise Refused("Only who looks after the installation lets go of what stops all of it.")
    with transaction.atomic():
        kept = _release(held, by.workspace, LatePolicy(afterwards or held.afterwards))
        note(by, "stop.release", f"hold:{held.pk}", after={"kept": kept})
    return kept


def resume_everything(*, network: str = "") -> int:
    """The operator lets go of what `stop_everything` stopped."""
    standing = Hold.objects.filter(released_at=None, network=network)
    scopes = [HoldScope.NETWORK] if network else [HoldScope.INSTALLATION]
    return standing.filter(scope__in=scopes).update(released_at=clock.now())


def _release(held: Hold, workspace: Workspace, afterwards: LatePolicy) -> int:
    released = Hold.objects.filter(pk=held.pk, released_at=None)
    if not released.update(released_at=clock.now()):
        return 0
    kept, moment = kept_by(held, workspace), clock.now()
    count = kept.count()
    if afterwards == LatePolicy.LATE:
        kept.update(may_be_late=True)
        return count
    parts = parted(held, workspace, afterwards, moment)
    skipped = "Skipped: its hour passed during a hold."
    parts.skipped.update(state=State.CANCELLED, reason=skipped, remedy="skip", ended_at=moment)
    asked = "Its hour passed during a hold."
    parts.asked.update(state=State.MISSED, reason=asked, remedy="ask")
    return count
