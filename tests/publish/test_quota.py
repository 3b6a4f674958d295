"""A quota that is used up: the post follows in the next window, and nothing fails."""

from datetime import timedelta

import pytest

from antiphon.connect.errors import Scope, TryLater
from antiphon.publish.actions.record import settle
from antiphon.publish.models import Publication
from antiphon.publish.sequel import QUOTA, after
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db
FULL = TryLater("25 posts a day are the most.", after=timedelta(hours=9), scope=Scope.CHANNEL)


def row_on(sandbox: Sandbox) -> Publication:
    return world.publication_on(world.channel_on(sandbox, choice.FIRST, by=a.member()))


def test_it_waits_for_the_window_and_may_be_late_then(sandbox: Sandbox) -> None:
    found = after(row_on(sandbox), FULL)

    assert (found.state, found.remedy, found.may_be_late) == (State.WAITING, QUOTA, True)
    assert found.wait == timedelta(hours=9).total_seconds()
    assert found.failures is None


def test_a_short_patience_is_no_quota(sandbox: Sandbox) -> None:
    soon = TryLater("Slowly.", after=timedelta(minutes=1), scope=Scope.CHANNEL)

    found = after(row_on(sandbox), soon)

    assert (found.remedy, found.may_be_late, found.failures) == ("try_later", False, 1)


@pytest.mark.promise("P3")
def test_when_the_network_has_room_again_it_goes_out_however_late_that_is(sandbox: Sandbox) -> None:
    row = row_on(sandbox)
    settle(row, after(row, FULL))
    row.refresh_from_db()
    assert (row.state, row.remedy) == (State.WAITING, QUOTA)

    Publication.objects.filter(pk=row.pk).update(planned_at=row.planned_at - timedelta(hours=9))
    world.make_due(row)
    world.settle(row)

    assert row.state == State.LIVE
