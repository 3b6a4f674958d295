"""Reads a table of posts from a CSV file: all of it, or what is wrong in which line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.plan import wording

COLUMNS = ("text", "title", "language", "link", "comment", "tags", "campaign")
BESIDES = ("at", "zone", "to")
"""Read and handed on: when and where, for whoever plans as well as drafts."""
MOST_ROWS, MOST_BYTES = 10_000, 20_000_000
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what to draft, and what was written besides."""

    line: int
    parts: dict[str, object]
    """For `actions.draft`; the campaign by its name."""
    besides: dict[str, str]
    wrong: tuple[Problem, ...]
    """What cannot be kept of it."""


def read(raw: bytes) -> list[Row]:
    """Every row with what is wrong in it; refused is only what is no such table."""
    lines = _lines(_text(raw))
    _number, head = next(lines, (1, []))
    columns = _columns(head)
    rows: list[Row] = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            say = f"The table has more than {MOST_ROWS} rows. Split it."
            raise BadInputError(Problem(field="rows", rule="too_many", limit=MOST_ROWS, say=say))
        rows.append(_row(line, columns, cells))
    if not rows:
        say = "The table has no rows below its first line."
        raise BadInputError(Problem(field="rows", rule="empty", say=say))
    return rows


def at_line(line: int, problems: list[Problem]) -> list[Problem]:
    """The same problems, said of a line of the table."""
    return [
        Problem(
            field=f"rows.{line}.{problem.field}",
            rule=problem.rule,
            say=f"Line {line}: {problem.say}",
            actual=problem.actual,
            limit=problem.limit,
        )
        for problem in problems
    ]


def _text(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        say = f"The file is too large: {len(raw)} of {MOST_BYTES} bytes. Split it."
        raise BadInputError(Problem(field="file", rule="too_large", limit=MOST_BYTES, say=say))
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        seen = raw[error.start : error.start + 1].hex()
        say = (
            f"The file is not {encoding.upper()}: byte {error.start + 1} is {seen}. "
            "Save it as CSV in UTF-8."
        )
        raise BadInputError(Problem(field="file", rule="encoding", actual=seen, say=say)) from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0].partition("\r")[0]
    comma = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        long = "field larger" in str(error)
        what = "a field is too long" if long else "the quotes do not match"
        rule = "too_long" if long else "malformed"
        say = f"Line {line}: {what}. Nothing was stored."
        raise BadInputError(Problem(field=f"rows.{line}", rule=rule, say=say)) from None


def _columns(head: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in head]
    known = (*COLUMNS, *BESIDES)
    strange = [name for name in columns if name not in known]
    if "text" not in columns or strange or len(set(columns)) < len(columns):
        seen = ", ".join(columns)[:200] or "nothing"
        say = f"The first line must name columns among {', '.join(known)}, with text. Seen: {seen}."
        raise BadInputError(Problem(field="rows.1", rule="columns", actual=seen, say=say))
    return columns


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    given = dict(zip(columns, cells, strict=False))
    parts: dict[str, object] = {name: given[name] for name in COLUMNS if given.get(name, "")}
    if "tags" in parts:
        parts["tags"] = [word.lstrip("#") for word in given["tags"].replace(",", " ").split()]
    return Row(
        line=line,
        parts=parts,
        besides={name: given.get(name, "") for name in BESIDES},
        wrong=(*_width(columns, cells), *wording.problems(parts)),
    )


def _width(columns: list[str], cells: list[str]) -> Iterator[Problem]:
    count, wanted = len(cells), len(columns)
    if count != wanted:
        say = f"There are {count} fields for {wanted} columns."
        yield Problem(field="fields", rule="columns", actual=count, limit=wanted, say=say)
