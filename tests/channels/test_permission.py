"""Whether we may still speak: asked every day, doubted with care, lost once."""

import base64
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from antiphon.channels import actions, safe
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.connect.abilities import KnowsItself
from antiphon.connect.registry import networks
from antiphon.people import vault
from antiphon.people.models import Member, TrailLine
from antiphon.people.policy import Refused
from antiphon.sandbox.lines import Line, Rule, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.channels.test_renewal import connected, due
from tests.channels.world import RENEWED, Way, name_of

pytestmark = pytest.mark.django_db
KEYS = [one.key for one in networks() if one.can(KnowsItself)]
each = pytest.mark.parametrize("key", KEYS)


def channel_on(
    sandbox: Sandbox, key: str, handle: str, *, by: Member | None = None, server: str = ""
) -> Channel:
    entrance = sandbox.simulators[key].open_account(handle, handle.title())
    rows = actions.enter(
        by or a.member(), key, entrance.sign_in, entrance.given, server=server or entrance.server
    )
    return next(row for row in rows if row.remote_id == entrance.id)


def until_asked(channel: Channel) -> timedelta:
    assert channel.check_at
    return channel.check_at - clock.now()


@each
@pytest.mark.promise("K4", "F33", "F60")
def test_another_identity_is_refused_and_changes_nothing(
    sandbox: Sandbox, key: str, handle: str
) -> None:
    mine, theirs = channel_on(sandbox, key, handle), channel_on(sandbox, key, f"{handle}b")
    vault.put(mine, "credential", safe.written(safe.credential_of(theirs)))
    mine.save()
    before = Channel.objects.filter(pk=mine.pk).values("handle", "name", "facts", "remote_id").get()

    assert not actions.check(mine)
    mine.refresh_from_db()
    assert (mine.state, bool(mine.reason)) == (State.LOST, True)
    assert before == Channel.objects.filter(pk=mine.pk).values(*before).get()


@each
@pytest.mark.promise("K6", "P20", "F35")
def test_a_permission_taken_back_is_noticed_within_the_day_and_told_once(
    sandbox: Sandbox, key: str, handle: str
) -> None:
    channel = channel_on(sandbox, key, handle)
    sandbox.simulators[key].revoke(sandbox.simulators[key].open_account(handle, handle).handle)
    for _ in range(3):
        Channel.objects.update(check_at=clock.now(), renew_at=None)
        actions.check_permissions()
        actions.refresh_due()
    channel.refresh_from_db()

    assert (channel.state, bool(channel.reason)) == (State.LOST, True)
    told = TrailLine.objects.filter(who="engine:channels", object=f"channel:{channel.pk}")
    assert told.count() == 1


@each
def test_who_was_asked_is_asked_again_tomorrow(sandbox: Sandbox, key: str, handle: str) -> None:
    channel = channel_on(sandbox, key, handle)
    assert actions.check_permissions() == 0
    Channel.objects.filter(pk=channel.pk).update(check_at=clock.now())
    assert (actions.check_permissions(), actions.check_permissions()) == (1, 0)
    channel.refresh_from_db()

    assert channel.state == State.CONNECTED
    assert timedelta(hours=18) < until_asked(channel) <= timedelta(hours=24)


@each
def test_a_network_that_is_away_takes_no_permission(
    sandbox: Sandbox, line: Line, key: str, handle: str
) -> None:
    channel = channel_on(sandbox, key, handle, server=line.base(key))
    Channel.objects.filter(pk=channel.pk).update(check_at=clock.now())
    line.go_wrong(Trouble.REFUSE, times=-1)
    actions.check_permissions()
    channel.refresh_from_db()

    assert channel.state == State.CONNECTED
    assert until_asked(channel) <= timedelta(hours=1)


BODIES = ["", "<html>", "[]", "null", '{"data": []}', '{"id": 7}', '"x"', '{"id": null, "did": 3}']


@each
@pytest.mark.promise("P21")
@pytest.mark.parametrize("body", BODIES)
def test_an_answer_that_makes_no_sense_takes_no_permission_from_the_others(
    sandbox: Sandbox, line: Line, key: str, handle: str, body: str
) -> None:
    channel = channel_on(sandbox, key, handle, server=line.base(key))
    line.go_wrong(Trouble.ANSWER, times=-1, status=200, body=body)
    actions.check(channel)
    channel.refresh_from_db()

    assert channel.state in {State.CONNECTED, State.LOST}
    assert channel.handle
    assert channel.remote_id


@pytest.fixture
def refreshed(way: Way, sandbox: Sandbox, line: Line, handle: str) -> Iterator[Channel]:
    """A channel whose renewal is due, on a sandbox whose faults end with the test."""
    yield connected(way, sandbox, line.base(way[0].key), handle)
    sandbox.faults.clear()


@pytest.mark.promise("K4", "F33")
@pytest.mark.parametrize("way", RENEWED, ids=name_of)
def test_an_answer_without_a_refresh_token_never_erases_the_stored_one(
    refreshed: Channel, way: Way, sandbox: Sandbox
) -> None:
    before = safe.credential_of(refreshed).secret("refresh_token")
    told = '{"access_token": "fresh-0123", "token_type": "Bearer", "expires_in": 7200}'
    answer = Rule(Trouble.ANSWER, path="(?i)token|refresh", status=200, body=told)
    sandbox.faults.add(way[0].key, answer)
    actions.refresh(due(refreshed).pk)
    refreshed.refresh_from_db()

    fresh = safe.credential_of(refreshed)
    # Some tokens are shown themselves to get the next one; then the fresh one is kept for that.
    assert fresh.secret("refresh_token") in {before, fresh.secret("access_token")}


@each
@pytest.mark.promise("K1", "K2")
def test_secrets_are_nowhere_to_be_read(
    sandbox: Sandbox, key: str, handle: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = channel_on(sandbox, key, handle)
    actions.check(channel)
    kept = [text.reveal() for text in safe.credential_of(channel).secrets.values()]
    secret = [text for text in kept if len(text) > 7]
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select string_agg(c::text, ' ') from channels_channel c)"
            " || (select string_agg(t::text, ' ') from people_trailline t)"
        )
        [dump] = cursor.fetchone()

    assert secret
    seen = f"{caplog.text} {dump} {channel!r} {vars(channel)} {safe.credential_of(channel)!r}"
    forms = [
        f for t in secret for f in (t, t.encode().hex(), base64.b64encode(t.encode()).decode())
    ]
    assert [form for form in forms if form in seen] == []


def test_only_who_leads_disconnects() -> None:
    channel = a.channel()
    with pytest.raises(Refused):
        actions.retire(a.member(workspace=channel.workspace, role="editor"), channel)
    with pytest.raises(Refused):
        actions.retire(a.member(), channel)
    channel.refresh_from_db()

    assert channel.credential
