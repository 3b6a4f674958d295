"""How long to wait, in every form that servers say it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.connect.errors import TryLater
from antiphon.connect.rules import Pace
from antiphon.connect.transport.pace import LONGEST, SHORTEST, Pacer, waiting_time

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
EPOCH = int(AT.timestamp())

TABLE = [
    ("120", 120), ("0", 1), ("0.5", 1), ("1.9", 1.9), (" 7 ", 7), ("1e3", 1000), ("86401", 86400),
    ("999999", 86400), (str(EPOCH + 90), 90), (str(EPOCH - 90), 1), (f"{EPOCH + 90}000", 90),
    ("1e9", 1), ("Wed, 25 Nov 2026 12:02:00 GMT", 120), ("Wed, 25 Nov 2026 11:00:00 GMT", 1),
    ("Thu, 26 Nov 2026 13:00:00 GMT", 86400), ("2026-11-25T12:00:30Z", 30),
    ("2026-11-25T12:00:30.500Z", 30.5), ("2026-11-25T13:00:30+01:00", 30),
    ("2026-11-25T12:00:30", 30), ("Wednesday, 25-Nov-26 12:01:00 GMT", 60),
]  # fmt: skip
GARBAGE = [
    "",
    "soon",
    "-5",
    "nan",
    "inf",
    "-inf",
    "1e400",
    "0x10",
    "12 s",
    "{}",
    "\x00",
    "Z",
]


@pytest.mark.promise("F26")
@pytest.mark.parametrize(("told", "seconds"), TABLE)
def test_a_waiting_time_is_read_in_every_form(told: str, seconds: float) -> None:
    assert waiting_time(told, at=AT) == timedelta(seconds=seconds)


@pytest.mark.promise("F26")
@pytest.mark.parametrize("told", [None, *GARBAGE])
def test_garbage_counts_as_missing(told: str | None) -> None:
    assert waiting_time(told, at=AT) is None


@pytest.mark.promise("F26")
@settings(deadline=None)
@given(st.text() | st.floats().map(str) | st.integers().map(str) | st.datetimes().map(str))
def test_no_waiting_time_raises_or_leaves_its_bounds(told: str) -> None:
    found = waiting_time(told, at=AT)

    assert found is None or SHORTEST <= found <= LONGEST


@pytest.mark.promise("F29", "P16")
def test_our_own_count_keeps_us_below_the_limit() -> None:
    pacer, pace = Pacer(), Pace(calls=3, per=timedelta(hours=1))

    async def go(channel: str) -> None:
        await pacer.wait("n", channel, pace)

    for _ in range(3):
        asyncio.run(go("one"))
    with pytest.raises(TryLater) as told:
        asyncio.run(go("one"))
    assert timedelta(minutes=59) < told.value.after <= timedelta(hours=1)
    asyncio.run(go("two"))


@pytest.mark.promise("F27")
def test_a_limit_of_the_application_stops_every_channel_of_that_network_alone() -> None:
    pacer, pace = Pacer(), Pace(calls=100, per=timedelta(hours=1))
    pacer.close("n", None, timedelta(minutes=10))

    async def go(network: str, channel: str) -> None:
        await pacer.wait(network, channel, pace)

    for channel in ("one", "two"):
        with pytest.raises(TryLater):
            asyncio.run(go("n", channel))
    asyncio.run(go("other", "one"))
