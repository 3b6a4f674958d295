"""What others' programs are told: signed, in order, again when it failed, and not for ever."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.notices import actions, queries
from antiphon.notices.actions import delivering
from antiphon.notices.models import Delivery, Hook
from antiphon.notices.states import DeliveryState, HookState
from antiphon.people import vault
from antiphon.people.models import Member, Role, TrailLine
from antiphon.people.policy import Refused
from antiphon.work import clock
from tests import builders as a
from tests.notices.receiver import Receiver, is_signed

pytestmark = pytest.mark.django_db(transaction=True)


def hook_to(receiver: Receiver, by: Member, **given: object) -> tuple[Hook, str]:
    facts = {"name": "Our chat", "url": receiver.url} | given
    hook, secret = actions.add_hook(by, **facts)  # type: ignore[arg-type]
    return hook, secret.reveal()


def deliver() -> None:
    while actions.deliver():
        pass


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
    assert not hook.due_at


def test_pauses_grow() -> None:
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


@pytest.mark.promise("S23")
def test_for_a_day_both_secrets_count(receiver: Receiver) -> None:
    by = a.member()
    hook, old = hook_to(receiver, by)
    new = actions.rotate_secret(by, hook).reveal()
    a.post(workspace=by.workspace)
    deliver()
    Hook.objects.filter(pk=hook.pk).update(former_until=clock.now())
    a.post(workspace=by.workspace)
    deliver()

    during, after = receiver.came
    assert is_signed(*during, old)
    assert is_signed(*during, new)
    assert is_signed(*after, new)
    assert not is_signed(*after, old)


def test_a_secret_lies_sealed(receiver: Receiver) -> None:
    hook, secret = hook_to(receiver, a.member())

    with connection.cursor() as cursor:
        cursor.execute("select secret from notices_hook")
        assert secret.encode() not in bytes(cursor.fetchone()[0])
    hook.refresh_from_db()
    assert vault.take(hook, "secret").reveal() == secret


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


@pytest.mark.promise("S1", "S2")
@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://127.0.0.1/", "not_public"),
        ("http://localhost/", "not_public"),
        ("http://[::ffff:127.0.0.1]/", "not_public"),
        ("http://0x7f.1/", "not_public"),
        ("http://2130706433/", "not_public"),
        ("http://169.254.169.254/latest", "not_public"),
        ("http://[64:ff9b::7f00:1]/", "not_public"),
        ("https://user:pw@example.org/", "credentials"),
        ("ftp://example.org/", "scheme"),
        ("https://example.org:8443/", "port"),
        ("https://good\\@evil.example/", "malformed"),
        ("https://example.org/" + "a" * 3000, "too_long"),
    ],
)
def test_an_address_that_is_not_public_is_refused(url: str, rule: str) -> None:
    by = a.member()
    with pytest.raises(BadInputError) as refused:
        actions.add_hook(by, name="x", url=url)

    assert [(one.field, one.rule) for one in refused.value.problems] == [("url", rule)]
    assert not Hook.objects.exists()


@pytest.mark.promise("S1", "S4")
def test_a_name_that_leads_to_a_private_address_is_told_nothing(receiver: Receiver) -> None:
    """Judged at the socket, whatever the address said when it was written down."""
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    Hook.objects.filter(pk=hook.pk).update(url="http://169.254.169.254/told")
    a.post(workspace=by.workspace)

    deliver()

    hook.refresh_from_db()
    assert hook.reason == "not_public"
    assert Delivery.objects.get(hook=hook).tries[0]["status"] == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\nb"},
        {"name": "a\x00"},
        {"kinds": ["post.eaten"]},
    ],
)
def test_a_bad_name_or_kind_is_refused(facts: dict[str, object]) -> None:
    given = {"name": "x", "url": "https://example.org/"} | facts
    with pytest.raises(BadInputError):
        actions.add_hook(a.member(), **given)  # type: ignore[arg-type]


@pytest.mark.promise("W1", "W3")
def test_only_who_leads_touches_a_hook_and_none_of_another_workspace(receiver: Receiver) -> None:
    hook, _secret = hook_to(receiver, a.member())
    editor = a.member(workspace=hook.workspace, role=Role.EDITOR)

    with pytest.raises(Refused):
        actions.switch_off(editor, hook)
    with pytest.raises((Refused, NotHereError)):
        actions.switch_off(a.member(), str(hook.pk))

    hook.refresh_from_db()
    assert hook.state == HookState.ON


def test_old_deliveries_are_forgotten_and_waiting_ones_are_not(receiver: Receiver) -> None:
    by = a.member()
    hook, _secret = hook_to(receiver, by)
    a.post(workspace=by.workspace)
    deliver()
    actions.try_out(by, hook)
    Delivery.objects.update(made_at=clock.now() - timedelta(days=15))

    assert actions.forget_deliveries() == 1
    assert queries.deliveries(hook).get().state == DeliveryState.WAITING
