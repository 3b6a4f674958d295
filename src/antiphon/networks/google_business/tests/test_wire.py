"""Their JSON and our values, without a server."""

from datetime import UTC, datetime
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, LookFirst
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.values import PostType
from antiphon.networks.google_business import NETWORK, reviews, schedule, wire
from antiphon.networks.google_business.tests.town import DATED, event, offer, parcel

AT = datetime(2026, 11, 21, 10, 28, 8, tzinfo=UTC)


def test_a_schedule_names_all_four_parts() -> None:
    told = schedule.event("Tasting", DATED)

    assert told["schedule"] == {
        "startDate": {"year": 2026, "month": 12, "day": 24},
        "startTime": {"hours": 18, "minutes": 0, "seconds": 0, "nanos": 0},
        "endDate": {"year": 2026, "month": 12, "day": 24},
        "endTime": {"hours": 22, "minutes": 30, "seconds": 0, "nanos": 0},
    }


@pytest.mark.parametrize(
    ("repeats", "pattern"),
    [
        ("daily", {"dailyPattern": {}}),
        ("weekly", {"weeklyPattern": {"daysOfWeek": ["THURSDAY"]}}),
        ("monthly", {"monthlyPattern": {"dayOfMonth": 24}}),
    ],
)
def test_an_event_comes_back_by_the_day_on_which_it_begins(
    repeats: str, pattern: dict[str, Any]
) -> None:
    told = schedule.event("T", {**DATED, "repeats": repeats, "repeats_until": "2027-02-01"})

    assert told["recurrenceInfo"] == {"seriesEndTime": "2027-02-02T00:00:00Z", **pattern}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"starts": "2026-12-24T18:00"},
        {"starts": "soon", "ends": "2026-12-24T18:00"},
        {"starts": DATED["ends"], "ends": DATED["starts"]},
        {**DATED, "repeats": "daily"},
        {**DATED, "repeats": "daily", "repeats_until": "2026-12-24"},
    ],
)
def test_times_that_make_no_sense_are_told_before_anything_leaves(options: dict[str, str]) -> None:
    with pytest.raises(ChangeIt):
        schedule.event("T", options)


def test_events_and_offers_need_their_times_and_updates_do_not() -> None:
    assert problems(event(), NETWORK) == problems(offer(), NETWORK) == []
    bare = parcel(type=PostType.OFFER, title="Two for one")

    assert {one.field for one in problems(bare, NETWORK)} == {"options.starts", "options.ends"}
    assert problems(parcel(), NETWORK) == []


def test_times_that_make_no_sense_are_told_while_one_writes() -> None:
    backwards = event(starts=DATED["ends"], ends=DATED["starts"])
    endless = event(repeats="daily")

    for sent in (backwards, endless):
        assert [one.field for one in problems(sent, NETWORK)] == ["options.ends"]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Call +47 22 33 44 55", True),
        ("Tel. 030/1234567", True),
        ("On 24.12.2026 at 18:00, 0.5 l for 3 €", False),
    ],
)
def test_a_phone_number_in_the_text_deserves_a_look(text: str, *, warned: bool) -> None:
    assert [one.rule for one in problems(parcel(text=text), NETWORK)] == (
        ["phone_number"] if warned else []
    )


def test_a_button_without_an_address_is_told_before_anything_leaves() -> None:
    with pytest.raises(ChangeIt):
        wire.post(parcel(options={"button": "SHOP"}), {})


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize(
    "body", ["", "<html>", '{"name":', "{}", "[]", '{"name":5}', '{"name":"accounts/1"}']
)
def test_what_names_no_post_is_never_a_receipt(body: str) -> None:
    strange = Answer(status=200, headers={}, body=body.encode(), url="", effect=True)

    with pytest.raises(LookFirst):
        wire.made(strange)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2026-11-21T10:28:08Z", AT),
        ("2026-11-21T10:28:08.123456789Z", AT.replace(microsecond=123456)),
        ("2026-11-21T10:28:08", None),
        ("soon", None),
        (None, None),
    ],
)
def test_their_times_are_read(value: object, at: datetime | None) -> None:
    assert wire.moment(value) == at


@pytest.mark.parametrize(
    "told", [{}, {"name": "a"}, {"name": 5, "updateTime": "2026-11-21T10:28:08Z"}]
)
def test_what_is_no_review_is_passed_over(told: dict[str, Any]) -> None:
    assert reviews.message(told) is None


@pytest.mark.parametrize("cursor", ["", "x", "[]", "2026"])
def test_a_strange_cursor_begins_anew(cursor: str) -> None:
    told = {"name": "a", "updateTime": "2026-11-21T10:28:08Z", "starRating": "ONE"}

    [message] = reviews.newer([told], cursor)

    assert message.text == "One of five stars, without words."
    assert message.author == reviews.UNKNOWN
    assert list(reviews.newer([told], reviews.cursor_after(cursor, [message]))) == []
