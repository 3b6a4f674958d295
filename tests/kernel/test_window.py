"""Wall times become instants: in every zone, over every change of the clocks."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import Moment, local, resolve, resolve_slot, zone_names

YEARS = range(2025, 2041)
SAMPLE = sorted(zone_names())[::9]


def utc(*given: int) -> datetime:
    return datetime(*given, tzinfo=UTC)  # type: ignore[arg-type, misc]


NIGHTS = [
    # Zone, the first instant of summer, the first instant after it, and how far clocks jump.
    ("Europe/Berlin", utc(2027, 3, 28, 1), utc(2027, 10, 31, 1), 60),
    ("America/New_York", utc(2027, 3, 14, 7), utc(2027, 11, 7, 6), 60),
    ("Australia/Lord_Howe", utc(2027, 10, 2, 15, 30), utc(2027, 4, 3, 15), 30),
    ("America/Santiago", utc(2027, 9, 5, 4), utc(2027, 4, 4, 3), 60),
]


def changes(zone: str, years: range = YEARS) -> Iterator[tuple[datetime, timedelta]]:
    """Every instant at which the clocks of a zone change, and by how much."""
    instant = datetime(years[0], 1, 1, tzinfo=UTC)
    step = timedelta(days=7)
    while instant.year <= years[-1]:
        before, after = _offset(instant, zone), _offset(instant + step, zone)
        if before != after:
            at = _between(instant, instant + step, zone)
            yield at, _offset(at, zone) - before
        instant += step


def _between(low: datetime, high: datetime, zone: str) -> datetime:
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high


def _offset(instant: datetime, zone: str) -> timedelta:
    return local(instant, zone).utcoffset() or timedelta(0)


def _wall(instant: datetime, offset: timedelta) -> datetime:
    return (instant + offset).replace(tzinfo=None)


def _insist_on_gap(zone: str, at: datetime, jump: timedelta) -> None:
    """A time in the jump is refused with two proposals; a slot takes the first instant after."""
    missing = _wall(at, _offset(at, zone)) - jump / 2
    with pytest.raises(BadInputError) as refused:
        resolve(missing, zone)
    assert refused.value.problems[0].rule == "does_not_exist"
    assert " or " in refused.value.problems[0].say
    assert resolve_slot(missing, zone).instant == at


def _insist_on_two(zone: str, at: datetime, jump: timedelta) -> None:
    """A time that occurs twice is asked for; a slot takes the first."""
    twice = _wall(at, _offset(at, zone)) - jump / 2
    with pytest.raises(BadInputError) as refused:
        resolve(twice, zone)
    assert refused.value.problems[0].rule == "twice"
    first, second = (resolve(twice, zone, fold=which).instant for which in (0, 1))
    assert second - first == abs(jump)
    assert resolve_slot(twice, zone).instant == first


def _insist(zone: str) -> None:
    for at, jump in changes(zone):
        if abs(jump) >= timedelta(days=1):
            continue
        (_insist_on_gap if jump > timedelta(0) else _insist_on_two)(zone, at, jump)


@pytest.mark.promise("T2", "F37")
@pytest.mark.parametrize("part", range(6))
def test_no_time_is_guessed_at_any_change_of_the_clocks_anywhere(part: int) -> None:
    for zone in sorted(zone_names())[part::6]:
        _insist(zone)


@pytest.mark.promise("T2", "F37")
@pytest.mark.parametrize(("zone", "spring", "autumn", "minutes"), NIGHTS)
def test_both_nights_of_the_year_in_four_zones(
    zone: str, spring: datetime, autumn: datetime, minutes: int
) -> None:
    jump = timedelta(minutes=minutes)

    found = dict(changes(zone, range(2027, 2028)))

    assert found == {spring: jump, autumn: -jump}
    _insist_on_gap(zone, spring, jump)
    _insist_on_two(zone, autumn, -jump)


@pytest.mark.promise("T1")
@settings(deadline=None)
@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2040, 12, 31)),  # noqa: DTZ001 -- wall times
    st.sampled_from(SAMPLE),
    st.sampled_from([0, 1]),
)
def test_what_is_stored_leads_back_to_what_was_typed(wall: datetime, zone: str, fold: int) -> None:
    try:
        moment = resolve(wall, zone, fold=fold)
    except BadInputError:
        return

    assert moment == Moment(wall, zone, moment.fold, moment.instant)
    assert local(moment.instant, zone).replace(tzinfo=None, fold=0) == wall
    assert resolve(moment.wall, moment.zone, fold=moment.fold) == moment


@pytest.mark.promise("T3")
@pytest.mark.parametrize("zone", [night[0] for night in NIGHTS])
@pytest.mark.parametrize("hour", [0, 1, 2, 3])
def test_a_daily_slot_has_one_instant_for_each_local_date(zone: str, hour: int) -> None:
    days = [datetime(2027, 1, 1, hour, 30) + timedelta(days=day) for day in range(365)]  # noqa: DTZ001

    instants = [resolve_slot(day, zone).instant for day in days]

    assert len(set(instants)) == len(days)
    assert instants == sorted(instants)
    assert {local(at, zone).date() for at in instants} == {day.date() for day in days}


PRINT = """
from datetime import datetime
from antiphon.kernel.window import resolve, resolve_slot
print(resolve(datetime(2027, 6, 1, 9), "Europe/Berlin").instant.isoformat(),
      resolve(datetime(2027, 10, 31, 2, 30), "Europe/Berlin", fold=1).instant.isoformat(),
      resolve_slot(datetime(2027, 3, 14, 2, 30), "America/New_York").instant.isoformat())
"""


@pytest.mark.promise("T4")
def test_zone_and_files_of_the_machine_change_nothing() -> None:
    told = set()
    for setting in (
        {"TZ": "UTC"},
        {},
        {"TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        {"PYTHONTZPATH": ""},
    ):
        kept = {name: text for name, text in os.environ.items() if name not in {"TZ", "LC_ALL"}}
        told.add(subprocess.check_output([sys.executable, "-c", PRINT], env=kept | setting))

    assert told == {
        b"2027-06-01T07:00:00+00:00 2027-10-31T01:30:00+00:00 2027-03-14T07:00:00+00:00\n"
    }


@pytest.mark.promise("I6")
def test_a_zone_that_is_none_is_refused_with_what_may_be_meant() -> None:
    with pytest.raises(BadInputError, match="Did you mean Europe/Berlin"):
        resolve(datetime(2027, 1, 1), "Europe/Berlim")  # noqa: DTZ001
