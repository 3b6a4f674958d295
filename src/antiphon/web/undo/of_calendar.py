"""Undoing what was done in the calendar."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from antiphon.people.models import Member
from antiphon.plan.desk import actions as desk
from antiphon.plan.models import Note
from antiphon.publish.calendar import actions as calendar


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
