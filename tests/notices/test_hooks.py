"""Who may have what told to whom."""

from datetime import timedelta

import pytest
from django.db import connection

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.notices import actions, queries
from antiphon.notices.models import Delivery, Hook
from antiphon.notices.states import DeliveryState, HookState
from antiphon.people import vault
from antiphon.people.models import Role
from antiphon.people.policy import Refused
from antiphon.work import clock
from tests import builders as a
from tests.notices.receiver import Receiver, deliver, hook_to, is_signed

pytestmark = pytest.mark.django_db(transaction=True)


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
