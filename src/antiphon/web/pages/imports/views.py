"""All tables, and one with its report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.connect.network import Network
from antiphon.connect.registry import network
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.publish.models import Import, ImportRow, RowState, SheetState
from antiphon.publish.sheets import leaving, queries
from antiphon.web.answer import Part, part
from antiphon.web.request import in_workspace, is_part
from antiphon.web.shown.states import Look

SHOWN, A_PAGE = 20, 50
PICKS = {
    "wrong": (RowState.BAD,),
    "good": (RowState.GOOD, RowState.MADE),
    "all": (),
}


ROWS: dict[str, tuple[str, str, Any]] = {
    RowState.NEW: ("draft", "clock", _lazy("Not judged yet")),
    RowState.GOOD: ("scheduled", "check", _lazy("Can be taken in")),
    RowState.BAD: ("refused", "refused", _lazy("Cannot be taken in as it is")),
    RowState.MADE: ("live", "live", _lazy("Taken in")),
}
TABLES: dict[str, Any] = {
    SheetState.READING: _lazy("Being read"),
    SheetState.READ: _lazy("Read, and nothing kept yet"),
    SheetState.CONFIRMED: _lazy("Being taken in"),
    SheetState.DONE: _lazy("Taken in"),
    SheetState.STOPPED: _lazy("Stopped"),
}


@dataclass(frozen=True, slots=True)
class Hour:
    """Where and when a row would go out."""

    name: str
    network: Network
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the report."""

    row: ImportRow
    text: str
    hours: list[Hour]

    @property
    def look(self) -> Look:
        """Its state as a colour, an icon and a word."""
        return Look(*ROWS[self.row.state])


@require_safe
@in_workspace
def imports(request: HttpRequest, by: Member) -> HttpResponse:
    """What was brought, the youngest first, and where to bring more."""
    return render(request, "web/pages/imports/page.html", bringing(by))


def bringing(by: Member, **more: Any) -> dict[str, Any]:
    """What the page needs on which a table is brought."""
    permit(by, "post.write")
    rows = [(row, TABLES[row.state]) for row in queries.imports(by.workspace)[:SHOWN]]
    told = {"rows": rows, "channels": channels.channels(by.workspace)}
    return told | {"columns": _columns()} | more


@require_safe
@in_workspace
def sheet(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """One table: how far it has come, and its report."""
    permit(by, "post.write")
    wants = report(queries.sheet(by.workspace, pk), request)
    if is_part(request):
        return part(request, Part("web/pages/imports/sheet.html", wants))
    return render(request, "web/pages/imports/one.html", wants)


@require_safe
@in_workspace
def wrong(_request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """The rows that cannot be taken in, each with its reason, to be put right and brought again."""
    permit(by, "post.write")
    head, rows = queries.bad_rows(queries.sheet(by.workspace, pk))
    return HttpResponse(
        leaving.as_csv(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="wrong-rows-{pk}.csv"'},
    )


def report(row: Import, request: HttpRequest) -> dict[str, Any]:
    """How far a table has come, and a page of its rows."""
    progress = queries.progress(row)
    pick = request.GET.get("show", "wrong" if progress.bad else "all")
    pick = pick if pick in PICKS else "all"
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < int(number) <= 1_000 else 1
    skip = (page - 1) * A_PAGE
    rows = list(queries.rows(row, *PICKS[pick])[skip : skip + A_PAGE + 1])
    return {
        "sheet": row,
        "word": TABLES[row.state],
        "progress": progress,
        "under_way": queries.is_under_way(row),
        "is_done": row.state == SheetState.DONE,
        "can_confirm": row.state in (SheetState.READ, SheetState.STOPPED) and progress.good > 0,
        "lines": [_line(one) for one in rows[:A_PAGE]],
        "pick": pick,
        "picks": _picks(progress),
        "before": page - 1,
        "after": page + 1 if len(rows) > A_PAGE else 0,
    }


def _picks(progress: queries.Progress) -> list[tuple[str, str, int]]:
    return [
        ("wrong", _("Wrong"), progress.bad),
        ("good", _("Right"), progress.good + progress.made),
        ("all", _("All"), progress.rows),
    ]


def _line(row: ImportRow) -> Line:
    words = row.cells.get("title") or row.cells.get("text") or ""
    return Line(row, " ".join(str(words).split())[:200], [_hour(one) for one in row.told])


def _hour(told: dict[str, Any]) -> Hour:
    at = datetime.fromisoformat(told["at"]) if told.get("at") else None
    return Hour(told.get("name", ""), network(told["network"]), at)


def _columns() -> tuple[tuple[str, str], ...]:
    """What a table may hold, in words."""
    return (
        ("text", _("The words; alone it is enough.")),
        ("channels", _("Handles, names or whole networks, apart by commas; empty: all channels.")),
        ("at", _("Like 2026-12-24 18:00; empty: each channel’s next free slot.")),
        ("zone", _("The time zone of that time, like Europe/Berlin.")),
        ("state", _("“draft” for a row that shall get no hour.")),
        ("title, link, comment, campaign, labels, tags, language", _("As in Compose.")),
        ("media, alt", _("Names of files you have here, or addresses, and what they show.")),
    )
