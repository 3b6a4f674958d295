"""What a person decides about a table: take it in, stop, forget it."""

from uuid import UUID

from django.db import transaction

from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.plan.errors import NotNowError
from antiphon.plan.finding import found, named
from antiphon.publish.models import Import, RowState, SheetState
from antiphon.work import clock
from antiphon.work.sweeps import wake

MAKES = "publish.import_makes"
_CONFIRMED_FROM = (SheetState.READ, SheetState.STOPPED)


def confirm(by: Member, sheet: Import | UUID | str) -> Import:
    """Take every good row in, in the name of who says so; said again it changes nothing."""
    with transaction.atomic():
        row = _held(by, sheet)
        if row.state in (SheetState.CONFIRMED, SheetState.DONE):
            return row
        if row.state not in _CONFIRMED_FROM:
            raise NotNowError("The table is still being read. Wait for its report.")
        if not row.rows.filter(state=RowState.GOOD).exists():
            raise NotNowError("No row can be taken in. Put the table right and bring it again.")
        row.state, row.by, row.reason = SheetState.CONFIRMED, by, ""
        row.confirmed_at = row.due_at = clock.now()
        row.ended_at = None
        row.save(update_fields=["state", "by", "reason", "confirmed_at", "due_at", "ended_at"])
        note(by, "post.write", row, after={"state": row.state})
        wake(MAKES)
    return row


def stop(by: Member, sheet: Import | UUID | str) -> Import:
    """Take in nothing more; what was made stays, and the rest can be taken in later."""
    with transaction.atomic():
        row = _held(by, sheet)
        if row.state == SheetState.STOPPED:
            return row
        if row.state not in (SheetState.READING, SheetState.CONFIRMED):
            raise NotNowError("Nothing of this table is being done.")
        if row.state == SheetState.READING:
            row.rows.filter(state=RowState.NEW).update(state=RowState.BAD)
        row.state, row.due_at, row.ended_at = SheetState.STOPPED, None, clock.now()
        row.reason = f"Stopped by {by.person}."
        row.save(update_fields=["state", "due_at", "ended_at", "reason"])
        note(by, "post.write", row, after={"state": row.state})
    return row


def drop_table(by: Member, sheet: Import | UUID | str) -> None:
    """Forget a table and its report; posts that were made of it stay."""
    with transaction.atomic():
        row = _held(by, sheet)
        if row.state == SheetState.CONFIRMED:
            raise NotNowError("It is being taken in. Stop it first.")
        note(by, "post.write", row, before={"import": row.name})
        Import.objects.filter(pk=row.pk).delete()


def _held(by: Member, sheet: Import | UUID | str) -> Import:
    permit(by, "post.write", named(sheet))
    permit(by, "publication.schedule", named(sheet))
    row = found(Import, by.workspace, sheet)
    return Import.objects.select_for_update().get(pk=row.pk)
