"""Tables that leave: a cell that a spreadsheet would run stays a text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import regex
import xlsxwriter

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import local
from antiphon.people.models import Workspace
from antiphon.publish.calendar.queries import EVERYTHING, picked
from antiphon.publish.calendar.values import Wanted
from antiphon.publish.models import Publication

Cell = str | int | float
LONGEST_PERIOD = timedelta(days=3 * 366)
MOST_ROWS = 100_000
HEAD = (
    *("publication", "post", "state", "network", "channel", "audience", "at", "zone", "at_utc"),
    *("sent_utc", "live_utc", "title", "text", "link", "campaign", "labels", "url", "author"),
    *("attempts", "reason"),
)
# What spreadsheets take for a formula (OWASP, CSV Injection, read on 28 November 2026); behind
# another separator too, because a program may part the cells where another country does.
_RUNS = regex.compile(r"^(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])|(?<=[,;|\t\n\r])(?=[=+\-@])")
_UNWRITABLE = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(cell: Cell) -> Cell:
    """The cell as no spreadsheet runs it: a text gets a quote before what would be a formula."""
    return _RUNS.sub("'", _UNWRITABLE.sub("\ufffd", cell)) if isinstance(cell, str) else cell


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The table line by line in UTF-8 with its mark, as spreadsheets of every country open it."""
    yield b"\xef\xbb\xbf"
    for cells in chain([head], rows):
        yield _line(cells)


def as_workbook(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook: texts are written as texts, numbers as numbers."""
    made = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, cells in enumerate(chain([head], rows)):
            for place, cell in enumerate(cells):
                _write(sheet, number, place, cell)
    return made.getvalue()


def publications(
    workspace: Workspace, begin: datetime, end: datetime, wanted: Wanted = EVERYTHING
) -> Iterator[list[Cell]]:
    """Every publication planned in a period, as `HEAD` names its cells; or some of them."""
    if not begin < end <= begin + LONGEST_PERIOD:
        say = f"A period ends after it begins, and lasts at most {LONGEST_PERIOD.days} days."
        raise BadInputError(Problem(field="end", rule="range", limit=LONGEST_PERIOD.days, say=say))
    rows = Publication.objects.filter(
        workspace=workspace, planned_at__gte=begin, planned_at__lt=end
    ).select_related("channel", "audience", "post__campaign", "link", "by__person")
    found = picked(rows, wanted).prefetch_related("post__labels").order_by("planned_at", "pk")
    return (_cells(row) for row in found[:MOST_ROWS].iterator(chunk_size=1_000))


def _cells(row: Publication) -> list[Cell]:
    first = row.steps[0] if row.steps else {}
    zone = row.zone or row.channel.time_zone
    post = row.post
    return [
        *(str(row.pk), str(row.post_id), row.state, row.network, str(row.channel)),
        *(str(row.audience or ""), f"{local(row.planned_at, zone):%Y-%m-%d %H:%M}", zone),
        *(_utc(row.planned_at), _utc(row.sent_at), _utc(row.live_at)),
        *(first.get("title", ""), "\n\n".join(step.get("text", "") for step in row.steps)),
        *(post.link, post.campaign.name if post.campaign else ""),
        *(", ".join(sorted(one.name for one in post.labels.all())), row.url),
        *(str(row.by.person) if row.by else "", row.tries, row.reason),
    ]


def _utc(at: datetime | None) -> str:
    return f"{local(at, 'UTC'):%Y-%m-%d %H:%M:%S}" if at else ""


def _line(cells: Sequence[Cell]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, quoting=csv.QUOTE_NONNUMERIC).writerow([harmless(cell) for cell in cells])
    return made.getvalue().encode()


def _write(sheet: Any, number: int, place: int, cell: Cell) -> None:
    if isinstance(cell, str):
        # 32,767 is all that a cell of a workbook holds (Excel, November 2026).
        sheet.write_string(number, place, _UNWRITABLE.sub("\ufffd", cell)[:32_767])
    else:
        sheet.write_number(number, place, cell)
