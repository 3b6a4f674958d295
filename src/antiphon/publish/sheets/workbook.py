"""Reads the first sheet of a workbook row by row; formulas stay the text that somebody typed."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from antiphon.kernel.problem import BadInputError, Problem

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 100_000_000
_BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError),
    *(KeyError, ValueError, TypeError, OSError, IndexError, EOFError, AttributeError),
)
"""What openpyxl raises on a file that only looks like a workbook."""


def is_one(raw: bytes) -> bool:
    """Whether it is a workbook; one of the old kind is refused."""
    if raw.startswith(_OLD):
        say = "Workbooks of the old kind (.xls) are not read. Save it as XLSX or CSV."
        raise BadInputError(Problem(field="file", rule="kind", say=say))
    return raw.startswith(_ZIP)


def lines(raw: bytes, most_rows: int, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number, as text."""
    _refuse_bomb(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_row=most_rows + 1, max_col=most_columns)
        for number, cells in enumerate(rows, 1):
            yield number, _bare([_text(cell) for cell in cells])
    except _BROKEN as error:
        say = "The file is damaged or no workbook. Save it again as XLSX or CSV."
        raise BadInputError(Problem(field="file", rule="damaged", say=say)) from error


def _refuse_bomb(raw: bytes) -> None:
    try:
        unpacked = sum(item.file_size for item in zipfile.ZipFile(io.BytesIO(raw)).infolist())
    except zipfile.BadZipFile:
        unpacked = 0  # said better where it is opened
    if unpacked > MOST_UNPACKED:
        say = (
            f"The workbook unpacks to {unpacked} bytes, more than {MOST_UNPACKED}. Save it as CSV."
        )
        raise BadInputError(
            Problem(field="file", rule="too_large", actual=unpacked, limit=MOST_UNPACKED, say=say)
        )


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def _bare(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
