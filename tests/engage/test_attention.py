"""What needs somebody now, the worst first; and what goes out next."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.engage.attention import Kind, attention, coming
from antiphon.engage.models import Message
from antiphon.kernel.window import Moment
from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.desk import actions as desk
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.models import Publication, Wish
from antiphon.publish.states import State, Wished
from antiphon.work import clock
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Member:
    """Somebody who approves what others write."""
    return a.member(workspace=a.workspace(approval=Approval.ONE))


def in_state(channel: Channel, state: State) -> Publication:
    row = world.publication_on(channel)
    facts: dict[str, Any] = {"state": state}
    facts["due_at"] = row.due_at if state == State.UNSURE else None
    Publication.objects.filter(pk=row.pk).update(**facts, reason=f"It is {state}.")
    return row


def asked_for(writer: Member, channel: Channel) -> Wish:
    at = clock.now() + timedelta(days=1)
    post = plan.draft(writer, text="Hi", title="Hi")
    moment = Moment(at.replace(tzinfo=None), "UTC", 0, at)
    return agenda.ask_for(writer, post, [channel], at=moment)


def everything(by: Member) -> None:
    """One of each thing that can need somebody."""
    channel = a.channel(workspace=by.workspace)
    writer = a.member(workspace=by.workspace)
    for state in (State.MISSED, State.UNSURE, State.ASKING, State.REFUSED):
        in_state(channel, state)
    asked_for(writer, channel)
    failed = asked_for(writer, channel)
    plan.refuse(by, failed.post, "No")
    Wish.objects.filter(pk=failed.pk).update(state=Wished.FAILED, reason="Its hour passed.")
    a.channel(workspace=by.workspace, state=ChannelState.LOST)
    a.channel(workspace=by.workspace, expires_at=clock.now() + timedelta(days=3))
    series = desk.make_series(by, plan.draft(by, text="Tip"), [channel])
    desk.pause_series(by, series, reason="Nobody may.")
    Message.objects.create(
        workspace=by.workspace, channel=channel, remote_id="1", text="Hi", at=clock.now()
    )


def test_everything_that_needs_somebody_stands_in_the_order_of_urgency(by: Member) -> None:
    everything(by)

    with CaptureQueriesContext(connection) as asked:
        found = attention(by)

    assert [need.kind for need in found] == list(Kind)
    assert all(need.step for need in found)
    assert found[0].reason == "It is refused."
    assert len(asked) <= 6


def test_nothing_of_another_workspace_needs_us(by: Member) -> None:
    everything(a.member(workspace=a.workspace(approval=Approval.ONE)))

    assert attention(by) == []
    assert coming(by) == []


def test_what_somebody_wrote_or_judged_does_not_wait_for_them(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    asked_for(by, channel)
    assert [need.kind for need in attention(by)] == []

    other = a.member(workspace=by.workspace, role=Role.APPROVER)
    assert [need.kind for need in attention(other)] == [Kind.TO_APPROVE]


def test_a_client_sees_what_waits_for_their_word_and_no_messages(by: Member) -> None:
    client = a.member(workspace=by.workspace, role=Role.CLIENT)
    channel = a.channel(workspace=by.workspace)
    asked_for(by, channel)
    Message.objects.create(
        workspace=by.workspace, channel=channel, remote_id="1", text="Hi", at=clock.now()
    )

    assert [need.kind for need in attention(client)] == [Kind.TO_APPROVE]


def test_a_credential_that_renews_itself_needs_nobody(by: Member) -> None:
    soon = clock.now() + timedelta(hours=1)
    a.channel(workspace=by.workspace, expires_at=soon, renew_at=soon - timedelta(minutes=10))

    assert attention(by) == []


def test_what_goes_out_next_and_what_is_only_wished_for_stand_in_one_line(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    wish = asked_for(by, channel)
    later, sooner = (
        world.publication_on(channel, due_at=clock.now() + timedelta(hours=hours))
        for hours in (30, 2)
    )

    assert coming(by) == [sooner, wish, later]
    assert coming(by, most=1) == [sooner]
