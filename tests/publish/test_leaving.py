"""Tables and calendars that leave: whole, and harmless wherever they are opened."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Member
from antiphon.plan.outside import actions as outside
from antiphon.publish.models import Publication
from antiphon.publish.sheets import feed, leaving, showing
from antiphon.publish.states import State
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db

BEGIN, END = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
AT = datetime(2027, 7, 1, 7, 30, tzinfo=UTC)
FORMULAS = [
    '=HYPERLINK("https://evil.example")', "+1+1", "-2+3|cmd", "@SUM(1)", "\t=1", "\r=1",
    "\uff1d1+1", "a;=1+1", "a\n=1+1",
]  # fmt: skip


@pytest.fixture
def by() -> Member:
    """Whose tables they are."""
    return a.member()


def planned(by: Member, *texts: str, **given: Any) -> Publication:
    channel = given.pop("channel", None) or a.channel(workspace=by.workspace, name="Fizz")
    facts: dict[str, Any] = {"planned_at": AT, "due_at": AT, "zone": "Europe/Berlin"} | given
    return world.publication_on(channel, *texts, **facts)


def as_read(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.mark.promise("S21")
@pytest.mark.promise("I7")
@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_leaves_as_a_text(text: str) -> None:
    (row,) = as_read(b"".join(leaving.as_csv(["text", "n"], [[text, -5]])))

    starts = [part[:1] for part in row["text"].replace(";", "\n").splitlines() if part]
    assert not {"=", "+", "-", "@", "\t", "\r", "\uff1d"} & set(starts)
    assert row["text"].replace("'", "") == text
    assert row["n"] == "-5"


@pytest.mark.promise("I7")
def test_numbers_stay_numbers_and_words_words() -> None:
    raw = b"".join(leaving.as_csv(["a", "b"], [[7, "7"], [-1.5, 'plain, with "quotes"']]))

    assert raw.splitlines()[1:] == [b'7,"7"', b'-1.5,"plain, with ""quotes"""']


@pytest.mark.promise("S21")
@pytest.mark.promise("I7")
@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_keeps_a_formula_as_a_text(text: str) -> None:
    book = load_workbook(io.BytesIO(leaving.as_workbook(["text", "n"], [[text, 5]])))
    cell, number = book.worksheets[0][2]

    assert (cell.data_type, number.value, number.data_type) == ("s", 5, "n")


def test_a_period_leaves_with_everything_about_each_publication(by: Member) -> None:
    planned(by, "Hello", "and more")
    planned(by, "Another year", planned_at=END, due_at=END)
    planned(a.member(), "Another workspace")

    (row,) = as_read(
        b"".join(leaving.as_csv(leaving.HEAD, leaving.publications(by.workspace, BEGIN, END)))
    )

    assert row["text"] == "Hello\n\nand more"
    assert (row["at"], row["zone"], row["at_utc"]) == (
        "2027-07-01 09:30", "Europe/Berlin", "2027-07-01 07:30:00",
    )  # fmt: skip


@pytest.mark.promise("I5", "I6")
@pytest.mark.parametrize("end", [BEGIN, BEGIN - timedelta(days=1), BEGIN + timedelta(days=3_000)])
def test_a_period_has_an_end_after_its_begin(by: Member, end: datetime) -> None:
    with pytest.raises(BadInputError):
        leaving.publications(by.workspace, BEGIN, end)


def calendar_of(by: Member) -> tuple[bytes, Any]:
    raw = feed.calendar("Fizz", showing.everything(by.workspace, BEGIN, END))
    return raw, Calendar.from_ical(raw)


def test_a_calendar_has_stable_names_right_zones_and_folded_lines(by: Member) -> None:
    row = planned(by, "Grüße, an; alle\n" + "lang " * 60 + "\x07")

    raw, calendar = calendar_of(by)

    (event,) = calendar.walk("VEVENT")
    assert str(event["uid"]).startswith(str(row.pk))
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event["dtstart"].dt.astimezone(UTC) == AT
    assert event["dtstamp"].dt == row.made_at.replace(microsecond=0)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw == calendar_of(by)[0]


@pytest.mark.parametrize(
    ("state", "status"), [(State.WAITING, "CONFIRMED"), (State.HELD, "TENTATIVE"), (None, None)]
)
def test_a_calendar_says_how_sure_an_event_is(
    by: Member, state: State | None, status: str | None
) -> None:
    held = {"due_at": None} if state is not State.WAITING else {}
    planned(by, "Hi", state=state or State.CANCELLED, **held)

    events = calendar_of(by)[1].walk("VEVENT")

    assert [str(event["status"]) for event in events] == [status] * bool(state)


@pytest.mark.promise("L3")
def test_a_link_shows_what_was_chosen_and_nothing_else(by: Member) -> None:
    mine = a.channel(workspace=by.workspace)
    planned(by, "Shown", channel=mine)
    planned(by, "Not this channel")
    view, _token = outside.share_calendar(by, channels=[mine], shows=["text"])

    (entry,) = showing.entries(view, BEGIN, END)

    assert (entry.text, entry.state, entry.files) == ("Shown", "", ())
    view.filters = {"shows": []}
    assert {one.text for one in showing.entries(view, BEGIN, END)} == {""}
