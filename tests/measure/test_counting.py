"""What networks count is written down as they told it, at the time they told it."""

from datetime import timedelta

import pytest
from django.db import connection

from antiphon.connect.abilities import Counts
from antiphon.connect.registry import network as find_network
from antiphon.connect.registry import networks
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Metric
from antiphon.measure import actions, queries
from antiphon.measure.jobs import CHORES, SWEEPS
from antiphon.measure.models import Reading, Round
from antiphon.publish.models import Publication
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.engage import answering
from tests.publish import world

pytestmark = pytest.mark.django_db
COUNTED = [key for key in world.NETWORKS if find_network(key).can(Counts)]


@pytest.mark.parametrize("key", COUNTED)
def test_what_people_did_is_read_as_the_network_tells_it(sandbox: Sandbox, key: str) -> None:
    row = answering.live(answering.channel(sandbox, key))
    answering.react(sandbox, row, ReactionKind.LIKE)
    answering.react(sandbox, row, ReactionKind.REPLY, "Lovely.")

    written = actions.count([row])

    found = queries.latest(row)
    assert written == len(found) > 0
    assert set(found) <= set(Metric)
    told = {found[metric].value for metric in (Metric.REPLIES, Metric.LIKES) if metric in found}
    assert told == {1}  # some count no answers, some no likes
    assert queries.readings(row.workspace).count() == written


@pytest.mark.parametrize("key", COUNTED)
def test_a_second_count_adds_to_the_story_and_changes_nothing_in_it(
    sandbox: Sandbox, key: str
) -> None:
    row = answering.live(answering.channel(sandbox, key))
    actions.count([row])
    before = list(queries.story(row).values())
    answering.react(sandbox, row, ReactionKind.REPLY, "Lovely.")
    answering.react(sandbox, row, ReactionKind.LIKE)

    actions.count([row])

    after = list(queries.story(row).values())
    assert after[: len(before)] == before
    latest = queries.latest(row)
    metric = Metric.REPLIES if Metric.REPLIES in latest else Metric.LIKES
    values = [one["value"] for one in after if one["metric"] == metric]
    assert values in ([0, 1], [1])  # a network may be silent until there is something to tell
    assert latest[metric].value == 1


def test_each_part_of_a_thread_is_counted_for_itself(sandbox: Sandbox) -> None:
    threads = [key for key in world.NETWORKS if find_network(key).thread]
    row = answering.live(answering.channel(sandbox, threads[0]), "First part.", "Second part.")

    actions.count([row])

    assert set(queries.story(row).values_list("step", flat=True)) == {0, 1}
    assert {reading.step for reading in queries.latest(row).values()} == {0}


def test_it_counts_soon_and_then_ever_more_seldom_until_it_ends(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))
    pauses = []
    for hours in (0, 1, 24, 24 * 30, 24 * 91):
        Publication.objects.update(live_at=clock.now() - timedelta(hours=hours))
        Round.objects.update(due_at=clock.now())
        actions.count_live(row.network)
        if hours == 0:
            Round.objects.update(due_at=clock.now())
            actions.count_live(row.network)
        due = Round.objects.get().due_at
        pauses.append(due and round((due - clock.now()).total_seconds() / 60))

    assert pauses == [1, 15, 360, 1440, None]


def test_what_is_not_live_or_not_due_is_not_asked_about(sandbox: Sandbox) -> None:
    channel = answering.channel(sandbox, world.NETWORKS[0])
    row, waiting = answering.live(channel), world.publication_on(channel, "Later.")
    Publication.objects.filter(pk=row.pk).update(live_at=clock.now() - timedelta(minutes=5))

    assert [actions.count_live(), actions.count_live()] == [1, 0]
    assert actions.count([waiting]) == 0
    assert queries.latest(waiting) == {}


@pytest.mark.promise("P13", "P15")
@pytest.mark.parametrize("status", [200, 401, 429, 503])
def test_a_network_in_trouble_leaves_a_gap_with_its_reason(sandbox: Sandbox, status: int) -> None:
    key = world.NETWORKS[0]
    with Line(sandbox.port).running() as line:
        channel = answering.channel(sandbox, key, server=line.base(key))
        row = answering.live(channel)
        Publication.objects.update(live_at=clock.now() - timedelta(minutes=5))
        line.go_wrong(Trouble.ANSWER, times=-1, status=status, body="<html>Oh</html>")
        assert actions.count_live(key) == 1

    assert not Reading.objects.exists()
    failed = Round.objects.get(publication=row)
    assert failed.reason
    assert failed.due_at is not None
    assert failed.due_at > clock.now()


def test_readings_lie_in_the_month_in_which_they_were_taken(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))
    actions.count([row])
    actions.make_months()

    with connection.cursor() as cursor:
        cursor.execute("select distinct tableoid::regclass::text from measure_reading")
        tables = [name for (name,) in cursor.fetchall()]

    assert tables == [f"measure_reading_{clock.now():%Y_%m}"]


def test_several_publications_are_read_in_one_query(
    sandbox: Sandbox, django_assert_num_queries: object
) -> None:
    channel = answering.channel(sandbox, world.NETWORKS[0])
    rows = [answering.live(channel) for _ in range(3)]
    actions.count(rows)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.latest_of(rows)

    assert set(found) == {row.pk for row in rows}


def test_no_workspace_sees_readings_of_another(sandbox: Sandbox) -> None:
    actions.count([answering.live(answering.channel(sandbox, world.NETWORKS[0]))])

    assert not queries.readings(a.workspace()).exists()


def test_every_network_that_counts_has_its_sweep() -> None:
    assert (
        len({sweep.name for sweep in SWEEPS})
        == len(SWEEPS)
        == len([one for one in networks() if one.can(Counts)])
    )
    assert [chore.name for chore in CHORES] == ["reading-months"]
