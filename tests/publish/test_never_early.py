"""Nothing goes out early, whatever this process believes of the time."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from antiphon.publish import actions
from antiphon.publish.models import Attempt
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests.publish import choice, world

pytestmark = pytest.mark.django_db


@pytest.mark.promise("T6", "T5")
@pytest.mark.parametrize("skew", [-600, 0, 600])
def test_nothing_leaves_before_its_second(sandbox: Sandbox, settings: Any, skew: int) -> None:
    settings.CLOCK_SKEW = skew
    key = choice.FIRST
    due = clock.now() + timedelta(seconds=0.7)
    row = world.publication_on(world.channel_on(sandbox, key), f"On time {uuid4()}", due_at=due)

    def delivered() -> int:
        moment = clock.now()
        moved = actions.deliver(key)
        assert not moved or clock.now() >= due, f"sent {due - moment} early"
        return moved

    world.until(delivered)

    row.refresh_from_db()
    first = Attempt.objects.filter(publication_id=row.pk).earliest("number")
    assert row.state == State.LIVE
    assert row.planned_at <= first.began_at
    assert first.began_at - row.planned_at < timedelta(seconds=5)


@pytest.mark.promise("T6")
@pytest.mark.parametrize("key", choice.EVERY)
def test_what_is_planned_for_later_is_not_touched(sandbox: Sandbox, key: str) -> None:
    due = clock.now() + timedelta(hours=1)
    row = world.publication_on(world.channel_on(sandbox, key), f"Later {uuid4()}", due_at=due)

    world.settle(row)

    assert (row.state, row.tries, row.due_at) == (State.WAITING, 0, due)
