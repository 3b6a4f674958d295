"""Reads a table of posts from a file: rows with their numbers, or one sentence on what it is."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem

COLUMNS = (
    *("text", "title", "link", "at", "zone", "fold", "to"),
    *("language", "comment", "campaign", "tags", "media"),
)
FOR = "for:"
MOST_ROWS, MOST_BYTES = 1_000, 20_000_000
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))

Row = tuple[int, dict[str, str]]


def read(path: Path) -> list[Row]:
    """Every row that is not empty, with the number of the line on which it begins."""
    lines = _lines(_text(path))
    _number, head = next(lines, (1, []))
    columns = _columns(head)
    found: list[Row] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            say = f"There are {len(cells)} fields for {len(columns)} columns."
            raise _refused(number, "columns", say)
        found.append((number, dict(zip(columns, cells, strict=False))))
    if not found:
        raise _refused(1, "empty", "The table has no rows below its first line.")
    if len(found) > MOST_ROWS:
        say = f"The table has {len(found)} rows; at most {MOST_ROWS}. Split it."
        raise _refused(found[MOST_ROWS][0], "too_many", say)
    return found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise AntiphonError(f"{path} cannot be read: {error.strerror}.") from None
    if len(raw) > MOST_BYTES:
        raise AntiphonError(f"{path} is larger than {MOST_BYTES} bytes. Split it.")
    encoding = next((name for mark, name in MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        around = raw[max(0, error.start - 10) : error.start + 10].decode("latin-1")
        say = (
            f"{path.name} is not {encoding.upper()}: byte {raw[error.start]:02x} on line {line}, "
            f"near “{' '.join(around.split())}”, as Latin-1 would write it. Save it in UTF-8."
        )
        raise BadInputError(Problem(field="file", rule="encoding", say=say)) from None


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
        say = "A field is too long." if long else "The quotes do not match."
        raise _refused(line, "malformed", say) from None


def _columns(head: list[str]) -> list[str]:
    columns = [_column(cell) for cell in head]
    strange = [name for name in columns if name not in COLUMNS and not name.startswith(FOR)]
    if "text" not in columns or strange or len(set(columns)) < len(columns):
        seen = ", ".join(columns)[:200] or "nothing"
        say = (
            f"The first line names columns among {', '.join(COLUMNS)} and for:AUDIENCE, each once, "
            f"with text. Seen: {seen}."
        )
        raise _refused(1, "columns", say)
    return columns


def _column(cell: str) -> str:
    name = cell.strip()
    if name.lower().startswith(FOR):
        return FOR + name[len(FOR) :].strip()
    return name.lower()


def _refused(number: int, rule: str, say: str) -> BadInputError:
    return BadInputError(
        Problem(field=f"rows.{number}", rule=rule, say=f"Line {number}: {say} Nothing was stored.")
    )
