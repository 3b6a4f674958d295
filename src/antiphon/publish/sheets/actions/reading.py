"""Taking a table in to look at it, and judging it row by row; no post is made here."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem, Weight
from antiphon.kernel.window import zone as known_zone
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.finding import found
from antiphon.plan.models import Post
from antiphon.publish.actions.schedule import LIKELY_DUPLICATE, insist_on_time
from antiphon.publish.models import Import, ImportRow, Publication, RowState, SheetState
from antiphon.publish.sheets import queries, reading, times, wishing
from antiphon.publish.sheets.wishing import Asked, Surroundings
from antiphon.publish.states import State
from antiphon.tailor import actions as tailor
from antiphon.tailor.choosing import tellings
from antiphon.work import clock
from antiphon.work.sweeps import wake

READS, BATCH = "publish.import_reads", 50
HOLD = timedelta(minutes=2)
LONGEST_NAME = 200


def take_in_table(  # noqa: PLR0913 -- said by name
    by: Member,
    raw: bytes,
    name: str,
    *,
    zone: str = "",
    month_first: bool | None = None,
    channels: Iterable[Channel | UUID | str] = (),
) -> Import:
    """Keep a table to be judged; what is no table of posts is refused, and nothing is kept.

    `zone` counts for times that name none; `channels` for rows that name none.
    """
    _permit(by)
    where = [str(found(Channel, by.workspace, one).pk) for one in channels]
    chosen = known_zone(zone or by.workspace.time_zone).key
    table = reading.read(raw)
    said = times.month_first(cells for _line, cells in table.rows)
    with transaction.atomic():
        sheet = Import.objects.create(
            workspace=by.workspace,
            name=_shown(name),
            by=by,
            zone=chosen,
            month_first=said if month_first is None else month_first,
            channels=where,
            encoding=table.encoding,
            headings=table.headings,
            due_at=clock.now(),
        )
        ImportRow.objects.bulk_create(
            ImportRow(workspace=by.workspace, sheet=sheet, line=line, cells=_printable(cells))
            for line, cells in table.rows
        )
        note(by, "post.write", sheet, after={"import": sheet.name, "rows": len(table.rows)})
        wake(READS)
    return sheet


def read_rows() -> int:
    """Judge a batch of rows of every table that is being read."""
    sheets = Import.claim(4, HOLD, state=SheetState.READING)
    return sum(_read(sheet) for sheet in sheets)


def _read(sheet: Import) -> int:
    around, seen = Surroundings(sheet), queries.lines_by_digest(sheet)
    rows = list(sheet.rows.filter(state=RowState.NEW).select_related("sheet")[:BATCH])
    for row in rows:
        _judge(row, around, seen)
    fields = ["state", "problems", "due", "told", "digest"]
    ImportRow.objects.bulk_update(rows, fields)
    if sheet.rows.filter(state=RowState.NEW).exists():
        sheet.settle(due_at=clock.now())
    else:
        sheet.settle(due_at=None, state=SheetState.READ)
    return max(1, len(rows))


def _judge(row: ImportRow, around: Surroundings, seen: dict[str, int]) -> None:
    try:
        wanted = wishing.asked(row.cells, around)
        row.digest = wanted.digest
        problems = [*_doubles(row, wanted, seen), *_tried(around.sheet, wanted)]
        row.due = wanted.at.instant if wanted.at and not wanted.is_draft else None
        row.told = queries.would_be(wanted)
    except BadInputError as error:
        problems = [*error.problems]
    except AntiphonError as error:
        problems = [Problem(field="row", rule="refused", say=str(error))]
    row.problems = _once(problems)
    blocks = any(problem.weight is Weight.BLOCKS for problem in problems)
    row.state = RowState.BAD if blocks else RowState.GOOD


def _tried(sheet: Import, wanted: Asked) -> list[Problem]:
    """What its networks would say: told as it would be, and taken back at once."""
    if wanted.at and not wanted.is_draft:
        insist_on_time(wanted.at.instant)
    if wanted.is_draft or not wanted.channels:
        return [] if wanted.is_draft else [_NOWHERE]
    day = wanted.at.instant.date() if wanted.at else None
    with transaction.atomic():
        is_plain = not (wanted.files or wanted.told_to)
        # Only what hangs on a post in the database needs one, for a moment.
        post = (
            Post(workspace=sheet.workspace, **wanted.parts)
            if is_plain
            else drafted(sheet.by, wanted, {})
        )
        told = tellings(post, wanted.channels, on=day)
        problems = [problem for telling in told for problem in telling.problems()]
        transaction.set_rollback(True)
    return [*problems, *(_no_slots(wanted) if wanted.queue else [])]


def drafted(by: Member, wanted: Asked, fetched: dict[str, Any]) -> Post:
    """The draft of a row, with what it tells audiences; files from the web as they were fetched."""
    files = [(file.asset or fetched.get(file.url), file.alt) for file in wanted.files]
    post = plan.draft(by, assets=[(asset, alt) for asset, alt in files if asset], **wanted.parts)
    if wanted.told_to:
        tailor.tell_each(
            by,
            post,
            [
                {"channel": None, "audience": audience, "words": {"text": words}}
                for audience, words in wanted.told_to
            ],
        )
    return post


_NOWHERE = Problem(
    field="channels", rule="empty", say="Nobody would hear this: connect a channel first."
)


def _no_slots(wanted: Asked) -> list[Problem]:
    bare = [row for row in wanted.channels if not plans.slots(row).filter(paused=False).exists()]
    say = "{} has no weekly times yet. Set some, or give the row a time."
    return [Problem(field="at", rule="no_slots", say=say.format(row)) for row in bare]


def _doubles(row: ImportRow, wanted: Asked, seen: dict[str, int]) -> list[Problem]:
    """The same row before, here or in a table of earlier; and much the same on its way already."""
    if (line := seen.setdefault(row.digest, row.line)) != row.line:
        say = f"This says the very same as line {line}."
        return [Problem(field="row", rule="twice", actual=line, say=say)]
    if (before := queries.made_before(row)) is not None:
        say = f"This was taken in already, from “{before.sheet.name}”, line {before.line}."
        return [Problem(field="row", rule="known", say=say)]
    if wanted.at and _is_on_its_way(wanted):
        say = "The same words go to one of these channels within the hour already."
        return [Problem(field="text", rule="likely_duplicate", say=say, weight=Weight.WARNS)]
    return []


def _is_on_its_way(wanted: Asked) -> bool:
    at = wanted.at.instant if wanted.at else clock.now()
    near = (at - LIKELY_DUPLICATE, at + LIKELY_DUPLICATE)
    rows = Publication.objects.filter(channel__in=wanted.channels, planned_at__range=near)
    return (
        rows.filter(post__text=wanted.parts.get("text", "")).exclude(state=State.CANCELLED).exists()
    )


def _once(problems: list[Problem]) -> list[dict[str, object]]:
    """Each sentence once, however many channels say it."""
    return [problem.told() for problem in {problem.say: problem for problem in problems}.values()]


def _permit(by: Member) -> None:
    for action in ("post.write", "publication.schedule"):
        permit(by, action)


def _shown(name: str) -> str:
    readable = " ".join(name.split())[-LONGEST_NAME:] or "table"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in readable)


def _printable(cells: dict[str, str]) -> dict[str, str]:
    """JSON in PostgreSQL keeps no NUL; the row is refused for the sign that stands for it."""
    return {name: cell.replace("\x00", "\x01") for name, cell in cells.items()}
