"""What people decide: cancel, another hour, take back, change; and what is refused to them."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import resolve
from antiphon.people.models import Member
from antiphon.publish import actions
from antiphon.publish.actions.claim import claim
from antiphon.publish.duty import DUTY
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.states import MOVES, State
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def _one(sandbox: Sandbox, key: str = choice.FIRST, **given: Any) -> tuple[Member, Publication]:
    by = a.member()
    return by, world.publication_on(world.channel_on(sandbox, key, by=by), f"{uuid4()}", **given)


@pytest.mark.promise("P10")
def test_what_was_cancelled_does_not_go_out(sandbox: Sandbox) -> None:
    by, row = _one(sandbox)

    actions.cancel(by, row)
    world.settle(row)

    assert row.state == State.CANCELLED
    assert world.shown(sandbox, choice.FIRST, row.steps[0]["text"]) == 0
    assert Attempt.objects.filter(publication_id=row.pk).count() == 0


@pytest.mark.promise("P10")
@pytest.mark.parametrize("state", [State.SENDING, State.UNSURE, State.ACCEPTED, State.LIVE])
def test_a_cancel_that_comes_too_late_says_so(sandbox: Sandbox, state: State) -> None:
    by, row = _one(sandbox)
    given: dict[str, Any] = {"due_at": None} if state in {State.LIVE, State.SENDING} else {}
    if state == State.SENDING:
        given["shift_id"] = DUTY.begin()
    Publication.objects.filter(pk=row.pk).update(state=state, **given)

    with pytest.raises(actions.NotNowError):
        actions.cancel(by, row)

    row.refresh_from_db()
    assert row.state == state


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P10", "F66")
def test_cancel_and_claim_race_and_exactly_one_wins(sandbox: Sandbox) -> None:
    by = a.member()
    channel = world.channel_on(sandbox, choice.FIRST, by=by)
    shift = DUTY.begin()
    for _ in range(60):
        row = world.publication_on(channel, "Race")
        told: list[str] = []
        gate = threading.Barrier(2)
        ways = {"claimed": _claims(shift, row), "cancelled": _cancels(by, row)}
        racers = [
            threading.Thread(target=world.in_thread(_run), args=(gate, name, way, told))
            for name, way in ways.items()
        ]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        row.refresh_from_db()
        assert len(told) == 1, told
        assert row.state == {"claimed": State.SENDING, "cancelled": State.CANCELLED}[told[0]]
        Publication.objects.filter(pk=row.pk).update(state=State.CANCELLED, due_at=None, shift=None)


def _claims(shift: int, row: Publication) -> Any:
    return lambda: row.pk in {one.pk for one in claim(shift, row.network)}


def _cancels(by: Member, row: Publication) -> Any:
    def cancel() -> bool:
        try:
            actions.cancel(by, Publication.objects.get(pk=row.pk))
        except actions.NotNowError:
            return False
        return True

    return cancel


def _run(gate: threading.Barrier, name: str, way: Any, told: list[str]) -> None:
    gate.wait(5)
    if way():
        told.append(name)


@pytest.mark.promise("P10")
def test_a_moved_publication_goes_out_at_its_new_hour_and_not_before(sandbox: Sandbox) -> None:
    by, row = _one(sandbox)
    later = resolve((datetime.now(UTC) + TOMORROW).replace(microsecond=0), "UTC")

    actions.move_to(by, row, later)
    world.settle(row)

    assert (row.state, row.due_at, row.planned_at) == (State.WAITING, later.instant, later.instant)
    assert (row.zone, row.fold) == ("UTC", 0)
    world.make_due(row)
    world.settle(row)
    assert row.state == State.LIVE


@pytest.mark.promise("P9", "P6")
@pytest.mark.parametrize("state", [State.UNSURE, State.ASKING, State.LIVE, State.CANCELLED])
def test_moving_never_sends_what_went_out_or_may_have(sandbox: Sandbox, state: State) -> None:
    by, row = _one(sandbox)
    due = {} if state == State.UNSURE else {"due_at": None}
    Publication.objects.filter(pk=row.pk).update(state=state, **due)
    row.refresh_from_db()

    with pytest.raises(actions.NotNowError):
        actions.move_to(by, row, resolve(datetime.now(UTC) + TOMORROW, "UTC"))

    row.refresh_from_db()
    assert row.state == state


@pytest.mark.promise("P6", "P10")
def test_what_nobody_knows_is_given_up_only_by_who_looked(sandbox: Sandbox) -> None:
    by, row = _one(sandbox)
    Publication.objects.filter(pk=row.pk).update(state=State.ASKING, due_at=None)
    row.refresh_from_db()

    with pytest.raises(actions.NotNowError, match="Nobody knows"):
        actions.cancel(by, row)
    actions.say_it_is_not_there(by, row, again=False)
    world.settle(row)

    assert (row.state, row.due_at) == (State.CANCELLED, None)
    assert world.shown(sandbox, choice.FIRST, row.steps[0]["text"]) == 0


@pytest.mark.promise("P9")
def test_live_is_final(sandbox: Sandbox) -> None:
    by, row = _one(sandbox)
    world.settle(row)

    for door in (actions.cancel, actions.retry, actions.send_late, actions.say_it_is_not_there):
        with pytest.raises(actions.NotNowError):
            door(by, row)
    world.settle(row)

    assert set(MOVES.table[State.LIVE]) == {State.WITHDRAWN}
    assert (row.state, world.shown(sandbox, choice.FIRST, row.steps[0]["text"])) == (State.LIVE, 1)


@pytest.mark.promise("P9", "A2")
@pytest.mark.parametrize("key", choice.WITHDRAWN)
def test_what_is_live_can_be_taken_back(sandbox: Sandbox, key: str) -> None:
    by, row = _one(sandbox, key)
    world.settle(row)

    actions.withdraw(by, row)

    row.refresh_from_db()
    assert (row.state, world.shown(sandbox, key, row.steps[0]["text"])) == (State.WITHDRAWN, 0)
    told = Attempt.objects.filter(publication_id=row.pk).order_by("number")
    assert told.values_list("verb", flat=True)[told.count() - 1] == "withdraw"


@pytest.mark.promise("P9", "A2")
@pytest.mark.parametrize("key", choice.EDITED)
def test_a_changed_post_is_changed_and_not_sent_again(sandbox: Sandbox, key: str) -> None:
    by, row = _one(sandbox, key)
    world.settle(row)
    old, new = row.steps[0]["text"], f"Better: {uuid4()}"

    allowed = True
    try:
        actions.edit_live(by, row, new)
    except actions.NotNowError:
        # Some networks let only some accounts change a post; then nothing has changed.
        allowed = False
    world.settle(row)

    seen = [world.shown(sandbox, key, text) for text in (old, new)]
    assert seen == ([0, 1] if allowed else [1, 0])
    assert row.state == State.LIVE


@pytest.mark.promise("P9", "P21")
def test_what_a_person_found_can_only_be_changed_there() -> None:
    by = a.member()
    row = world.publication_on(a.channel(workspace=by.workspace, network=choice.EDITED[0]))
    Publication.objects.filter(pk=row.pk).update(state=State.LIVE, due_at=None)
    row.refresh_from_db()

    with pytest.raises(actions.NotNowError, match="A person found it"):
        actions.withdraw(by, row)
    with pytest.raises(actions.NotNowError, match="A person found it"):
        actions.edit_live(by, row, "New")

    row.refresh_from_db()
    assert row.state == State.LIVE


@pytest.mark.promise("I6")
def test_a_live_post_is_not_changed_into_nothing(sandbox: Sandbox) -> None:
    by, row = _one(sandbox, choice.EDITED[0])
    world.settle(row)

    with pytest.raises(BadInputError):
        actions.edit_live(by, row, "")


@pytest.mark.promise("P3")
@pytest.mark.parametrize("state", [*State])
def test_the_database_knows_no_row_that_nobody_will_ever_do(sandbox: Sandbox, state: State) -> None:
    _by, row = _one(sandbox)
    mine = Publication.objects.filter(pk=row.pk)
    lost = {"due_at": clock.now()} if state in _nobodys_turn() else {"due_at": None}

    with pytest.raises(IntegrityError, match="never_lost"), transaction.atomic():
        mine.update(state=state, **lost)


def _nobodys_turn() -> set[State]:
    timed = {State.WAITING, State.UNSURE, State.ACCEPTED}
    return {state for state in State if state not in timed | {State.SENDING}}
