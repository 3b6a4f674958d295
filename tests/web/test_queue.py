"""The queue page: its order, what keeps its hour, and the weekly times; each with a way back."""

from datetime import UTC, time, timedelta
from itertools import islice
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antiphon.channels.models import Channel
from antiphon.people.models import Member, Role
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.models import Slot
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication
from antiphon.publish.queue.queries import floating
from antiphon.work import clock
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def channel(by: Member) -> Channel:
    row = a.channel(workspace=by.workspace)
    plan.set_slots(by, row, [(day, time(hour)) for day in range(7) for hour in (9, 17)])
    return row


def queued(channel: Channel, count: int) -> list[Publication]:
    """So many posts in the next times of the channel."""
    made = []
    for moment in islice(plans.next_slots(channel, clock.now() + timedelta(hours=1)), count):
        post = a.post(workspace=channel.workspace, state=PostState.APPROVED)
        made.append(
            Publication.objects.create(
                workspace=channel.workspace, post=post, channel=channel, network=channel.network,
                planned_at=moment.instant, due_at=moment.instant, zone=moment.zone,
                wall=moment.wall.replace(tzinfo=UTC), floating=True, steps=[{"text": post.text}],
                digest="0" * 64, made_at=clock.now(),
            )
        )  # fmt: skip
    return made


def order(channel: Channel) -> list[Any]:
    return [row.pk for row in floating(channel)]


def undo(page: Client, by: Member) -> None:
    page.post(at(by, f"undo/{[*page.session['undo']][-1]}"))


def test_what_goes_out_next_and_what_is_free(page: Client, by: Member, channel: Channel) -> None:
    (row,) = queued(channel, 1)
    told = page.get(at(by, "queue/")).content.decode()

    assert row.post.text in told
    assert "1 post, 19 free times" in told


def test_a_queue_asks_no_more_however_long_it_is(
    page: Client, by: Member, channel: Channel
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            page.get(at(by, f"queue/{channel.pk}"))
        return len(caught)

    queued(channel, 1)
    few = asked()
    queued(channel, 15)
    assert asked() == few <= 15


def test_one_goes_before_another_and_back(page: Client, by: Member, channel: Channel) -> None:
    rows = queued(channel, 3)
    before = order(channel)
    facts = {"publication": rows[2].pk, "before": rows[0].pk}
    answer = page.post(at(by, f"queue/{channel.pk}/order"), facts, headers=HX)

    assert b'hx-target="#queue"' in answer.content
    assert order(channel) == [rows[2].pk, rows[0].pk, rows[1].pk]
    undo(page, by)
    assert order(channel) == before


def test_what_is_pinned_keeps_its_hour(page: Client, by: Member, channel: Channel) -> None:
    (row,) = queued(channel, 1)
    page.post(at(by, f"queue/{channel.pk}/pin"), {"publication": row.pk, "pinned": "1"})
    assert order(channel) == []

    undo(page, by)
    assert order(channel) == [row.pk]


def test_weekly_times_come_go_and_come_back(page: Client, by: Member, channel: Channel) -> None:
    times = [*plans.slots(channel).values_list("weekday", "at")]
    page.post(at(by, f"queue/{channel.pk}/slots"), {"weekday": "2", "at": "12:15"})
    added = Slot.objects.get(channel=channel, at=time(12, 15))
    page.post(at(by, f"queue/{channel.pk}/slots/{added.pk}"), {"deed": "pause"})
    page.post(at(by, f"queue/{channel.pk}/slots/{added.pk}"), {"deed": "remove"})
    assert [*plans.slots(channel).values_list("weekday", "at")] == times

    undo(page, by)
    assert Slot.objects.get(channel=channel, at=time(12, 15)).paused


def test_times_are_spread_as_often_as_asked(page: Client, by: Member, channel: Channel) -> None:
    page.post(at(by, f"queue/{channel.pk}/spread"), {"per_week": "5"})

    assert plans.slots(channel).count() == 5


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("slots", {"weekday": "9", "at": "12:15"}),
        ("slots", {"weekday": "x", "at": "noon"}),
        ("spread", {"per_week": "-3"}),
        ("spread", {"per_week": "99999"}),
        ("order", {"publication": "nonsense"}),
        ("pin", {"publication": ""}),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    page: Client, by: Member, channel: Channel, path: str, facts: dict[str, str]
) -> None:
    times = [*plans.slots(channel)]
    answer = page.post(at(by, f"queue/{channel.pk}/{path}"), facts, headers=HX)

    assert answer.status_code in {404, 422}
    assert [*plans.slots(channel)] == times


@pytest.mark.promise("W1")
def test_nobody_sees_or_changes_the_queue_of_others(page: Client, by: Member) -> None:
    other = a.member()
    theirs = a.channel(workspace=other.workspace)
    plan.set_slots(other, theirs, [(0, time(9))])
    (row,) = queued(theirs, 1)
    facts = {"publication": row.pk, "pinned": "1", "weekday": "1", "at": "09:00", "per_week": "3"}

    assert page.get(at(by, f"queue/{theirs.pk}")).status_code == 404
    for path in ("order", "pin", "slots", "spread"):
        assert page.post(at(by, f"queue/{theirs.pk}/{path}"), facts).status_code == 404
    assert (order(theirs), plans.slots(theirs).count()) == ([row.pk], 1)


def test_an_analyst_looks_and_changes_nothing(client: Client, by: Member, channel: Channel) -> None:
    rows = queued(channel, 2)
    client.force_login(a.member(workspace=by.workspace, role=Role.ANALYST).person)
    facts = {"publication": rows[1].pk, "before": rows[0].pk}

    assert b'draggable="true"' not in client.get(at(by, "queue/")).content
    assert client.post(at(by, f"queue/{channel.pk}/order"), facts).status_code == 403


def test_without_a_channel_the_queue_says_what_to_do(page: Client, by: Member) -> None:
    assert "Connect a channel" in page.get(at(by, "queue/")).content.decode()
