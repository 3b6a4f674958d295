"""Posts that return: each time exactly once, in time, on the clock of a wall."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from antiphon.channels.models import Channel
from antiphon.connect.registry import networks
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people import actions as people
from antiphon.people.models import Approval, Member
from antiphon.plan import actions as plan
from antiphon.plan.desk import actions, queries
from antiphon.plan.models import Post, Series
from antiphon.plan.states import Series as Life
from antiphon.plan.states import State as PostState
from antiphon.publish.agenda.actions import make_due
from antiphon.publish.models import Publication
from antiphon.publish.states import Wished
from antiphon.tailor import actions as tailor
from antiphon.work import clock
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db


def series_of(by: Member, *channels: Channel, text: str = "Tip {n}", **facts: Any) -> Series:
    """A daily series that begins tomorrow, unless something else is asked for."""
    rows = channels or (a.channel(workspace=by.workspace),)
    given: Any = {
        "unit": "day",
        "at": time(9),
        "zone": "UTC",
        "begins_on": clock.now().date() + timedelta(days=1),
        "ahead": 3,
    } | facts
    return actions.make_series(by, plan.draft(by, text=text, title="Tips"), rows, **given)


def made(series: Series) -> list[Publication]:
    rows = Publication.objects.filter(post__occurrence__series=series)
    return list(rows.order_by("planned_at"))


def run() -> None:
    while make_due():
        pass


def test_returns_are_made_some_days_ahead_each_with_its_number() -> None:
    by = a.member()
    series = series_of(by)

    run()

    rows = made(series)
    tomorrow = datetime.combine(clock.now().date(), time(9), UTC) + timedelta(days=1)
    assert [row.planned_at for row in rows][:2] == [tomorrow, tomorrow + timedelta(days=1)]
    assert [row.steps[0]["text"] for row in rows][:2] == ["Tip 1", "Tip 2"]
    assert rows[-1].planned_at <= clock.now() + timedelta(days=3)
    series.refresh_from_db()
    assert series.next_at is not None
    assert series.next_at > clock.now() + timedelta(days=3)


def test_a_series_ends_after_its_number_or_its_day() -> None:
    by = a.member()
    counted = series_of(by, count=2)
    dated = series_of(by, ends_on=clock.now().date() + timedelta(days=1))

    run()

    for series, count in ((counted, 2), (dated, 1)):
        series.refresh_from_db()
        assert (series.state, len(made(series))) == (Life.ENDED, count)


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_make_each_return_once() -> None:
    by = a.member()
    series = series_of(by)
    racers = [threading.Thread(target=world.in_thread(run)) for _ in range(4)]

    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    hours = [row.planned_at for row in made(series)]
    assert hours
    assert len(set(hours)) == len(hours)
    numbers = list(queries.occurrences(series).values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, len(hours) + 1))


def test_a_paused_series_makes_nothing_and_goes_on_from_now() -> None:
    by = a.member()
    series = series_of(by)
    actions.pause_series(by, series, reason="Holidays")
    run()
    assert made(series) == []

    resumed = actions.resume_series(by, series)
    run()

    assert resumed.reason == ""
    assert made(series)


def test_what_should_have_come_while_nobody_worked_is_left_out() -> None:
    by = a.member()
    series = series_of(by, begins_on=date(2026, 1, 1))
    Series.objects.filter(pk=series.pk).update(
        next_at=datetime(2026, 1, 1, 9, tzinfo=UTC), due_at=datetime(2026, 1, 1, tzinfo=UTC)
    )

    run()

    assert all(row.planned_at > clock.now() for row in made(series))


def test_a_return_waits_for_the_word_that_the_workspace_wants() -> None:
    by = a.member(workspace=a.workspace(approval=Approval.ONE))
    series = series_of(by)

    run()

    assert made(series) == []
    posts = [one.post for one in queries.occurrences(series)]
    assert posts
    assert all(post and post.state == PostState.REVIEW for post in posts)
    assert all(post and post.wish.state == Wished.OPEN for post in posts)


def test_a_series_whose_maker_left_pauses_and_says_why() -> None:
    lead, by = (member := a.member()), a.member(workspace=member.workspace)
    series = series_of(by)
    people.remove(by, by=lead)

    run()

    series.refresh_from_db()
    assert (series.state, made(series)) == (Life.PAUSED, [])
    assert "may not publish" in series.reason
    assert Post.objects.filter(workspace=by.workspace).count() == 1


STRICT = [network.key for network in networks() if network.proof.refuses_twins]


@pytest.mark.parametrize("key", STRICT)
def test_no_text_comes_twice_where_a_network_refuses_that(key: str) -> None:
    by = a.member()
    strict, other = a.channel(workspace=by.workspace, network=key), a.channel(
        workspace=by.workspace
    )  # fmt: skip
    series = series_of(by, strict, other, text="Drink water")

    run()

    rows = made(series)
    assert len([row for row in rows if row.channel == strict]) == 1
    assert len([row for row in rows if row.channel == other]) > 1
    assert "no text twice" in queries.occurrences(series)[0].reason


def test_evergreen_takes_free_slots_and_keeps_its_distance() -> None:
    by = a.member()
    channel = a.channel(workspace=by.workspace, time_zone="UTC")
    plan.set_slots(by, channel, [(day, time(15)) for day in range(7)])
    series = series_of(by, channel, queue=True, apart=3, ahead=10)

    run()

    rows = made(series)
    days = [row.planned_at.date() for row in rows]
    assert len(rows) > 2
    assert all(row.floating and row.planned_at.hour == 15 for row in rows)
    assert all((later - earlier).days >= 3 for earlier, later in pairwise(days))


def test_variants_return_as_well() -> None:
    by = a.member()
    channel = a.channel(workspace=by.workspace)
    series = series_of(by, channel)
    tailor.tell(by, series.post, channel=channel, text="Number {n}")

    run()

    assert made(series)[0].steps[0]["text"] == "Number 1"


def test_what_can_never_return_is_refused() -> None:
    by = a.member()
    wrong: list[dict[str, Any]] = [
        {"ends_on": date(2020, 1, 1)}, {"every": 0}, {"weekdays": [7]}, {"unit": "year"},
        {"zone": "Mars/Olympus"}, {"count": 0}, {"name": " "},
    ]  # fmt: skip

    for facts in wrong:
        with pytest.raises(BadInputError):
            series_of(by, **facts)
    with pytest.raises(BadInputError, match="Nobody would hear"):
        actions.make_series(by, a.post(workspace=by.workspace), [])


@pytest.mark.promise("W1")
def test_a_series_of_others_is_not_ours() -> None:
    theirs = series_of(a.member())

    with pytest.raises(NotHereError):
        actions.pause_series(a.member(), theirs.pk)
