"""What stands behind a hold, and what its release would do: told before as it then is."""

from datetime import timedelta

import pytest

from antiphon.people.models import LatePolicy, Member
from antiphon.people.policy import Refused
from antiphon.publish import actions, stopped
from antiphon.publish.models import Hold, Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db
FATES = {
    LatePolicy.ASK: (1, 1, 0),
    LatePolicy.LATE: (2, 0, 0),
    LatePolicy.SKIP: (0, 0, 2),
}


def held(by: Member) -> Hold:
    """A held channel with one that is hours late, one that is just late, and one to come."""
    channel = a.channel(workspace=by.workspace, network=choice.FIRST)
    hold = actions.hold(by, "Wait.", channel=channel)
    for late in (timedelta(hours=5), timedelta(seconds=20)):
        world.publication_on(channel, f"{late}", state=State.HELD, due_at=None,
                             planned_at=clock.now() - late)  # fmt: skip
    world.publication_on(channel, "To come", due_at=clock.now() + timedelta(hours=5))
    return hold


@pytest.mark.parametrize("policy", FATES)
def test_a_release_does_what_was_told_before(policy: LatePolicy) -> None:
    by = a.member(workspace=a.workspace(grace=timedelta(hours=1)))
    hold = held(by)
    parts = stopped.parted(hold, by.workspace, policy, clock.now())
    told = tuple(rows.count() for rows in (parts.at_once, parts.asked, parts.skipped))
    actions.release(by, hold, afterwards=policy)
    states = [State.HELD, State.MISSED, State.CANCELLED]
    done = tuple(Publication.objects.filter(state=state).count() for state in states)

    assert told == done == FATES[policy]


def test_what_waits_is_counted_by_channel() -> None:
    by = a.member()
    (behind,) = stopped.behind(held(by), by.workspace)

    assert (behind.kept, behind.ahead) == (2, 1)


def test_a_network_is_held_for_one_workspace_alone() -> None:
    by, other = a.member(), a.member()
    mine = a.channel(workspace=by.workspace, network=choice.FIRST)
    a.channel(workspace=other.workspace, network=choice.FIRST)

    assert [one.channel for one in actions.hold_network(by, choice.FIRST, "Wait.")] == [mine]


def test_nobody_lets_go_of_what_stops_all_workspaces() -> None:
    by = a.member()
    everything = actions.stop_everything("A fire.", who="the operator")

    with pytest.raises(Refused):
        actions.release(by, everything)
