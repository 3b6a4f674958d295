"""The stop switch, what was late, and what lost its permission."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.people.models import LatePolicy, Member
from antiphon.publish import actions
from antiphon.publish.actions.claim import claim
from antiphon.publish.actions.deliver import send
from antiphon.publish.duty import DUTY
from antiphon.publish.models import Hold, Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db
KEY = choice.FIRST


def _one(
    sandbox: Sandbox, late: timedelta = timedelta(0), **space: Any
) -> tuple[Member, Publication]:
    by = a.member(workspace=a.workspace(**space))
    channel = world.channel_on(sandbox, KEY, by=by)
    return by, world.publication_on(channel, f"{uuid4()}", due_at=clock.now() - late)


def _seen(sandbox: Sandbox, row: Publication) -> int:
    return world.shown(sandbox, KEY, row.steps[0]["text"])


SWITCHES: dict[str, Callable[[Member, Publication], Hold]] = {
    "workspace": lambda by, _row: actions.hold(by, "Wait."),
    "channel": lambda by, row: actions.hold(by, "Wait.", channel=row.channel),
    "network": lambda _by, row: actions.stop_everything("Wait.", who="me", network=row.network),
    "installation": lambda _by, _row: actions.stop_everything("Wait.", who="me"),
}


@pytest.mark.promise("P12")
@pytest.mark.parametrize("scope", SWITCHES)
def test_a_hold_stops_what_is_due_and_loses_nothing(sandbox: Sandbox, scope: str) -> None:
    by, row = _one(sandbox)
    hold = SWITCHES[scope](by, row)

    world.settle(row)
    actions.free_held()
    row.refresh_from_db()
    assert (row.state, row.reason, _seen(sandbox, row)) == (State.HELD, "Wait.", 0)

    if hold.workspace_id:
        assert actions.release(by, hold) == 1
    else:
        actions.resume_everything(network=hold.network)
    actions.free_held()
    world.settle(row)
    assert (row.state, _seen(sandbox, row)) == (State.LIVE, 1)


@pytest.mark.promise("P12")
def test_a_hold_of_a_workspace_or_channel_stops_nobody_else(sandbox: Sandbox) -> None:
    by, row = _one(sandbox)
    _other, free = _one(sandbox)
    actions.hold(by, "Wait.")
    actions.hold(by, "Wait.", channel=row.channel)

    world.settle(row, free)

    assert (row.state, free.state) == (State.HELD, State.LIVE)


@pytest.mark.promise("P12")
@pytest.mark.parametrize("scope", SWITCHES)
def test_a_hold_stops_even_what_was_claimed_already(sandbox: Sandbox, scope: str) -> None:
    by, row = _one(sandbox)
    shift = DUTY.begin()
    rows = claim(shift, KEY)
    SWITCHES[scope](by, row)
    DUTY.begin()

    send(rows, shift)

    row.refresh_from_db()
    assert (row.state, _seen(sandbox, row)) == (State.WAITING, 0)
    assert (row.failures, row.first_sent_at) == (0, None)


@pytest.mark.promise("P12")
@pytest.mark.parametrize(
    ("afterwards", "state"),
    [
        (LatePolicy.LATE, State.LIVE),
        (LatePolicy.SKIP, State.CANCELLED),
        (LatePolicy.ASK, State.MISSED),
    ],
)
def test_what_fell_due_during_a_hold_follows_the_rule_of_the_hold(
    sandbox: Sandbox, afterwards: LatePolicy, state: State
) -> None:
    policy = LatePolicy.ASK if afterwards == LatePolicy.LATE else LatePolicy.LATE
    by, row = _one(sandbox, timedelta(hours=2), late_policy=policy)
    hold = actions.hold(by, "Wait.", afterwards=afterwards)
    world.settle(row)

    actions.release(by, hold)
    actions.free_held()
    world.settle(row)

    assert row.state == state, row.reason


@pytest.mark.promise("P14", "F40")
@pytest.mark.parametrize(
    ("policy", "state", "seen"),
    [
        (LatePolicy.ASK, State.MISSED, 0),
        (LatePolicy.SKIP, State.CANCELLED, 0),
        (LatePolicy.LATE, State.LIVE, 1),
    ],
)
def test_what_is_overdue_beyond_the_grace_follows_the_policy(
    sandbox: Sandbox, policy: LatePolicy, state: State, seen: int
) -> None:
    _by, row = _one(sandbox, timedelta(hours=2), late_policy=policy)

    world.settle(row)

    assert (row.state, _seen(sandbox, row)) == (state, seen)


@pytest.mark.promise("P14")
@pytest.mark.parametrize("policy", LatePolicy.values)
def test_within_the_grace_it_goes_out(sandbox: Sandbox, policy: str) -> None:
    _by, row = _one(sandbox, timedelta(minutes=59), late_policy=policy)

    world.settle(row)

    assert row.state == State.LIVE


@pytest.mark.promise("P14", "F63")
def test_after_a_day_off_there_is_no_flood(sandbox: Sandbox) -> None:
    by, first = _one(sandbox, timedelta(days=1))
    rest = [
        world.publication_on(first.channel, f"{uuid4()}", due_at=clock.now() - timedelta(hours=n))
        for n in range(2, 12)
    ]

    world.settle(first, *rest)

    assert {row.state for row in (first, *rest)} == {State.MISSED}
    actions.send_late(by, first)
    world.settle(first)
    assert (first.state, _seen(sandbox, first)) == (State.LIVE, 1)


@pytest.mark.promise("P20", "F35", "F30")
@pytest.mark.parametrize("key", choice.EVERY)
def test_a_channel_without_permission_holds_and_reconnecting_releases(
    sandbox: Sandbox, key: str
) -> None:
    by, handle = a.member(), f"h{uuid4().hex[:10]}"
    channel = world.channel_on(sandbox, key, by=by, handle=handle)
    rows = [world.publication_on(channel, f"{n} {uuid4()}") for n in range(3)]
    sandbox.simulators[key].revoke(handle)
    world.settle(*rows, rounds=3)
    Channel.objects.filter(pk=channel.pk).update(state=ChannelState.LOST)
    world.settle(*rows, rounds=3)

    actions.free_held()
    assert {row.state for row in rows} == {State.HELD}, rows[0].reason
    assert world.channel_on(sandbox, key, by=by, handle=handle).pk == channel.pk
    actions.free_held()
    world.settle(*rows)
    assert {row.state for row in rows} == {State.LIVE}, rows[0].reason
    assert [world.shown(sandbox, key, row.steps[0]["text"]) for row in rows] == [1, 1, 1]


@pytest.mark.promise("P13", "F62")
def test_a_tenant_with_thousands_delays_nobodys_one() -> None:
    crowd = a.channel(network=KEY)
    early = clock.now() - timedelta(minutes=1)
    sample = world.publication_on(crowd, "Many", due_at=early)
    facts = {f.attname: getattr(sample, f.attname) for f in Publication._meta.fields}
    Publication.objects.bulk_create(
        [Publication(**facts | {"id": uuid4()}) for _ in range(900)], batch_size=300
    )
    one = world.publication_on(a.channel(network=KEY), "One")

    claimed = claim(DUTY.begin(), KEY, limit=20)

    assert one.pk in {row.pk for row in claimed}
