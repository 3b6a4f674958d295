"""How often a channel speaks, what is advised, what is wanted, and for how many weeks it was so."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.problem import BadInputError, Weight
from antiphon.kernel.window import local
from antiphon.people.models import Member, Role
from antiphon.people.policy import Refused
from antiphon.plan.desk import actions, queries
from antiphon.plan.models import Goal
from antiphon.publish.agenda import pace
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 3, 1)


def at(channel: Channel, *days: date, state: State = State.WAITING) -> None:
    """A publication at noon of each of these days."""
    for day in days:
        noon = datetime.combine(day, time(12), UTC)
        row = world.publication_on(channel, planned_at=noon, due_at=noon)
        if state == State.LIVE:
            Publication.objects.filter(pk=row.pk).update(
                state=state, due_at=None, live_at=noon, ended_at=noon
            )


@pytest.fixture
def by() -> Member:
    return a.member()


@pytest.fixture
def channel(by: Member) -> Channel:
    return a.channel(workspace=by.workspace)


def test_a_week_tells_what_is_planned_live_advised_and_wanted(by: Member, channel: Channel) -> None:
    actions.set_goal(by, channel, 4)
    at(channel, MONDAY, MONDAY + timedelta(days=6), MONDAY + timedelta(days=7))
    at(channel, MONDAY, state=State.LIVE)

    found = pace.pace_of(channel, MONDAY + timedelta(days=3))

    assert (found.monday, found.planned, found.live, found.goal) == (MONDAY, 2, 1, 4)
    assert found.advised == network(channel.network).rhythm.per_week
    assert found.source


def test_a_week_begins_on_the_wall_of_the_channel(by: Member) -> None:
    east = a.channel(workspace=by.workspace, time_zone="Pacific/Auckland")
    sunday = datetime(2027, 2, 28, 12, tzinfo=UTC)  # Monday in Auckland
    world.publication_on(east, planned_at=sunday, due_at=sunday)

    assert pace.pace_of(east, MONDAY).planned == 1


@pytest.mark.parametrize(("count", "rule"), [(0, "too_few"), (1, ""), (3, "too_many")])
def test_far_from_what_is_advised_is_a_warning(channel: Channel, count: int, rule: str) -> None:
    advised = network(channel.network).rhythm.per_week
    at(channel, *[MONDAY] * (advised * count))

    problem = pace.pace_of(channel, MONDAY).problem

    assert (problem.rule if problem else "") == rule
    assert problem is None or problem.weight is Weight.WARNS


def test_all_channels_are_asked_about_at_once(by: Member) -> None:
    for _ in range(8):
        at(a.channel(workspace=by.workspace), MONDAY)

    with CaptureQueriesContext(connection) as asked:
        found = pace.paces(by.workspace, MONDAY)

    assert [one.planned for one in found] == [1] * 8
    assert len(asked) <= 4


def test_a_streak_counts_whole_weeks_in_a_row_and_this_one_once_it_has_it(
    by: Member, channel: Channel
) -> None:
    actions.set_goal(by, channel, 2)
    Goal.objects.update(since=clock.now() - timedelta(weeks=10))
    today = local(clock.now(), channel.time_zone).date()
    monday = today - timedelta(days=today.weekday())
    for back in (1, 2, 4):
        at(channel, *[monday - timedelta(weeks=back)] * 2, state=State.LIVE)

    (before,) = pace.streaks(by.workspace)
    at(channel, monday, monday, state=State.LIVE)
    (after,) = pace.streaks(by.workspace)

    assert (before.weeks, before.done) == (2, 0)
    assert (after.weeks, after.done, after.per_week) == (3, 2, 2)


def test_weeks_before_anything_was_wanted_are_no_streak(by: Member, channel: Channel) -> None:
    actions.set_goal(by, channel, 1)
    today = clock.now().date()
    at(channel, *[today - timedelta(weeks=back) for back in (1, 2)], state=State.LIVE)

    assert pace.streaks(by.workspace)[0].weeks == 0


def test_a_goal_is_set_changed_and_let_go_and_says_what_was_before(
    by: Member, channel: Channel
) -> None:
    assert actions.set_goal(by, channel, 3) is None
    assert actions.set_goal(by, channel, 5) == 3
    assert actions.set_goal(by, channel, None) == 5
    assert queries.goals(by.workspace) == {}
    with pytest.raises(BadInputError):
        actions.set_goal(by, channel, 0)
    with pytest.raises(Refused):
        actions.set_goal(a.member(workspace=by.workspace, role=Role.CLIENT), channel, 3)
