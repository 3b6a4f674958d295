"""Credentials are renewed in time, once, and never at the price of the one we have."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from antiphon.channels import actions, renewing, safe
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.connect.oauth import Refreshes, Revokes, SignIn
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.people import vault
from antiphon.people.models import TrailLine
from antiphon.sandbox.lines import Line, Rule, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.channels.world import RENEWED, TYPED, Way, agree, name_of

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("way", RENEWED, ids=name_of)]
RENEWS = r"(?i)refresh|token"
"""The paths by which networks renew, and not much else after a sign-in."""


def connected(way: Way, sandbox: Sandbox, server: str, handle: str) -> Channel:
    """A channel by this sign-in whose credential can be renewed and wants it now."""
    entrance = sandbox.simulators[way[0].key].open_account(handle, handle.title())
    by, given = a.member(), {one.key: entrance.handle for one in way[1].fields}
    if way in TYPED and entrance.sign_in != way[1].key:
        pytest.skip("The simulator lets people in by another door, unless it is told to.")
    if way in TYPED:
        row = actions.enter(by, way[0].key, way[1].key, entrance.given, server=server)[0]
    else:
        url = actions.begin(by, way[0].key, given, server=server)
        row = actions.arrive(by, agree(url, entrance.handle))[0]
    if not safe.credential_of(row).secret("refresh_token"):
        pytest.skip("The simulator gives nothing to renew with, unless it is told to.")
    return due(row)


def due(row: Channel) -> Channel:
    Channel.objects.filter(pk=row.pk).update(renew_at=clock.now(), refreshed_at=None)
    row.refresh_from_db()
    return row


@pytest.fixture
def channel(way: Way, sandbox: Sandbox, line: Line, handle: str) -> Channel:
    row = connected(way, sandbox, line.base(way[0].key), handle)
    line.requests.clear()
    return row


@pytest.fixture
def goes_wrong(way: Way, sandbox: Sandbox) -> Any:
    """Lets calls that renew go wrong, whichever way they take."""

    def wrong(trouble: Trouble, **how: Any) -> None:
        sandbox.faults.add(way[0].key, Rule(trouble, path=RENEWS, **how))

    yield wrong
    sandbox.faults.clear()


@pytest.mark.promise("K3", "F30")
def test_what_is_due_is_renewed_and_speaks(channel: Channel) -> None:
    before = safe.credential_of(channel).secret("access_token")
    assert actions.refresh_due() == 1
    channel.refresh_from_db()

    assert safe.credential_of(channel).secret("access_token") != before
    assert (channel.state, channel.reason) == (State.CONNECTED, "")
    assert channel.renew_at is None or channel.renew_at > clock.now()
    assert actions.check(channel)
    assert actions.refresh_due() == 0


@pytest.mark.promise("F32", "K3")
def test_a_lost_answer_to_a_one_time_token_loses_the_channel_in_words(
    channel: Channel, goes_wrong: Callable[..., None]
) -> None:
    goes_wrong(Trouble.ANSWER_AFTER, status=502, body="")
    actions.refresh_due()
    channel.refresh_from_db()

    if renewing.sign_in_of(*of(channel)).one_time_refresh:
        assert channel.state == State.LOST
        assert "Sign in again." in channel.reason
    else:
        assert channel.state == State.CONNECTED
        assert actions.refresh_due() == 0
        assert actions.refresh(due(channel).pk)


def of(channel: Channel) -> tuple[Any, str]:
    return safe.network_of(channel), channel.sign_in


@pytest.mark.promise("K3", "F34")
def test_a_network_that_is_away_is_asked_again_after_pauses(
    channel: Channel, goes_wrong: Callable[..., None]
) -> None:
    goes_wrong(Trouble.ANSWER, times=-1, status=429, headers={"Retry-After": "1"}, body="{}")
    pauses = []
    for _ in range(3):
        actions.refresh_due()
        channel.refresh_from_db()
        assert channel.state == State.CONNECTED
        assert channel.renew_at
        pauses.append(channel.renew_at - clock.now())
        assert actions.refresh_due() == 0
        due(channel)

    assert all(timedelta(seconds=25) < pause < timedelta(hours=1) for pause in pauses)
    assert "could not be renewed yet" in channel.reason


@pytest.mark.promise("K3", "F35")
def test_a_permission_taken_back_is_lost_once(
    channel: Channel, sandbox: Sandbox, handle: str
) -> None:
    theirs = sandbox.simulators[channel.network]
    theirs.revoke(theirs.open_account(handle, handle.title()).handle)
    actions.refresh_due()
    actions.refresh(due(channel).pk)
    channel.refresh_from_db()

    assert channel.state == State.LOST
    assert channel.reason.endswith((".", "?"))
    lines = TrailLine.objects.filter(workspace=channel.workspace, who="engine:channels")
    assert lines.count() == 1


@pytest.mark.promise("K3", "F31")
def test_a_call_that_failed_with_the_old_credential_doubts_nothing(channel: Channel) -> None:
    old = Channel.objects.get(pk=channel.pk)
    actions.refresh_due()
    actions.doubt_permission(old, "The network no longer accepts our permission.")
    channel.refresh_from_db()

    assert channel.state == State.CONNECTED
    assert channel.expires_at is None or channel.expires_at > clock.now()


@pytest.mark.promise("F30")
def test_a_doubt_renews_first_and_loses_only_then(channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(renew_at=None)
    channel.refresh_from_db()
    actions.doubt_permission(channel, "Refused.")
    assert actions.refresh_due() == 1
    channel.refresh_from_db()
    assert channel.state == State.CONNECTED

    actions.doubt_permission(channel, "Refused again.")
    channel.refresh_from_db()
    assert (channel.state, channel.reason) == (State.LOST, "Refused again.")


def test_a_retired_channel_keeps_no_credential_and_is_not_renewed(channel: Channel) -> None:
    by = a.member(workspace=channel.workspace)
    actions.retire(by, channel)
    channel.refresh_from_db()

    assert (channel.state, channel.credential) == (State.RETIRED, None)
    assert not actions.refresh(channel.pk)
    assert actions.refresh_due() == 0


def test_retiring_gives_the_permission_back(channel: Channel) -> None:
    kept, by = channel.credential, a.member(workspace=channel.workspace)
    # Whatever else the sign-in brought goes first: the last one gives the permission back.
    for other in Channel.objects.filter(workspace=channel.workspace_id).exclude(pk=channel.pk):
        actions.retire(by, other)
    actions.retire(by, channel)
    if not renewing.sign_in_of(*of(channel)).can(Revokes):
        pytest.skip("The network takes no permission back.")
    # As if somebody had kept a copy of the row: what it proves is over.
    Channel.objects.filter(pk=channel.pk).update(
        state=State.CONNECTED, credential=kept, renew_at=clock.now()
    )
    actions.refresh(channel.pk)
    channel.refresh_from_db()

    assert channel.state == State.LOST


def test_what_cannot_be_renewed_is_good_until_its_end(channel: Channel) -> None:
    bare = Credential(
        sign_in=channel.sign_in,
        secrets={"access_token": Secret("t")},
        expires_at=clock.now() + timedelta(minutes=5),
    )
    assert renewing.due(safe.network_of(channel), bare) == bare.expires_at
    vault.put(channel, "credential", safe.written(bare))
    channel.save()
    actions.refresh(due(channel).pk)
    channel.refresh_from_db()

    assert (channel.state, channel.reason) == (
        State.LOST,
        "The sign-in has run out. Sign in again.",
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("K3", "F31")
def test_two_refreshers_at_once_make_one_call(
    channel: Channel, line: Line, goes_wrong: Callable[..., None]
) -> None:
    goes_wrong(Trouble.SLOW, seconds=0.5, times=-1)
    gate, won = threading.Barrier(3), []

    def one() -> None:
        gate.wait(5)
        won.append(actions.refresh(channel.pk))
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    channel.refresh_from_db()

    assert sorted(won) == [False, False, True]
    assert channel.state == State.CONNECTED
    assert (
        sum("refresh" in path.lower() or "token" in path.lower() for _, path in line.requests) < 2
    )
    assert actions.check(channel)


def test_every_renewable_sign_in_is_renewed_in_its_own_lead(way: Way) -> None:
    _network, sign_in = way
    assert isinstance(sign_in, SignIn)
    assert sign_in.can(Refreshes)
    ends = clock.now() + timedelta(days=60)
    told = Credential(sign_in=sign_in.key, secrets={"refresh_token": Secret("r")}, expires_at=ends)

    assert renewing.due(way[0], told) == ends - sign_in.refresh_before
