"""The weekly times of a channel."""

from collections.abc import Iterable
from datetime import time
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan import rhythm
from antiphon.plan.finding import found
from antiphon.plan.models import Slot

MOST = 7 * 24
"""Slots of one channel: more than one an hour is a flood, whatever the network allows."""


def set_slots(
    by: By, channel: Channel | UUID | str, times: Iterable[tuple[int, time]]
) -> list[Slot]:
    """Make these the channel's weekly times; those that stay keep their pause."""
    permit(by, "slot.write", channel if isinstance(channel, Channel) else str(channel))
    row = found(Channel, by.workspace, channel)
    wanted = _checked(times)
    with transaction.atomic():
        Channel.objects.select_for_update().get(pk=row.pk)
        standing = {(slot.weekday, slot.at): slot for slot in Slot.objects.filter(channel=row)}
        gone = [slot.pk for key, slot in standing.items() if key not in wanted]
        Slot.objects.filter(pk__in=gone).delete()
        Slot.objects.bulk_create(
            Slot(workspace=row.workspace, channel=row, weekday=weekday, at=at)
            for weekday, at in wanted
            if (weekday, at) not in standing
        )
        note(by, "slot.write", row, after={"slots": [f"{day} {at:%H:%M}" for day, at in wanted]})
    return list(Slot.objects.filter(channel=row).order_by("weekday", "at"))


def spread_slots(
    by: By, channel: Channel | UUID | str, *, per_week: int | None = None
) -> list[Slot]:
    """Give the channel weekly times at the frequency that its network bears well."""
    permit(by, "slot.write", channel if isinstance(channel, Channel) else str(channel))
    row = found(Channel, by.workspace, channel)
    usual = network(row.network).rhythm
    count = usual.per_week if per_week is None else per_week
    return set_slots(by, row, rhythm.spread(count, apart=usual.apart))


def pause_slot(by: By, slot: Slot | UUID | str, *, paused: bool = True) -> Slot:
    """Leave a weekly time out until it is taken up again."""
    permit(by, "slot.write", slot if isinstance(slot, Slot) else str(slot))
    row = found(Slot, by.workspace, slot)
    with transaction.atomic():
        row.paused = paused
        row.save(update_fields=["paused"])
        note(by, "slot.write", row, after={"paused": paused})
    return row


def _checked(times: Iterable[tuple[int, time]]) -> list[tuple[int, time]]:
    wanted = sorted({(day, at.replace(second=0, microsecond=0)) for day, at in times})
    if any(not 0 <= day <= 6 for day, _at in wanted):
        say = "A day of the week is a number from 0 for Monday to 6 for Sunday."
        raise BadInputError(Problem(field="weekday", rule="range", limit=6, say=say))
    if len(wanted) > MOST:
        say = f"A channel has at most {MOST} weekly times, not {len(wanted)}."
        raise BadInputError(
            Problem(field="slots", rule="too_many", actual=len(wanted), limit=MOST, say=say)
        )
    return wanted
