"""A doubt stays a doubt until it is settled, whatever comes in between."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db.models import F

from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.connect.registry import network
from antiphon.publish import actions
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db

REPEATABLE = [*choice.FOR_A_WHILE, *choice.FOR_EVER]


@pytest.fixture
def line(sandbox: Sandbox) -> Iterator[Line]:
    with Line(sandbox.port).running() as carried:
        yield carried


def _lost(line: Line, sandbox: Sandbox, key: str, trouble: Trouble) -> Publication:
    """A publication whose first answer was lost."""
    row = world.publication_on(_over(line, sandbox, key), f"In doubt on {key}: {uuid4()}")
    line.go_wrong(trouble, times=1)
    actions.deliver(key)
    row.refresh_from_db()
    return row


def _over(line: Line, sandbox: Sandbox, key: str) -> Channel:
    """A channel that speaks over the line, and knows of its server all that can be known."""
    known = world.channel_on(sandbox, key).facts
    channel = world.channel_on(sandbox, key, server=line.base(key))
    channel.facts |= {name: told for name, told in known.items() if not channel.facts.get(name)}
    channel.save(update_fields=["facts"])
    return channel


def _ages(row: Publication, by: timedelta) -> None:
    """Let so much time have passed since the first sending."""
    moments = ("planned_at", "made_at", "first_sent_at", "doubted_at")
    Publication.objects.filter(pk=row.pk).update(**{name: F(name) - by for name in moments})
    world.make_due(row)


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("key", choice.FOR_A_WHILE)
def test_a_repeat_that_waited_longer_than_its_key_lives_is_looked_for_first(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    row = _lost(line, sandbox, key, Trouble.LOSE_AFTER)
    assert (row.state, row.doubted_at is None) == (State.WAITING, False), row.reason
    _ages(row, choice.window(key) + timedelta(minutes=1))
    asked = len(line.requests)

    actions.deliver(key)

    row.refresh_from_db()
    assert (row.state, line.requests[asked:]) == (State.UNSURE, [])
    world.make_due(row)
    world.settle(row)
    assert (row.state, world.shown(sandbox, key, row.steps[0]["text"])) == (State.LIVE, 1)


@pytest.mark.promise("P2", "T5", "F39")
@pytest.mark.parametrize("key", choice.FOR_A_WHILE)
@pytest.mark.parametrize("skew", [timedelta(days=-1), timedelta(days=1)])
def test_a_wrong_clock_neither_prolongs_nor_ends_the_life_of_a_key(
    sandbox: Sandbox, line: Line, key: str, skew: timedelta
) -> None:
    row = world.publication_on(_over(line, sandbox, key), f"At the wrong time on {key}: {uuid4()}")
    long_ago = clock.now() - choice.window(key) - timedelta(minutes=1)
    Publication.objects.filter(pk=row.pk).update(first_sent_at=long_ago)
    line.go_wrong(Trouble.LOSE_AFTER, times=1)

    with time_machine.travel(clock.now() + skew):
        actions.deliver(key)

    row.refresh_from_db()
    assert row.state == State.UNSURE


@pytest.mark.promise("P2", "P20")
@pytest.mark.parametrize("key", REPEATABLE)
@pytest.mark.parametrize("status", [401, 429])
def test_a_refused_repeat_leaves_the_doubt(
    sandbox: Sandbox, line: Line, key: str, status: int
) -> None:
    row = _lost(line, sandbox, key, Trouble.LOSE_AFTER)
    line.go_wrong(Trouble.ANSWER, times=1, status=status, body="{}")
    world.make_due(row)

    actions.deliver(key)

    row.refresh_from_db()
    assert row.state in {State.WAITING, State.HELD, State.UNSURE}, row.reason
    assert row.doubted_at is not None
    assert row.first_sent_at is not None


@pytest.mark.promise("P10", "P6")
@pytest.mark.parametrize("key", REPEATABLE)
def test_what_may_be_out_already_is_not_cancelled(sandbox: Sandbox, line: Line, key: str) -> None:
    row = _lost(line, sandbox, key, Trouble.LOSE_AFTER)

    with pytest.raises(actions.NotNowError, match="Nobody knows yet"):
        actions.cancel(a.member(workspace=row.workspace), row)

    row.refresh_from_db()
    assert row.state == State.WAITING


@pytest.mark.promise("P2", "F12")
@pytest.mark.parametrize("key", choice.NEVER)
def test_one_empty_look_is_no_proof_of_absence(sandbox: Sandbox, line: Line, key: str) -> None:
    row = _lost(line, sandbox, key, Trouble.LOSE_BEFORE)
    looks = len(network(key).proof.looks)

    for made in range(looks):
        assert (row.state, row.looks) == (State.UNSURE, made), row.reason
        world.make_due(row)
        actions.look_at_doubts()
        row.refresh_from_db()

    assert (row.state, row.failures) == (State.WAITING, 1)
    world.settle(row)
    assert (row.state, world.shown(sandbox, key, row.steps[0]["text"])) == (State.LIVE, 1)


@pytest.mark.promise("P2")
@pytest.mark.parametrize("key", choice.LOOKED_AT)
def test_the_last_look_is_later_than_deadline_and_settling(key: str) -> None:
    proof = network(key).proof

    assert proof.looks[-1] > proof.settle
    assert list(proof.looks) == sorted(proof.looks)


@pytest.mark.promise("P2", "P6")
@pytest.mark.parametrize("key", choice.BLIND)
def test_a_person_who_looked_decides_where_nothing_can_be_known(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    by = a.member()
    row = _lost(line, sandbox, key, Trouble.LOSE_BEFORE)
    by = a.member(workspace=row.workspace)
    # A network may be blind on some channels only.
    known, looks = choice.can_be_known(row.channel), network_of(row.channel).proof.looks
    assert row.state == (State.UNSURE if looks else State.ASKING)
    for _look in () if known else looks:
        world.make_due(row)
        actions.look_at_doubts()
    row.refresh_from_db()
    assert known or row.state == State.ASKING, row.reason

    actions.say_it_is_not_there(by, row)
    world.settle(row)

    assert (row.state, world.shown(sandbox, key, row.steps[0]["text"])) == (State.LIVE, 1)


@pytest.mark.promise("P6")
@pytest.mark.parametrize("state", [State.UNSURE, State.ASKING, State.ACCEPTED])
def test_no_door_sends_again_while_nobody_knows(sandbox: Sandbox, state: State) -> None:
    row = world.publication_on(world.channel_on(sandbox, choice.FIRST), f"Unsure {uuid4()}")
    due = None if state == State.ASKING else clock.now() + timedelta(hours=1)
    Publication.objects.filter(pk=row.pk).update(state=state, due_at=due)
    row.refresh_from_db()
    by = a.member(workspace=row.workspace)

    for door in (actions.retry, actions.send_late):
        with pytest.raises(actions.NotNowError):
            door(by, row)
    actions.deliver(choice.FIRST)

    row.refresh_from_db()
    assert (row.state, world.shown(sandbox, choice.FIRST, row.steps[0]["text"])) == (state, 0)
