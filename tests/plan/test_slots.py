"""Weekly times on the clock of a wall, through every jump of it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antiphon.channels.models import Channel
from antiphon.connect.registry import network, packages
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import local
from antiphon.people.models import Workspace
from antiphon.plan import actions, queries, rhythm
from antiphon.plan.models import Slot
from tests import builders as a

pytestmark = pytest.mark.django_db

EVERY_DAY = range(7)
# A night in spring and one in autumn each; Lord Howe jumps by half an hour, Apia left a day out.
NIGHTS = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Asia/Kathmandu", date(2026, 3, 29)),
    ("Pacific/Apia", date(2011, 12, 30)),
]


def channel_at(zone: str, *times: time) -> Channel:
    channel = a.channel(time_zone=zone)
    for at in times:
        for weekday in EVERY_DAY:
            Slot.objects.create(
                workspace=channel.workspace, channel=channel, weekday=weekday, at=at
            )
    return channel


@pytest.mark.promise("T2", "T3")
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None
)
@given(night=st.sampled_from(NIGHTS), at=st.times(), back=st.integers(1, 3))
def test_every_slot_comes_once_for_each_date(night: tuple[str, date], at: time, back: int) -> None:
    zone, day = night
    channel = channel_at(zone, at.replace(second=0, microsecond=0))
    after = datetime.combine(day - timedelta(days=back), time(0), UTC)

    found = list(islice(queries.next_slots(channel, after), 8))
    dates = [moment.wall.date() for moment in found]

    assert dates == [dates[0] + timedelta(days=n) for n in range(8)]
    assert all(moment.instant > after for moment in found)
    assert [m.instant for m in found] == sorted(m.instant for m in found)


@pytest.mark.promise("T2")
def test_a_slot_in_a_gap_comes_at_its_end_and_of_two_the_first() -> None:
    channel = channel_at("Europe/Berlin", time(2, 30))

    (gap,) = islice(queries.next_slots(channel, datetime(2026, 3, 29, tzinfo=UTC)), 1)
    (twice,) = islice(queries.next_slots(channel, datetime(2026, 10, 25, 0, 0, tzinfo=UTC)), 1)

    assert gap.instant == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert f"{local(gap.instant, 'Europe/Berlin'):%H:%M}" == "03:00"
    assert twice.instant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.promise("T3")
def test_what_is_taken_is_left_out() -> None:
    channel = channel_at("Europe/Berlin", time(9), time(17))
    after = datetime(2026, 6, 1, tzinfo=UTC)
    first, second = islice(queries.next_slots(channel, after), 2)

    (left,) = islice(queries.next_slots(channel, after, {first.wall}), 1)

    assert left == second


@pytest.mark.promise("T3")
def test_a_slot_in_a_gap_is_taken_by_whatever_comes_at_its_end() -> None:
    channel = channel_at("Europe/Berlin", time(2, 30))
    after = datetime(2026, 3, 28, 12, tzinfo=UTC)

    (left,) = islice(
        queries.next_slots(channel, after, {datetime.combine(date(2026, 3, 29), time(3))}), 1
    )

    assert left.wall.date() == date(2026, 3, 30)


def test_a_channel_without_times_has_none_and_a_paused_time_waits() -> None:
    channel = channel_at("UTC", time(9))
    by = a.member(workspace=channel.workspace)
    for slot in queries.slots(channel)[1:]:
        actions.pause_slot(by, slot)

    found = list(islice(queries.next_slots(channel, datetime(2026, 6, 1, tzinfo=UTC)), 3))

    assert {moment.wall.weekday() for moment in found} == {0}
    assert not list(queries.next_slots(a.channel(), datetime(2026, 6, 1, tzinfo=UTC)))


def test_times_end_where_nothing_can_be_planned_any_more() -> None:
    found = list(queries.next_slots(channel_at("UTC", time(9)), datetime(2026, 6, 1, tzinfo=UTC)))

    assert len(found) == pytest.approx(730, abs=3)


def test_setting_times_keeps_those_that_stay() -> None:
    channel = a.channel()
    by = a.member(workspace=channel.workspace)
    first = actions.set_slots(by, channel, [(0, time(9)), (2, time(17))])

    second = actions.set_slots(by, channel, [(2, time(17)), (4, time(8)), (4, time(8))])

    assert [(slot.weekday, slot.at) for slot in second] == [(2, time(17)), (4, time(8))]
    assert second[0].pk == first[1].pk


def test_a_day_that_is_none_is_refused() -> None:
    channel = a.channel()

    with pytest.raises(BadInputError, match="0 for Monday"):
        actions.set_slots(a.member(workspace=channel.workspace), channel, [(7, time(9))])


@pytest.mark.promise("W1")
def test_a_channel_of_others_has_no_times_of_ours() -> None:
    with pytest.raises(NotHereError):
        actions.set_slots(a.member(), a.channel().pk, [(0, time(9))])


def test_a_network_proposes_how_often() -> None:
    key = next(iter(packages()))
    workspace: Workspace = a.workspace()
    channel = a.channel(workspace=workspace, network=key)

    found = actions.spread_slots(a.member(workspace=workspace), channel)

    assert len(found) == network(key).rhythm.per_week


@given(count=st.integers(1, 42), apart=st.integers(1, 2))
def test_spread_times_are_as_many_as_asked_and_far_enough_apart(count: int, apart: int) -> None:
    found = rhythm.spread(count, apart=timedelta(hours=apart))
    hours = {day: [at.hour * 60 + at.minute for d, at in found if d == day] for day, _at in found}

    assert len(set(found)) == count
    assert all(b - a >= apart * 60 for row in hours.values() for a, b in pairwise(row))
    assert max(map(len, hours.values())) - min(map(len, hours.values())) <= 1


def test_more_than_a_day_bears_is_refused() -> None:
    with pytest.raises(BadInputError, match="times a week"):
        rhythm.spread(200, apart=timedelta(hours=2))
