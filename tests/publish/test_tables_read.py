"""Tables as people and programs write them are read, and what is none is named."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from antiphon.kernel.problem import BadInputError
from antiphon.publish.sheets import reading, times
from antiphon.publish.sheets.columns import CALLED, column

pytestmark = pytest.mark.promise("I5", "I6")

HEAD = "text,title,tags,campaign,at\n"
GOOD = HEAD + '"Hello, you",Größe,#cold drinks,Summer,2026-07-01T09:00\nBye,,,,\n'
SEMICOLONS = GOOD.replace(",", ";").replace('"Hello; you"', "Hello, you")


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (GOOD.encode(), "utf-8"),
        (GOOD.encode("utf-8-sig"), "utf-8"),
        (GOOD.encode("utf-16"), "utf-16"),
        (GOOD.encode("utf-16-le"), "utf-16-le"),
        (GOOD.encode("utf-16-be"), "utf-16-be"),
        (GOOD.encode("cp1252"), "cp1252"),
        (GOOD.replace("\n", "\r\n").encode(), "utf-8"),
        (GOOD.replace("\n", "\r").encode(), "utf-8"),
        (SEMICOLONS.encode(), "utf-8"),
    ],
    ids=["plain", "bom", "16", "16le", "16be", "old", "crlf", "cr", "semicolons"],
)
def test_tables_as_programs_write_them_are_read(raw: bytes, encoding: str) -> None:
    sheet = reading.read(raw)

    assert sheet.encoding == encoding
    assert [line for line, _cells in sheet.rows] == [2, 3]
    assert sheet.rows[0][1]["text"] == "Hello, you"
    assert sheet.rows[0][1]["title"] == "Größe"
    assert sheet.rows[1][1] == {"text": "Bye"}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Caption", "text"),
        ("Image URL", "media"),
        ("Posting Time", "at"),
        ("postAtSpecificTime (yyyy-MM-dd HH:mm:ss)", "at"),
        ("Beitragstext", "text"),
        ("Kanäle", "channels"),
        ("Uhrzeit", "time"),
        ("Fecha y hora", "at"),
        ("Zona horaria", "zone"),
        ("Descrição da imagem", "alt"),
        ("Agendado para", "at"),
        ("first_comment", "comment"),
        ("FOR: India", "for:India"),
        ("Views", ""),
    ],
)
def test_headings_are_known_in_four_languages(heading: str, name: str) -> None:
    assert column(heading) == name


def test_no_heading_means_two_things() -> None:
    names = [name for called in CALLED.values() for name in called]

    assert sorted(names) == sorted(set(names))


def test_three_columns_without_headings_are_hour_words_and_link() -> None:
    (_line, cells), *_rest = reading.read(b"12/24/2026 18:00,Hi,https://a.example\n").rows

    assert cells == {"at": "12/24/2026 18:00", "text": "Hi", "link": "https://a.example"}


@pytest.mark.promise("I7")
def test_a_formula_stays_a_text() -> None:
    (_line, cells) = reading.read(b'text\n"=HYPERLINK(""https://evil.example"")"\n').rows[0]

    assert cells["text"] == '=HYPERLINK("https://evil.example")'


def workbook(*rows: list[Any]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.close()
    return made.getvalue()


@pytest.mark.promise("I7")
def test_a_workbook_is_read_with_its_dates_numbers_and_formulas_as_text() -> None:
    at = datetime(2026, 12, 24, 18, 0)  # noqa: DTZ001 -- workbooks know no zones
    raw = workbook(["Text", "Date and time", "Title"], ["=1+1", at, 7], [], ["Bye"])

    sheet = reading.read(raw)

    assert sheet.encoding == "xlsx"
    assert sheet.rows == [
        (2, {"text": "=1+1", "at": "2026-12-24 18:00", "title": "7"}),
        (4, {"text": "Bye"}),
    ]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 100_000_001)
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "field", "rule"),
    [
        (b"", "rows.1", "columns"),
        (b"text\n", "rows", "empty"),
        (b"words\nHi\n", "rows.1", "columns"),
        (b"text,text\nHi,Ho\n", "rows.1", "columns"),
        ("text\nÉté\n".encode("latin-1") + b"\x81", "file", "encoding"),
        (b"text,title\nHi,Ho,Hu\n", "rows.2", "columns"),
        (b'text\n"Hi\n', "rows.2", "malformed"),
        (b"text\n" + b"x" * 200_000, "rows.2", "too_long"),
        (b"text\n" + b"Hi\n" * 5_001, "rows.5002", "too_many"),
        (b"text" + b",x" * 200 + b"\nHi\n", "rows.1", "too_many"),
        (b"x" * 10_000_001, "file", "too_large"),
        (b"PK\x03\x04 no workbook", "file", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "file", "kind"),
        (bomb(), "file", "too_large"),
    ],
    ids=range(14),
)
def test_what_is_no_table_of_posts_is_refused_with_its_place(
    raw: bytes, field: str, rule: str
) -> None:
    with pytest.raises(BadInputError) as wrong:
        reading.read(raw)

    assert [(problem.field, problem.rule) for problem in wrong.value.problems] == [(field, rule)]


@pytest.mark.parametrize(
    ("said", "month_first", "instant"),
    [
        ("2026-12-24 18:00", None, "2026-12-24T17:00"),
        ("2026-12-24T18:00:00Z", None, "2026-12-24T18:00"),
        ("24.12.2026 18:00", None, "2026-12-24T17:00"),
        ("24.12.26 18.00 Uhr", None, "2026-12-24T17:00"),
        ("24/12/2026 6:00 PM", None, "2026-12-24T17:00"),
        ("12/24/2026 18:00", None, "2026-12-24T17:00"),
        ("03/04/2026 09:00", True, "2026-03-04T08:00"),
        ("03/04/2026 09:00", False, "2026-04-03T07:00"),
        ("2026/12/24 6pm", None, "2026-12-24T17:00"),
    ],
)
def test_times_as_people_write_them(said: str, month_first: bool | None, instant: str) -> None:  # noqa: FBT001
    found = times.moment({"at": said}, "Europe/Berlin", month_first=month_first)

    assert found is not None
    assert found.instant.isoformat().startswith(instant)


@pytest.mark.promise("T1")
@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"at": "03/04/2026 09:00"}, "ambiguous"),
        ({"at": "2026-12-24"}, "hour_missing"),
        ({"date": "24.12.2026"}, "hour_missing"),
        ({"at": "31.02.2026 10:00"}, "not_a_time"),
        ({"at": "24.12.2026 25:00"}, "not_a_time"),
        ({"at": "tomorrow"}, "not_a_time"),
        ({"at": "2026-03-29 02:30"}, "does_not_exist"),
        ({"at": "2026-10-25 02:30"}, "twice"),
        ({"at": "2026-12-24 18:00", "zone": "Europe/Atlantis"}, "unknown_zone"),
        ({"at": "2026-12-24 18:00", "fold": "2"}, "range"),
    ],
)
def test_a_time_is_never_guessed(cells: dict[str, str], rule: str) -> None:
    with pytest.raises(BadInputError) as wrong:
        times.moment(cells, "Europe/Berlin", month_first=None)

    assert [problem.rule for problem in wrong.value.problems] == [rule]


def test_the_days_of_a_table_tell_their_order() -> None:
    def order(*days: str) -> bool | None:
        return times.month_first({"at": day} for day in days)

    assert order("03/04/2026 9:00", "24/12/2026 9:00") is False
    assert order("03/04/2026 9:00", "12/24/2026 9:00") is True
    assert order("24/12/2026 9:00", "12/24/2026 9:00") is None
    assert order("03/04/2026 9:00") is None
