"""On which days something returns, and at which instants."""

from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

import pytest

from antiphon.kernel.window import local
from antiphon.plan.desk.recurrence import Rule
from antiphon.plan.models import Unit

MONDAY = date(2026, 6, 1)


def days(count: int, **facts: Any) -> list[str]:
    given: Any = {"begins_on": MONDAY, "at": time(9), "zone": "Europe/Berlin"} | facts
    return [f"{day:%m-%d}" for day in islice(Rule(**given).days(), count)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"unit": Unit.DAY, "every": 3}, ["06-01", "06-04", "06-07"]),
        ({}, ["06-01", "06-08", "06-15"]),
        ({"weekdays": (1, 4), "every": 2}, ["06-02", "06-05", "06-16"]),
        ({"begins_on": date(2026, 6, 3), "weekdays": (0, 3)}, ["06-04", "06-08", "06-11"]),
        ({"unit": Unit.MONTH, "begins_on": date(2026, 1, 31)}, ["01-31", "02-28", "03-31"]),
        ({"unit": Unit.MONTH, "every": 12}, ["06-01", "06-01", "06-01"]),
        ({"ends_on": date(2026, 6, 9)}, ["06-01", "06-08"]),
        ({"ends_on": date(2026, 5, 1)}, []),
    ],
)
def test_days_follow_their_rule(facts: dict[str, Any], expected: list[str]) -> None:
    assert days(3, **facts) == expected


def test_the_hour_on_the_wall_stays_through_every_change_of_clocks() -> None:
    rule = Rule(begins_on=date(2026, 3, 27), at=time(2, 30), zone="Europe/Berlin", unit=Unit.DAY)
    found = list(islice(rule.moments(datetime(2026, 3, 1, tzinfo=UTC)), 4))

    assert [f"{local(one.instant, one.zone):%d %H:%M}" for one in found] == [
        "27 02:30",
        "28 02:30",
        "29 03:00",
        "30 02:30",
    ]


def test_returns_keep_their_distance_also_from_the_last_one() -> None:
    rule = Rule(begins_on=MONDAY, at=time(9), zone="UTC", unit=Unit.DAY)
    after = datetime(2026, 5, 1, tzinfo=UTC)

    found = islice(rule.moments(after, apart=4, last=date(2026, 6, 2)), 2)

    assert [one.wall.day for one in found] == [6, 10]


def test_a_rule_without_an_end_ends_all_the_same() -> None:
    rule = Rule(begins_on=MONDAY, at=time(9), zone="UTC", unit=Unit.MONTH)

    assert len(list(rule.days())) < 700
