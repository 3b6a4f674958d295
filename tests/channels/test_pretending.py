"""Channels on pretend networks, and channels put away with a way back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from antiphon.channels import actions, pretended
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.connect.errors import FixSetup
from antiphon.connect.registry import packages
from antiphon.people.models import Member, Role
from antiphon.people.policy import Refused
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db
KEYS = [*packages()]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port."""
    with Sandbox(KEYS).serving() as served:
        yield served


@pytest.fixture(autouse=True)
def beside(sandbox: Sandbox, settings: Settings) -> Iterator[None]:
    """The sandbox runs beside us, as with `antiphon up`."""
    settings.SANDBOX_PORT = sandbox.port
    with world.private_networks():
        yield


@pytest.fixture
def by() -> Member:
    return a.member()


@pytest.mark.parametrize("key", KEYS)
def test_a_pretend_account_becomes_one_channel(by: Member, key: str) -> None:
    row = actions.pretend(by, key, by.workspace.slug, "Fizz")

    assert (row.network, row.state) == (key, State.CONNECTED)
    assert pretended.is_pretended(row)
    assert pretended.sight(row) == f"{pretended.home()}_/see/{key}"
    assert not pretended.is_pretended(a.channel())
    assert Channel.objects.exclude(state=State.RETIRED).filter(workspace=by.workspace).count() == 1


def test_what_the_sandbox_forgot_is_opened_again(by: Member, settings: Settings) -> None:
    with Sandbox(KEYS).serving() as before:
        settings.SANDBOX_PORT = before.port
        rows = [actions.pretend(by, key, by.workspace.slug, "Fizz") for key in KEYS]
        actions.pretend(a.member(), KEYS[0], "other", "Other")
    with Sandbox(KEYS, port=before.port).serving():
        assert not actions.check(rows[0])
        assert actions.pretend_again(besides=by.workspace.slug) == 0

    with Sandbox(KEYS, port=before.port).serving():
        assert actions.pretend_again() == len(KEYS)
        assert all(actions.check(row) for row in Channel.objects.filter(workspace=by.workspace))


def test_without_a_sandbox_nothing_is_pretended(by: Member, settings: Settings) -> None:
    settings.SANDBOX_PORT = 0
    with pytest.raises(FixSetup, match="ANTIPHON_SANDBOX_PORT"):
        actions.pretend(by, KEYS[0], "fizz", "Fizz")

    assert not pretended.is_pretended(a.channel(server="http://127.0.0.1:1/x"))


def test_a_channel_put_away_comes_back_with_its_permission(by: Member) -> None:
    row = actions.pretend(by, KEYS[0], "fizz", "Fizz")
    actions.put_away(by, row)
    row.refresh_from_db()
    assert (row.state, bool(row.credential)) == (State.RETIRED, True)
    assert actions.give_back() == 0
    actions.bring_back(by, row)
    row.refresh_from_db()

    assert row.state == State.CONNECTED
    assert actions.check(row)


def test_a_channel_that_stays_away_gives_its_permission_back(by: Member) -> None:
    row = actions.pretend(by, KEYS[0], "fizz", "Fizz")
    actions.put_away(by, row)
    Channel.objects.filter(pk=row.pk).update(check_at=clock.now() - timedelta(seconds=1))
    assert actions.give_back() == 1
    assert actions.give_back() == 0
    row.refresh_from_db()

    assert row.credential is None
    with pytest.raises(actions.GoneError):
        actions.bring_back(by, row)


def test_only_who_leads_puts_away_and_brings_back(by: Member) -> None:
    editor = a.member(workspace=by.workspace, role=Role.EDITOR)
    row = a.channel(workspace=by.workspace)
    for who in (editor, a.member()):
        with pytest.raises(Refused):
            actions.put_away(who, row)
        with pytest.raises(Refused):
            actions.bring_back(who, row)
    row.refresh_from_db()

    assert row.state == State.CONNECTED


def test_retiring_one_of_two_that_share_a_sign_in_leaves_the_other(by: Member) -> None:
    for key in KEYS:
        entrance = pretended.sandbox().open_account(key, f"two-{key}", "Two", kind="organization")
        rows = actions.enter(by, key, entrance.sign_in, entrance.given, server=entrance.server)
        for row in rows[1:]:
            actions.retire(by, row)

        assert actions.check(Channel.objects.get(pk=rows[0].pk))
