"""The queue of a channel: what floats moves up, what is pinned stays, no place is taken twice."""

from datetime import time, timedelta

import pytest

from antiphon.channels.models import Channel
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.window import resolve
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan.errors import NotNowError
from antiphon.publish import actions as publish
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.models import Publication
from antiphon.publish.queue import actions, queries
from antiphon.publish.states import State
from tests import builders as a

pytestmark = pytest.mark.django_db


def queued(by: Member, channel: Channel, *texts: str) -> list[Publication]:
    """One publication in the queue for each text."""
    return [
        publish.announce(
            by,
            publish.Message(text=text, channels=[channel], parts={"title": "T"}, queue=True),
        )[0]
        for text in texts
    ]


@pytest.fixture
def by() -> Member:
    return a.member()


@pytest.fixture
def channel(by: Member) -> Channel:
    row = a.channel(workspace=by.workspace, time_zone="Europe/Berlin")
    plan.set_slots(by, row, [(day, time(hour)) for day in range(7) for hour in (9, 17)])
    return row


def texts(channel: Channel, places: int = 6) -> list[str]:
    """What stands in each of the next slots."""
    return [
        "+".join(str(row.post) for row in place.rows)
        for place in queries.queue(channel, places=places)
    ]


def test_the_queue_shows_what_stands_in_each_slot_and_which_are_free(
    by: Member, channel: Channel
) -> None:
    queued(by, channel, "One", "Two")

    found = queries.queue(channel, places=4)

    assert [place.is_free for place in found] == [False, False, True, True]
    assert all(place.is_slot for place in found)
    assert texts(channel, 3) == ["T", "T", ""]


def test_another_order_is_kept_and_the_one_before_undoes_it(by: Member, channel: Channel) -> None:
    one, two, three = queued(by, channel, "One", "Two", "Three")
    hours = [place.at.instant for place in queries.queue(channel, places=3)]

    before = actions.reorder(by, channel, [three.pk, str(one.pk)])
    assert [row.pk for row in queries.floating(channel)] == [three.pk, one.pk, two.pk]
    assert [row.planned_at for row in queries.floating(channel)] == hours

    actions.reorder(by, channel, before)
    assert [row.pk for row in queries.floating(channel)] == [one.pk, two.pk, three.pk]


def test_one_goes_before_another_or_last_of_all(by: Member, channel: Channel) -> None:
    one, two, three = queued(by, channel, "One", "Two", "Three")

    actions.put_before(by, three, one)
    assert [row.pk for row in queries.floating(channel)] == [three.pk, one.pk, two.pk]
    actions.put_before(by, three, None)
    assert [row.pk for row in queries.floating(channel)] == [one.pk, two.pk, three.pk]


def test_what_floats_moves_up_and_what_is_pinned_keeps_its_hour(
    by: Member, channel: Channel
) -> None:
    one, two, three = queued(by, channel, "One", "Two", "Three")
    actions.pin(by, two)

    publish.cancel(by, one)

    two.refresh_from_db()
    first, second, third = queries.queue(channel, places=3)
    assert [place.rows[0].pk for place in (first, second)] == [three.pk, two.pk]
    assert third.is_free
    assert not two.floating


def test_a_cancelled_one_comes_back_to_its_hour_as_a_new_one(by: Member, channel: Channel) -> None:
    one, two = queued(by, channel, "One", "Two")
    hour = two.planned_at
    publish.cancel(by, two)

    back = agenda.put_back(by, two)

    assert (back.planned_at, back.digest, back.state) == (hour, two.digest, State.WAITING)
    assert back.pk not in {one.pk, two.pk}
    with pytest.raises(NotNowError, match="again already"):
        agenda.put_back(by, two)


def test_a_given_hour_pins_and_going_back_is_said_by_what_was_before(
    by: Member, channel: Channel
) -> None:
    one, two = queued(by, channel, "One", "Two")
    hours = [one.planned_at, two.planned_at]
    noon = resolve((one.planned_at + timedelta(days=3)).replace(hour=12, minute=0), "UTC")

    before = publish.move_to(by, one, noon)
    two.refresh_from_db()
    one.refresh_from_db()
    assert (two.planned_at, one.planned_at, one.floating) == (hours[0], noon.instant, False)

    publish.move_to(by, one, before, floating=True)
    assert before.instant == hours[0]


def test_what_is_being_sent_is_not_moved_by_the_queue(by: Member, channel: Channel) -> None:
    one, two = queued(by, channel, "One", "Two")
    Publication.objects.filter(pk=one.pk).update(state=State.HELD, due_at=None)

    with pytest.raises(NotNowError, match="changed meanwhile"):
        actions.reorder(by, channel, [two.pk, one.pk])

    two.refresh_from_db()
    assert two.planned_at > one.planned_at


def test_slots_that_were_changed_are_followed_when_somebody_asks(
    by: Member, channel: Channel
) -> None:
    (one,) = queued(by, channel, "One")
    plan.set_slots(by, channel, [(day, time(13)) for day in range(7)])

    assert actions.move_up(by, channel) == 1
    assert queries.queue(channel, places=1)[0].rows == (one,)


@pytest.mark.promise("W1")
def test_the_queue_of_others_is_not_ours_to_move(by: Member, channel: Channel) -> None:
    (row,) = queued(by, channel, "One")

    with pytest.raises(NotHereError):
        actions.put_before(a.member(), row.pk, None)
    with pytest.raises(NotHereError):
        actions.reorder(a.member(), channel.pk, [row.pk])
