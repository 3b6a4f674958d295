"""What others' programs are told: signed, in order, again when it failed, and not for ever."""

import json
from datetime import timedelta

import pytest

from antiphon.notices import actions, queries
from antiphon.notices.actions import delivering
from antiphon.notices.models import Delivery, Hook
from antiphon.notices.states import DeliveryState, HookState
from antiphon.people.models import Member, Role, TrailLine
from antiphon.work import clock
from tests import builders as a
from tests.notices.receiver import Receiver, deliver, hook_to, is_signed

pytestmark = pytest.mark.django_db(transaction=True)


def due_now(hook: Hook) -> None:
    Hook.objects.filter(pk=hook.pk).update(due_at=clock.now())


@pytest.mark.promise("S23")
def test_an_address_is_told_of_what_happens_signed_and_in_order(receiver: Receiver) -> None:
    by = a.member()
    a.post(workspace=by.workspace)
    hook, secret = hook_to(receiver, by)
    posts = [a.post(workspace=by.workspace) for _ in range(12)]

    deliver()

    assert receiver.kinds == ["post.drafted"] * 12
    assert [json.loads(body)["data"]["id"] for _h, body in receiver.came] == [
        str(post.pk) for post in posts
    ]
    assert all(is_signed(headers, body, secret) for headers, body in receiver.came)
    assert len(set(receiver.ids)) == 12
    assert set(queries.deliveries(hook).values_list("state", flat=True)) == {"taken"}


@pytest.mark.promise("S23")
def test_what_was_not_taken_goes_again_under_the_same_id_before_anything_else(
    receiver: Receiver,
) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    a.post(workspace=by.workspace)
    a.post(workspace=by.workspace)
    receiver.answers = [500]

    deliver()
    assert len(receiver.came) == 1
    hook.refresh_from_db()
    assert hook.state == HookState.FAILING
    assert hook.due_at is not None
    assert hook.due_at > clock.now() + timedelta(seconds=3)

    due_now(hook)
    deliver()

    assert receiver.ids[0] == receiver.ids[1] != receiver.ids[2]
    first = queries.deliveries(hook).last()
    assert first
    assert [one["word"] for one in first.tries] == ["failed", "taken"]
    hook.refresh_from_db()
    assert (hook.state, hook.failures) == (HookState.ON, 0)


def test_each_pause_is_longer_than_the_one_before() -> None:
    moment = clock.now()
    pauses = [(delivering._again(moment, n) - moment).total_seconds() for n in range(12)]

    assert pauses[:8] == sorted(pauses[:8])
    assert 5 <= pauses[0] <= 6
    assert all(21_600 <= pause <= 25_920 for pause in pauses[8:])


@pytest.mark.promise("S23")
def test_after_three_days_of_failing_it_is_told_nothing_more(receiver: Receiver) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    a.post(workspace=by.workspace)
    receiver.answers = [500, 500]
    deliver()
    Hook.objects.filter(pk=hook.pk).update(failing_since=clock.now() - timedelta(days=3, hours=1))
    due_now(hook)

    deliver()
    a.post(workspace=by.workspace)
    deliver()

    hook.refresh_from_db()
    assert (hook.state, hook.reason) == (HookState.DISABLED, delivering.TOO_LONG)
    assert len(receiver.came) == 2
    assert TrailLine.objects.filter(who="engine:engine", action="webhook.write").count() == 1


def test_switched_on_again_it_goes_on_where_it_was(receiver: Receiver) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    actions.switch_off(by, hook)
    for _ in range(3):
        a.post(workspace=by.workspace)
    deliver()
    assert receiver.came == []

    actions.switch_on(by, hook)
    deliver()

    assert len(receiver.came) == 3


def test_an_address_that_is_gone_is_told_nothing_more(receiver: Receiver) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    a.post(workspace=by.workspace)
    receiver.answers = [410]

    deliver()

    hook.refresh_from_db()
    assert (hook.state, hook.reason) == (HookState.DISABLED, delivering.GONE)


@pytest.mark.promise("S23")
def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    a.post(workspace=by.workspace)
    receiver.answers, receiver.location = [302], receiver.url

    deliver()

    assert len(receiver.came) == 1
    hook.refresh_from_db()
    assert hook.reason == "redirects"


def test_killed_between_sending_and_noting_it_goes_again_under_the_same_id(
    receiver: Receiver,
) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    a.post(workspace=by.workspace)
    a.post(workspace=by.workspace)
    deliver()
    # What a worker leaves behind that was killed before it wrote down what came of the second.
    Delivery.objects.filter(hook=hook, number=2).update(state="waiting", taken_at=None, tries=[])
    Hook.objects.filter(pk=hook.pk).update(due_at=clock.now(), held_until=clock.now())

    deliver()

    assert receiver.ids == [receiver.ids[0], receiver.ids[1], receiver.ids[1]]
    assert not queries.waiting(hook).exists()


def test_a_slow_address_keeps_no_other_waiting(receiver: Receiver) -> None:
    by, other = a.member(), a.member()
    hook_to(receiver, by)
    hook_to(receiver, other)
    receiver.slow = 0.4
    for who in (by, other):
        for _ in range(3):
            a.post(workspace=who.workspace)
    began = clock.now()

    deliver()

    assert len(receiver.came) == 6
    assert (clock.now() - began).total_seconds() < 2.2


def test_only_the_chosen_kinds_are_told(receiver: Receiver) -> None:
    by = a.member()
    hook_to(receiver, by, kinds=["channel.connected"])
    a.post(workspace=by.workspace)
    a.channel(workspace=by.workspace)

    deliver()

    assert receiver.kinds == ["channel.connected"]


def test_an_address_hears_nothing_of_another_workspace(receiver: Receiver) -> None:
    hook_to(receiver, a.member())
    a.post()

    deliver()

    assert receiver.came == []


def test_a_delivery_or_all_since_an_hour_can_be_told_again(receiver: Receiver) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    for _ in range(3):
        a.post(workspace=by.workspace)
    deliver()
    second = queries.deliveries(hook).get(number=2)

    actions.replay(by, second)
    deliver()
    assert receiver.ids[3:] == [receiver.ids[1]]

    assert actions.replay_since(by, hook, clock.now() - timedelta(hours=1)) == 3
    deliver()
    assert receiver.ids[4:] == receiver.ids[:3]


def test_a_trial_can_be_sent_and_what_blocks_stepped_over(receiver: Receiver) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    receiver.answers = [500]
    blocked = actions.try_out(by, hook)
    actions.try_out(by, hook)
    deliver()
    assert receiver.kinds == ["hook.tried"]

    assert actions.skip(by, blocked).state == DeliveryState.SKIPPED
    deliver()

    assert receiver.kinds == ["hook.tried"] * 2
    assert receiver.ids[0] != receiver.ids[1]


@pytest.mark.promise("W6")
def test_a_hook_ends_with_the_right_of_who_answers_for_it(receiver: Receiver) -> None:
    by = a.member(role=Role.MANAGER)
    hook, _secret = hook_to(receiver, by)
    Member.objects.filter(pk=by.pk).update(left_at=clock.now())
    a.post(workspace=by.workspace)

    deliver()

    assert receiver.came == []
    hook.refresh_from_db()
    assert (hook.state, hook.reason) == (HookState.DISABLED, delivering.NOT_THEIRS)
