"""The same command twice is one command; the very same post twice can be refused."""

import threading
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.publish import actions
from antiphon.publish.actions import Message
from antiphon.publish.models import Publication, RepeatKey
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db


def _channel(sandbox: Sandbox, **space: Any) -> tuple[Member, Channel]:
    by = a.member(workspace=a.workspace(**space))
    return by, world.channel_on(sandbox, choice.FIRST, by=by)


@pytest.mark.promise("P17")
def test_the_same_command_again_gives_the_same_answer(sandbox: Sandbox) -> None:
    by, channel = _channel(sandbox)
    message = Message(text=f"{uuid4()}", channels=[channel])

    first = actions.announce(by, message, repeat=message.repeat("key"))
    again = actions.announce(by, message, repeat=message.repeat("key"))

    assert [row.pk for row in first] == [row.pk for row in again]
    assert Publication.objects.count() == Post.objects.count() == 1


@pytest.mark.promise("P17")
def test_the_same_command_for_the_queue_takes_one_place_in_it(sandbox: Sandbox) -> None:
    by, channel = _channel(sandbox)
    plan.set_slots(by, channel, [(day, time(9)) for day in range(7)])
    message = Message(text=f"{uuid4()}", channels=[channel], queue=True)

    for _ in range(2):
        actions.announce(by, message, repeat=message.repeat("key"))

    assert Publication.objects.count() == Post.objects.count() == 1


@pytest.mark.promise("P17")
def test_another_body_under_the_same_key_is_refused_and_leaves_nothing(sandbox: Sandbox) -> None:
    by, channel = _channel(sandbox)
    one, other = (Message(text=f"{uuid4()}", channels=[channel]) for _ in range(2))
    actions.announce(by, one, repeat=one.repeat("key"))

    with pytest.raises(BadInputError, match="used for something else"):
        actions.announce(by, other, repeat=other.repeat("key"))

    assert Publication.objects.count() == Post.objects.count() == 1


@pytest.mark.promise("P17", "W1")
def test_a_key_belongs_to_one_workspace(sandbox: Sandbox) -> None:
    for _ in range(2):
        by, channel = _channel(sandbox)
        message = Message(text="Hello", channels=[channel])
        actions.announce(by, message, repeat=message.repeat("key"))

    assert Publication.objects.count() == RepeatKey.objects.count() == 2


@pytest.mark.promise("P17")
def test_a_key_is_kept_for_a_day(sandbox: Sandbox) -> None:
    by, channel = _channel(sandbox)
    message = Message(text=f"{uuid4()}", channels=[channel])
    for hours, count in ((0, 1), (23.9, 1), (24.1, 2)):
        RepeatKey.objects.update(made_at=clock.now() - timedelta(hours=hours))
        actions.announce(by, message, repeat=message.repeat("key"))
        assert Publication.objects.count() == count


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P17", "F65")
def test_fifty_at_once_are_one(sandbox: Sandbox) -> None:
    by, channel = _channel(sandbox)
    message = Message(text=f"{uuid4()}", channels=[channel])
    answers: list[list[Any]] = []
    gate = threading.Barrier(10)

    def ask() -> None:
        gate.wait(10)
        for _ in range(5):
            rows = actions.announce(by, message, repeat=message.repeat("key"))
            answers.append([row.pk for row in rows])

    crowd = [threading.Thread(target=world.in_thread(ask)) for _ in range(10)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert len(answers) == 50
    assert answers == [answers[0]] * 50
    assert Publication.objects.count() == Post.objects.count() == 1


@pytest.mark.promise("P17")
@pytest.mark.parametrize("strict", [True, False])
def test_the_very_same_within_the_hour_is_refused_where_that_is_wanted(
    sandbox: Sandbox,
    strict: bool,  # noqa: FBT001 -- given by name
) -> None:
    by, channel = _channel(sandbox, strict_duplicates=strict)
    message = Message(text="Once is enough.", channels=[channel])
    actions.announce(by, message)

    if strict:
        with pytest.raises(BadInputError, match="within the hour already"):
            actions.announce(by, message)
    else:
        actions.announce(by, message)

    assert Publication.objects.exclude(state=State.CANCELLED).count() == (1 if strict else 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("T3")
def test_two_who_queue_at_once_never_take_the_same_place(sandbox: Sandbox) -> None:
    by, channel = _channel(sandbox)
    plan.set_slots(by, channel, [(day, time(9)) for day in range(7)])
    gate = threading.Barrier(6)

    def ask() -> None:
        gate.wait(10)
        actions.announce(by, Message(text=f"{uuid4()}", channels=[channel], queue=True))

    crowd = [threading.Thread(target=world.in_thread(ask)) for _ in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    hours = list(Publication.objects.values_list("planned_at", flat=True))
    assert len(hours) == len(set(hours)) == 6
