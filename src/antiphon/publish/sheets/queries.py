"""What can be asked about tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from antiphon.people.models import Workspace
from antiphon.plan.finding import found
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Import, ImportRow, RowState, SheetState
from antiphon.publish.sheets.wishing import Asked


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a table has come, in rows."""

    rows: int
    new: int
    good: int
    bad: int
    made: int

    @property
    def judged(self) -> int:
        """Of which we know whether they can be taken in."""
        return self.rows - self.new


def imports(workspace: Workspace) -> QuerySet[Import]:
    """All tables, the youngest first."""
    return Import.objects.filter(workspace=workspace).select_related("by__person").order_by("-id")


def sheet(workspace: Workspace, id: Import | UUID | str) -> Import:
    """One of them, or a sentence that there is none."""
    return found(Import, workspace, id)


def rows(sheet: Import, *states: RowState) -> QuerySet[ImportRow]:
    """Its rows in the order of the table."""
    mine = ImportRow.objects.filter(sheet=sheet).select_related("post").order_by("line")
    return mine.filter(state__in=states) if states else mine


def progress(sheet: Import) -> Progress:
    """How many rows are how far."""
    counts = dict(sheet.rows.values_list("state").annotate(n=Count("pk")).order_by())
    found = {state: counts.get(state, 0) for state in RowState.values}
    return Progress(rows=sum(counts.values()), **found)


def is_under_way(sheet: Import) -> bool:
    """Whether something is still being done with it."""
    return sheet.state in (SheetState.READING, SheetState.CONFIRMED)


def bad_rows(sheet: Import) -> tuple[list[str], Iterator[list[str]]]:
    """The rows that cannot be taken in, under the headings of the file, each with its reason.

    Put right and without the two added columns they can be brought again as they are.
    """
    columns = list(dict.fromkeys(name for _heading, name in sheet.headings if name))
    called = {name: heading for heading, name in reversed(sheet.headings) if name}
    head = [*(called[name] for name in columns), "line", "reason"]
    bad = rows(sheet, RowState.BAD).iterator()
    return head, (
        [*(row.cells.get(n, "") for n in columns), str(row.line), _why(row)] for row in bad
    )


def would_be(wanted: Asked) -> list[dict[str, Any]]:
    """What a row would become: for each channel its hour, or that it stands in the queue."""
    if wanted.is_draft:
        return []
    at = wanted.at.instant.isoformat() if wanted.at else ""
    return [
        {"channel": str(row.pk), "name": str(row), "network": row.network, "at": at}
        for row in wanted.channels
    ]


def lines_by_digest(sheet: Import) -> dict[str, int]:
    """The first line that says each thing, of the rows that were judged."""
    judged = ImportRow.objects.filter(sheet=sheet).exclude(digest="").order_by("-line")
    return dict(judged.values_list("digest", "line"))


def made_before(row: ImportRow) -> ImportRow | None:
    """The row of an earlier table that said the very same, unless its post was dropped since."""
    made = ImportRow.objects.filter(
        workspace=row.workspace_id, digest=row.digest, state=RowState.MADE, post__isnull=False
    )
    rows = made.exclude(post__state=PostState.DROPPED).exclude(pk=row.pk)
    return rows.select_related("sheet").first()


def _why(row: ImportRow) -> str:
    return " ".join(str(problem["say"]) for problem in row.problems)
