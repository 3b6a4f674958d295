"""Undoing what was done in the calendar and in the queue."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan.desk import actions as desk
from antiphon.plan.models import Note
from antiphon.publish.calendar import actions as calendar
from antiphon.publish.queue import actions as queue


def move_back(by: Member, facts: Mapping[str, Any]) -> None:
    """Everything at the hour that it had."""
    calendar.undo(by, facts["before"])


def change_note(by: Member, facts: Mapping[str, Any]) -> None:
    """The note as it was."""
    days = {name: date.fromisoformat(facts[name]) for name in ("begins_on", "ends_on")}
    desk.change_note(by, facts["id"], text=facts["text"], tint=facts["tint"], **days)


def restore_note(by: Member, facts: Mapping[str, Any]) -> None:
    """The note again."""
    desk.restore(by, facts["kept"])


def remove_note(by: Member, facts: Mapping[str, Any]) -> None:
    """No note any more."""
    desk.remove(by, Note, facts["id"])


def order_back(by: Member, facts: Mapping[str, Any]) -> None:
    """The queue in the order that it had."""
    queue.reorder(by, facts["channel"], facts["order"])


def pin_back(by: Member, facts: Mapping[str, Any]) -> None:
    """Pinned or floating, as it was."""
    queue.pin(by, facts["id"], pinned=facts["pinned"])


def slots_back(by: Member, facts: Mapping[str, Any]) -> None:
    """The weekly times as they were, with their pauses."""
    times = {(day, time.fromisoformat(at)): paused for day, at, paused in facts["slots"]}
    for slot in plan.set_slots(by, facts["channel"], times):
        if slot.paused != times[slot.weekday, slot.at]:
            plan.pause_slot(by, slot, paused=not slot.paused)
