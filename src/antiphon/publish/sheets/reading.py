"""Reads a table from the bytes of a file: its headings and its rows, or what is wrong with it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.publish.sheets import workbook
from antiphon.publish.sheets.columns import AT, LINK, TEXT, column
from antiphon.publish.sheets.times import is_time

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 10_000_000, 5_000, 100
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_COMMAS = ",;\t|"
_UNNAMED = (AT, TEXT, LINK)
"""The columns of a file that has three and names none."""

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: nothing of it is judged yet."""

    encoding: str
    headings: list[tuple[str, str]]
    """Each as it is called, and the column that we take it for; empty: we do not use it."""
    rows: list[tuple[int, dict[str, str]]]
    """The line on which each begins, and its cells by our columns."""


def read(raw: bytes) -> Sheet:
    """The table in a file of comma separated values or in the first sheet of a workbook."""
    _refuse_size(raw)
    if workbook.is_one(raw):
        return _sheet("xlsx", workbook.lines(raw, MOST_ROWS + 1, MOST_COLUMNS + 1))
    encoding, text = decoded(raw)
    return _sheet(encoding, _lines(text))


def decoded(raw: bytes) -> tuple[str, str]:
    """The text and what it was written in; Windows' old Latin where it is no Unicode."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    encoding = encoding or _unmarked(raw)
    try:
        return encoding.removesuffix("-sig"), raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _no_letter(raw, encoding, error) from None
    try:
        return "cp1252", raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _no_letter(raw, "utf-8 nor in cp1252", error) from None


def _no_letter(raw: bytes, encoding: str, error: UnicodeDecodeError) -> BadInputError:
    line = raw[: error.start].count(b"\n") + 1
    seen = raw[error.start : error.start + 1].hex()
    say = f"Line {line}: byte {seen} is no letter in {encoding.upper()}. Save the file in UTF-8."
    return BadInputError(Problem(field="file", rule="encoding", actual=seen, say=say))


def _unmarked(raw: bytes) -> str:
    """UTF-16 without its mark has a zero in every other byte of plain letters."""
    start = raw[:200]
    if start[1::2].count(0) * 2 > len(start[1::2]) > 0:
        return "utf-16-le"
    if start[::2].count(0) * 2 > len(start[::2]) > 0:
        return "utf-16-be"
    return "utf-8"


def _lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_comma(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        long = "field larger" in str(error)
        say = "a field is too long" if long else "the quotes do not match"
        raise _refused(line, "too_long" if long else "malformed", say) from None


def _comma(text: str) -> str:
    """What parts the cells of the first line, quoted ones left out."""
    first = "".join(text.partition("\n")[0].partition("\r")[0].split('"')[::2])
    return max(_COMMAS, key=first.count)


def _sheet(encoding: str, lines: Iterator[Line]) -> Sheet:
    first, cells = next(lines, (1, []))
    named = [(cell.strip(), column(cell)) for cell in cells[:MOST_COLUMNS]]
    rows = list(_filled(lines))
    if len(cells) == len(_UNNAMED) and is_time(cells[0]):
        named = [(name, name) for name in _UNNAMED]
        rows.insert(0, (first, cells))
    _refuse_headings(named, len(cells))
    if not rows:
        say = "The table has no rows below its first line."
        raise BadInputError(Problem(field="rows", rule="empty", say=say))
    return Sheet(encoding, named, [(line, _cells(line, named, row)) for line, row in rows])


def _filled(lines: Iterator[Line]) -> Iterator[Line]:
    count = 0
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise _refused(line, "too_many", f"a table has at most {MOST_ROWS} rows; split it")
        yield line, cells


def _cells(line: int, named: list[tuple[str, str]], row: list[str]) -> dict[str, str]:
    if any(cell.strip() for cell in row[len(named) :]):
        say = f"there are {len(row)} fields for {len(named)} columns"
        raise _refused(line, "columns", say)
    found: dict[str, str] = {}
    for (_heading, name), cell in zip(named, row, strict=False):
        if name and cell.strip():
            # Several columns of one kind (a first picture, a second) are one cell of several lines.
            found[name] = f"{found[name]}\n{cell}" if name in found else cell
    return found


def _refuse_headings(named: list[tuple[str, str]], count: int) -> None:
    taken = [name for _heading, name in named if name]
    if count > MOST_COLUMNS:
        raise _refused(1, "too_many", f"a table has at most {MOST_COLUMNS} columns, not {count}")
    if TEXT not in taken:
        seen = ", ".join(heading for heading, _name in named)[:200] or "nothing"
        say = f"no column is called “text” or the like. Seen: {seen}"
        raise _refused(1, "columns", say)
    if double := sorted({name for name in taken if name != "media" and taken.count(name) > 1}):
        raise _refused(1, "columns", f"several columns stand for “{double[0]}”; keep one")


def _refuse_size(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        say = f"The file is too large: {len(raw)} of {MOST_BYTES} bytes. Split it."
        raise BadInputError(
            Problem(field="file", rule="too_large", actual=len(raw), limit=MOST_BYTES, say=say)
        )


def _refused(line: int, rule: str, say: str) -> BadInputError:
    whole = f"Line {line}: {say}. Nothing was stored."
    return BadInputError(Problem(field=f"rows.{line}", rule=rule, say=whole))
