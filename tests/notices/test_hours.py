"""When a mail may leave, across midnight and across the change of the clocks."""

from datetime import UTC, datetime, time

import pytest

from antiphon.notices import hours


@pytest.mark.parametrize(
    ("moment", "quiet", "leaves"),
    [
        ("2026-11-28T21:30", (time(22), time(7)), "2026-11-29T06:00"),
        ("2026-11-28T05:00", (time(22), time(7)), "2026-11-28T06:00"),
        ("2026-11-28T12:00", (time(22), time(7)), "2026-11-28T12:00"),
        ("2026-11-28T12:00", (time(12), time(14)), "2026-11-28T13:00"),
        ("2026-11-28T12:00", (None, None), "2026-11-28T12:00"),
        ("2026-03-28T22:00", (time(22), time(7)), "2026-03-29T05:00"),  # the clocks go forward
    ],
)
def test_a_letter_leaves_when_it_is_no_longer_quiet_in_berlin(
    moment: str, quiet: tuple[time | None, time | None], leaves: str
) -> None:
    found = hours.next_loud(_utc(moment), "Europe/Berlin", quiet)

    assert found == _utc(leaves)


def test_the_daily_hour_is_the_last_one_that_was() -> None:
    before, after = _utc("2026-11-28T06:00"), _utc("2026-11-28T08:00")

    assert hours.last_daily(before, "Europe/Berlin", time(8)) == _utc("2026-11-27T07:00")
    assert hours.last_daily(after, "Europe/Berlin", time(8)) == _utc("2026-11-28T07:00")
    assert hours.last_daily(after, "No/Where", time(8)) == _utc("2026-11-28T08:00")


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
