"""Taking something off the desk, and putting it back as it was."""

from typing import Any
from uuid import UUID

from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan.finding import found, named
from antiphon.plan.models import HashtagGroup, Label, Note, PostLabel, Template

KINDS: dict[type[Model], str] = {
    Label: "label.write",
    Template: "template.write",
    HashtagGroup: "hashtags.write",
    Note: "note.write",
}
"""What can be removed, and whose it is to do so."""


def remove(by: By, kind: type[Model], given: Any | UUID | str) -> str:
    """Take it away; the answer is what `restore` needs to put it back.

    Whoever keeps the answer outside, on a page, signs it: it says what the row was.
    """
    permit(by, KINDS[kind], named(given))
    with transaction.atomic():
        row: Any = found(kind, by.workspace, given)
        besides = list(PostLabel.objects.filter(label=row)) if kind is Label else []
        kept: str = serializers.serialize("json", [row, *besides])
        note(by, KINDS[kind], row, before={"removed": kept})
        kind._default_manager.filter(pk=row.pk, workspace=by.workspace).delete()
    return kept


def restore(by: By, kept: str) -> Model:
    """Put back what `remove` took away; refused where its name or place is taken by now."""
    rows = _read(by, kept)
    first: Model = rows[0]
    permit(by, KINDS[type(first)], first)
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
            note(by, KINDS[type(first)], first, after={"restored": kept})
    except IntegrityError:
        say = "It cannot come back: it is there already, or another one took its name."
        raise BadInputError(Problem(field="undo", rule="moved_on", say=say)) from None
    return first


def _read(by: By, kept: str) -> list[Any]:
    try:
        rows: list[Any] = [one.object for one in serializers.deserialize("json", kept)]
    except DeserializationError:
        rows = []
    known = rows and type(rows[0]) in KINDS and all(type(row) is PostLabel for row in rows[1:])
    if not known or any(row.workspace_id != by.workspace.pk for row in rows):
        say = "This is nothing that was removed here."
        raise BadInputError(Problem(field="undo", rule="malformed", say=say))
    return rows
