"""What a person finishes: handed over at its hour, live when they say so, and never in doubt."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from antiphon.channels import actions as channels
from antiphon.connect.oauth import BY_HAND
from antiphon.connect.registry import network as find_network
from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import resolve
from antiphon.notices import causes
from antiphon.notices.states import About
from antiphon.people.models import Member, Role
from antiphon.people.policy import Refused
from antiphon.publish import actions
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db
PLACE = "https://network.example/fizz/1"


@pytest.fixture
def by() -> Member:
    """Somebody who writes."""
    return a.member()


def handed(sandbox: Sandbox, by: Member, **given: Any) -> Publication:
    """A publication that a person is to finish, at its hour."""
    channel = world.channel_on(sandbox, choice.FIRST, by=by)
    row = world.publication_on(channel, f"Three berries, {uuid4()}.", by_hand=True, **given)
    world.settle(row)
    return row


@pytest.mark.promise("P1")
def test_at_its_hour_a_person_has_it_and_nothing_of_ours_was_sent(
    sandbox: Sandbox, by: Member
) -> None:
    row = handed(sandbox, by)

    assert (row.state, row.is_handed_over, row.due_at) == (State.ASKING, True, None)
    assert world.shown(sandbox, choice.FIRST, row.steps[0]["text"]) == 0
    assert not Attempt.objects.filter(publication_id=row.pk).exists()


def test_before_its_hour_it_waits(sandbox: Sandbox, by: Member) -> None:
    row = handed(sandbox, by, due_at=datetime.now(UTC) + timedelta(hours=1))

    assert (row.state, row.is_handed_over) == (State.WAITING, False)


@pytest.mark.promise("W5")
def test_it_counts_as_live_when_a_person_says_so_and_only_then(
    sandbox: Sandbox, by: Member
) -> None:
    row = handed(sandbox, by)

    actions.finished(by, row, url=PLACE)

    row.refresh_from_db()
    assert (row.state, row.url, row.remedy) == (State.LIVE, PLACE, "")
    assert row.live_at is not None
    with pytest.raises(actions.NotNowError, match="Nobody has it in hand"):
        actions.finished(by, row)


def test_who_may_not_write_finishes_nothing(sandbox: Sandbox, by: Member) -> None:
    row = handed(sandbox, by)
    guest = a.member(workspace=by.workspace, role=Role.CLIENT)

    with pytest.raises(Refused):
        actions.finished(guest, row)


def test_it_can_be_put_off_and_comes_back_at_its_new_hour(sandbox: Sandbox, by: Member) -> None:
    row = handed(sandbox, by)
    later = resolve((datetime.now(UTC) + timedelta(hours=3)).replace(microsecond=0), "UTC")

    actions.move_to(by, row, later)
    row.refresh_from_db()
    assert (row.state, row.due_at) == (State.WAITING, later.instant)

    world.make_due(row)
    world.settle(row)
    assert row.is_handed_over


def test_it_can_be_dropped(sandbox: Sandbox, by: Member) -> None:
    row = handed(sandbox, by)

    actions.cancel(by, row)

    row.refresh_from_db()
    assert row.state == State.CANCELLED


def test_given_back_it_goes_out_by_itself(sandbox: Sandbox, by: Member) -> None:
    row = handed(sandbox, by)

    actions.send_by_itself(by, row)
    world.settle(row)

    assert (row.state, row.by_hand) == (State.LIVE, False)
    assert world.shown(sandbox, choice.FIRST, row.steps[0]["text"]) == 1


@pytest.mark.parametrize("state", [State.REFUSED, State.MISSED, State.WAITING])
def test_whatever_kept_it_a_person_can_take_it(sandbox: Sandbox, by: Member, state: State) -> None:
    row = world.publication_on(world.channel_on(sandbox, choice.FIRST, by=by), "Mine.")
    later = {"due_at": datetime.now(UTC) + timedelta(hours=1)}
    due = later if state == State.WAITING else {"due_at": None}
    Publication.objects.filter(pk=row.pk).update(state=state, **due)
    row.refresh_from_db()

    actions.take_by_hand(by, row)
    world.settle(row)

    assert row.is_handed_over


@pytest.mark.promise("P2", "P6")
@pytest.mark.parametrize("state", [State.UNSURE, State.ASKING, State.LIVE])
def test_what_may_be_out_is_handed_to_nobody(sandbox: Sandbox, by: Member, state: State) -> None:
    row = world.publication_on(world.channel_on(sandbox, choice.FIRST, by=by), "Mine.")
    due = {} if state == State.UNSURE else {"due_at": None}
    Publication.objects.filter(pk=row.pk).update(state=state, **due)
    row.refresh_from_db()

    with pytest.raises(actions.NotNowError):
        actions.take_by_hand(by, row)


def test_an_account_without_a_sign_in_is_spoken_for_by_hand_alone(by: Member) -> None:
    key = choice.FIRST
    server = find_network(key).server or "https://somewhere.example"
    (channel,) = channels.enter(by, key, BY_HAND.key, {"handle": "fizz"}, server=server)

    assert (channel.by_hand, channel.handle, channel.is_signed_in) == (True, "fizz", False)
    assert channels.check(channel)
    with pytest.raises(BadInputError, match="Nobody has signed in"):
        channels.set_by_hand(by, channel, by_hand=False)


@pytest.mark.parametrize("way", ["channel", "option"])
def test_a_post_is_by_hand_where_its_channel_or_its_writer_wants_that(
    sandbox: Sandbox, by: Member, way: str
) -> None:
    channel = world.channel_on(sandbox, choice.FIRST, by=by)
    parts: dict[str, Any] = {}
    if way == "channel":
        channels.set_by_hand(by, channel, by_hand=True)
    else:
        parts["options"] = {channel.network: {"by_hand": True}}

    (row,) = actions.announce(by, actions.Message(text="Hello.", channels=[channel], parts=parts))

    assert row.by_hand


def test_each_one_to_finish_is_a_notice_of_its_own(sandbox: Sandbox, by: Member) -> None:
    rows = [handed(sandbox, by), handed(sandbox, by)]

    found = [one for one in causes.of(by.workspace) if one.about == About.TO_FINISH]

    assert {one.facts["publication"] for one in found} == {str(row.pk) for row in rows}
