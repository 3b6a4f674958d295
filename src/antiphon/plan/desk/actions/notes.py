"""Notes on the calendar."""

from datetime import date, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan import wording
from antiphon.plan.desk import naming
from antiphon.plan.finding import found, named
from antiphon.plan.models import Note

LONGEST = 500
LONGEST_RANGE = timedelta(days=366)


class Facts(TypedDict, total=False):
    """What a note is; what is left out stays."""

    begins_on: date
    ends_on: date
    text: str
    tint: int


def write_note(by: By, on: date, words: str, *, ends_on: date | None = None, tint: int = 1) -> Note:
    """Write something on a day, or on all days until another."""
    permit(by, "note.write")
    author = by if isinstance(by, Member) else None
    row = Note(workspace=by.workspace, author=author, begins_on=on)
    return _stored(by, row, {"ends_on": ends_on or on, "text": words, "tint": tint})


def change_note(by: By, given: Note | UUID | str, **facts: Unpack[Facts]) -> Note:
    """Other words, another day, another colour."""
    permit(by, "note.write", named(given))
    return _stored(by, found(Note, by.workspace, given), facts)


def _stored(by: By, row: Note, facts: Facts) -> Note:
    for name, value in facts.items():
        setattr(row, name, value)
    row.text = row.text.strip()
    row.tint = naming.tint(row.tint)
    _check(row)
    with transaction.atomic():
        row.save()
        told = {"text": row.text, "from": str(row.begins_on), "to": str(row.ends_on)}
        note(by, "note.write", row, after=told)
    return row


def _check(row: Note) -> None:
    wording.check({"text": row.text})
    if is_blank(row.text) or len(row.text) > LONGEST:
        say = f"A note has 1 to {LONGEST} characters, not {len(row.text)}."
        raise BadInputError(
            Problem(field="text", rule="length", actual=len(row.text), limit=LONGEST, say=say)
        )
    if not row.begins_on <= row.ends_on <= row.begins_on + LONGEST_RANGE:
        say = "A note ends on the day that it begins on, or later within a year."
        raise BadInputError(Problem(field="ends_on", rule="order", say=say))
