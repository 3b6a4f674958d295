"""A worker that lost its right to send: nothing leaves late, what it heard is kept."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from antiphon.connect.transport.guard import now
from antiphon.publish import actions
from antiphon.publish.actions.claim import claim
from antiphon.publish.actions.deliver import send
from antiphon.publish.duty import DUTY, Duty
from antiphon.publish.models import Attempt, Publication, Shift
from antiphon.publish.states import State
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests.publish import choice, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(sandbox: Sandbox) -> Iterator[Line]:
    with Line(sandbox.port).running() as carried:
        yield carried


def _end_every_shift() -> None:
    Shift.objects.update(until=clock.now() - timedelta(seconds=1))


@pytest.mark.promise("P2", "F3")
def test_a_new_shift_prolongs_nothing_that_was_claimed_under_an_old_one() -> None:
    duty = Duty(keeps=False)
    old = duty.begin()
    rein = duty.rein(old)
    valid = rein.until() if rein.until else 0.0
    _end_every_shift()

    new = duty.begin()

    assert new != old
    assert rein.until is not None
    assert rein.until() == valid


@pytest.mark.promise("P2", "F3")
@pytest.mark.parametrize("key", choice.EVERY)
def test_nothing_leaves_under_a_shift_that_is_over(sandbox: Sandbox, line: Line, key: str) -> None:
    row = world.publication_on(
        world.channel_on(sandbox, key, server=line.base(key)), f"Too late {uuid4()}"
    )
    shift = DUTY.begin()
    rows = claim(shift, key)
    asked = len(line.requests)
    DUTY._valid[shift] = now() - 0.001

    send(rows, shift)

    row.refresh_from_db()
    assert line.requests[asked:] == []
    assert row.state == State.WAITING, row.reason
    assert row.doubted_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P5", "F3")
@pytest.mark.parametrize("key", [*choice.NEVER, *choice.BLIND])
def test_the_late_answer_of_a_worker_that_lost_its_shift_settles_the_doubt(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    row = world.publication_on(
        world.channel_on(sandbox, key, server=line.base(key)), f"Late answer {uuid4()}"
    )
    line.go_wrong(Trouble.SLOW, times=1, seconds=1.0)
    worker = threading.Thread(target=world.in_thread(actions.deliver), args=(key,))
    worker.start()
    world.until(lambda: Publication.objects.filter(pk=row.pk, state=State.SENDING).exists())
    _end_every_shift()

    assert actions.doubt_abandoned() == 1
    row.refresh_from_db()
    assert row.state in {State.UNSURE, State.ASKING}
    worker.join()

    row.refresh_from_db()
    outcomes = [one.outcome for one in Attempt.objects.filter(publication_id=row.pk)]
    assert (row.state, outcomes) == (State.LIVE, ["receipt"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P5", "P2")
@pytest.mark.parametrize("key", choice.NEVER)
def test_the_late_refusal_of_a_worker_that_lost_its_shift_decides_nothing(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    row = world.publication_on(
        world.channel_on(sandbox, key, server=line.base(key)), f"Late refusal {uuid4()}"
    )
    line.go_wrong(Trouble.ANSWER, times=1, seconds=1.0, status=429, body="{}")
    worker = threading.Thread(target=world.in_thread(actions.deliver), args=(key,))
    worker.start()
    world.until(lambda: Publication.objects.filter(pk=row.pk, state=State.SENDING).exists())
    _end_every_shift()
    actions.doubt_abandoned()
    worker.join()

    row.refresh_from_db()
    outcomes = [one.outcome for one in Attempt.objects.filter(publication_id=row.pk)]
    assert (row.state, outcomes) == (State.UNSURE, ["try_later"])


@pytest.mark.promise("P4", "F42")
def test_rows_that_could_not_be_written_down_are_doubted_when_the_shift_ends(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = choice.FIRST
    row = world.publication_on(world.channel_on(sandbox, key), f"Unwritten {uuid4()}")
    monkeypatch.setattr(DUTY, "rein", _breaks)

    with pytest.raises(MemoryError):
        actions.deliver(key)

    assert DUTY.shift is None
    _end_every_shift()
    actions.doubt_abandoned()
    row.refresh_from_db()
    assert row.state != State.SENDING


def _breaks(_shift: int) -> None:
    raise MemoryError
