"""Making posts of the rows of a table, each exactly once however often it is tried."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media import actions as media
from antiphon.people.actions import note
from antiphon.people.models import Member
from antiphon.people.policy import Engine, may
from antiphon.plan.desk import actions as desk
from antiphon.plan.models import Label
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.models import Import, ImportRow, RowState, SheetState
from antiphon.publish.sheets import wishing
from antiphon.publish.sheets.actions.reading import drafted
from antiphon.publish.sheets.wishing import Asked, Surroundings
from antiphon.work import clock

BATCH = 20
HOLD = timedelta(minutes=10)
"""Files may have to be fetched; who takes over after that finds each row made or not made."""


def make_rows() -> int:
    """Make a batch of rows of every table that was confirmed."""
    return sum(_make(sheet) for sheet in Import.claim(4, HOLD, state=SheetState.CONFIRMED))


def _make(sheet: Import) -> int:
    by = Member.objects.select_related("workspace", "person").get(pk=sheet.by_id)
    if not all(may(by, action) for action in ("post.write", "publication.schedule")):
        _end(sheet, SheetState.STOPPED, f"{by.person} may not publish here any more.")
        return 1
    around = Surroundings(sheet)
    rows = list(sheet.rows.filter(state=RowState.GOOD)[:BATCH])
    for row in rows:
        _made(by, row, around)
    if sheet.rows.filter(state=RowState.GOOD).exists():
        sheet.settle(due_at=clock.now())
    else:
        _end(sheet, SheetState.DONE)
    return max(1, len(rows))


def _made(by: Member, row: ImportRow, around: Surroundings) -> None:
    try:
        wanted = wishing.asked(row.cells, around)
        fetched = {
            file.url: media.fetch(by, file.url, alt=file.alt) for file in wanted.files if file.url
        }
        _once(by, row, wanted, fetched)
    except BadInputError as error:
        _refuse(row, *error.problems)
    except AntiphonError as error:
        _refuse(row, Problem(field="row", rule="refused", say=str(error)))


def _once(by: Member, row: ImportRow, wanted: Asked, fetched: dict[str, Any]) -> None:
    """The post, and that it was made, in one transaction under the lock of table and row."""
    with transaction.atomic():
        sheet = Import.objects.select_for_update().get(pk=row.sheet_id)
        mine = ImportRow.objects.select_for_update().get(pk=row.pk)
        if mine.state != RowState.GOOD or sheet.state != SheetState.CONFIRMED:
            return
        post = drafted(by, wanted, fetched)
        for name in wanted.labels:
            desk.label_posts(by, _label(by, name), [post])
        if not wanted.is_draft:
            agenda.ask_for(by, post, wanted.channels, at=wanted.at, queue=wanted.queue)
        mine.state, mine.post, mine.problems = RowState.MADE, post, []
        mine.save(update_fields=["state", "post", "problems"])


def _label(by: Member, name: str) -> Label:
    row = Label.objects.filter(workspace=by.workspace, name__iexact=name).first()
    return row or desk.make_label(by, name)


def _refuse(row: ImportRow, *problems: Problem) -> None:
    told = [problem.told() for problem in problems]
    ImportRow.objects.filter(pk=row.pk, state=RowState.GOOD).update(
        state=RowState.BAD, problems=told
    )


def _end(sheet: Import, state: SheetState, reason: str = "") -> None:
    with transaction.atomic():
        if sheet.settle(due_at=None, state=state, reason=reason, ended_at=clock.now()):
            by = Engine(sheet.workspace, "import")
            note(by, "post.write", sheet, after={"state": state, "reason": reason})
