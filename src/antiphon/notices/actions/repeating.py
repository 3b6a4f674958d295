"""Telling again, trying out, stepping over."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from antiphon.notices.kinds import TRIAL
from antiphon.notices.models import Delivery, Hook
from antiphon.notices.states import TOLD, DeliveryState
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan.finding import found, named
from antiphon.work import clock
from antiphon.work.sweeps import wake

SWEEP = "notices.deliver"


def try_out(by: By, hook: Hook | UUID | str) -> Delivery:
    """Send it a trial, after whatever waits already."""
    permit(by, "webhook.write", named(hook))
    with transaction.atomic():
        row = Hook.objects.select_for_update().get(pk=found(Hook, by.workspace, hook).pk)
        row.last += 1
        row.save(update_fields=["last"])
        moment = clock.now()
        told = {"type": TRIAL, "timestamp": moment.isoformat(), "data": {"hook": str(row.pk)}}
        made = Delivery.objects.create(
            workspace=row.workspace, hook=row, number=row.last, kind=TRIAL, subject=row.pk,
            happened_at=moment, body=json.dumps(told, separators=(",", ":")),
        )  # fmt: skip
        _soon(row)
        note(by, "webhook.write", row, after={"tried": made.number})
    return made


def replay(by: By, delivery: Delivery | UUID | str) -> Delivery:
    """Tell it this once more; under the same id, so that a careful receiver takes it once."""
    permit(by, "webhook.write", named(delivery))
    row = found(Delivery, by.workspace, delivery)
    with transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.WAITING, taken_at=None)
        _soon(row.hook)
        note(by, "webhook.write", row.hook, after={"replayed": row.number})
    row.refresh_from_db()
    return row


def replay_since(by: By, hook: Hook | UUID | str, since: datetime) -> int:
    """Tell it all again that happened since then and is still kept; how many that is."""
    permit(by, "webhook.write", named(hook))
    row = found(Hook, by.workspace, hook)
    with transaction.atomic():
        again = Delivery.objects.filter(hook=row, happened_at__gte=since)
        count = again.update(state=DeliveryState.WAITING, taken_at=None)
        _soon(row)
        note(by, "webhook.write", row, after={"replayed since": since, "count": count})
    return count


def skip(by: By, delivery: Delivery | UUID | str) -> Delivery:
    """Step over what keeps the others waiting."""
    permit(by, "webhook.write", named(delivery))
    row = found(Delivery, by.workspace, delivery)
    with transaction.atomic():
        waiting = Delivery.objects.filter(pk=row.pk, state=DeliveryState.WAITING)
        if waiting.update(state=DeliveryState.SKIPPED):
            _soon(row.hook)
            note(by, "webhook.write", row.hook, after={"skipped": row.number})
    row.refresh_from_db()
    return row


def _soon(hook: Hook) -> None:
    Hook.objects.filter(pk=hook.pk, state__in=TOLD).update(due_at=clock.now())
    wake(SWEEP)
