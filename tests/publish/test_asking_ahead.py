"""A lost permission is noticed before something is due."""

from datetime import timedelta

import pytest

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.publish.jobs import SWEEPS
from antiphon.publish.queries import channels_to_ask
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests.publish import world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("K6")]
HOUR = timedelta(hours=1)
CASES = [
    # due in, asked before, is asked now
    (2 * HOUR, 1 * HOUR, False),
    (2 * HOUR, 23 * HOUR, True),
    (0.9 * HOUR, 0.2 * HOUR, False),
    (0.9 * HOUR, 0.6 * HOUR, True),
    (30 * HOUR, 20 * HOUR, False),
    (23 * HOUR, 2 * HOUR, True),
    (23 * HOUR, 0.6 * HOUR, False),
]


@pytest.mark.parametrize(("due_in", "asked_before", "is_asked"), CASES)
def test_a_channel_is_asked_a_day_and_an_hour_before_something_is_due(
    sandbox: Sandbox,
    due_in: timedelta,
    asked_before: timedelta,
    is_asked: bool,  # noqa: FBT001 -- a case of the table
) -> None:
    channel = world.channel_on(sandbox, world.NETWORKS[0])
    moment = clock.now()
    world.publication_on(channel, due_at=moment + due_in)
    Channel.objects.update(checked_at=moment - asked_before)

    assert channels_to_ask(moment).contains(channel) is is_asked


@pytest.mark.parametrize("key", world.NETWORKS)
def test_what_was_taken_back_is_lost_before_it_is_due(sandbox: Sandbox, key: str) -> None:
    handle = f"ahead-{key}".replace("_", "-")
    channel = world.channel_on(sandbox, key, handle=handle)
    world.publication_on(channel, due_at=clock.now() + 0.9 * HOUR)
    Channel.objects.update(checked_at=clock.now() - 2 * HOUR, renew_at=None)
    theirs = sandbox.simulators[key]
    theirs.revoke(theirs.open_account(handle, handle.title()).handle)
    ask_ahead = next(sweep for sweep in SWEEPS if sweep.name == "publish.ask_ahead")

    assert (ask_ahead.do(), ask_ahead.do()) == (1, 0)
    channel.refresh_from_db()
    # One that can be renewed is doubted first: nothing goes out until that is tried.
    assert channel.state == ChannelState.LOST or channel.renew_at
