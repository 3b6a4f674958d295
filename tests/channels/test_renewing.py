"""When a permission is renewed and asked for."""

from datetime import UTC, datetime, timedelta

from antiphon.channels import renewing

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_pauses_double_from_half_a_minute_to_an_hour() -> None:
    pauses = [renewing.pause(failures).total_seconds() for failures in range(9)]

    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert renewing.pause(1_000) == timedelta(hours=1)


def test_a_pause_is_never_shorter_than_the_network_told_and_never_longer_than_a_day() -> None:
    assert renewing.pause(0, timedelta(minutes=15)) == timedelta(minutes=15)
    assert renewing.pause(0, timedelta(seconds=1)) == timedelta(seconds=30)
    assert renewing.pause(0, timedelta(days=400)) == timedelta(days=1)


def test_everybody_is_asked_within_the_day_and_not_all_at_once() -> None:
    waits = [renewing.next_check(NOON) - NOON for _ in range(200)]

    assert all(timedelta(hours=18) < wait <= timedelta(hours=24) for wait in waits)
    assert max(waits) - min(waits) > timedelta(hours=3)
