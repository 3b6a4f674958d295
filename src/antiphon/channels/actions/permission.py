"""Keeping a channel's permission alive, and saying so when it is gone."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from antiphon.channels import safe
from antiphon.channels.actions.registration import app_for
from antiphon.channels.models import Channel
from antiphon.channels.states import MOVES, State
from antiphon.connect.abilities import KnowsItself
from antiphon.connect.errors import LookFirst, NetworkError, SignInAgain
from antiphon.connect.oauth import App, Refreshes, Revokes, SignIn
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Account, Credential
from antiphon.kernel.errors import AntiphonError
from antiphon.people import vault
from antiphon.people.actions import note, permit
from antiphon.people.policy import By, Engine
from antiphon.work import clock
from antiphon.work.office import office

EARLY = timedelta(minutes=10)
CHECKED_EVERY = timedelta(days=1)
ANOTHER_TRY = timedelta(minutes=1)
AT_ONCE = 50
REFRESH_SECONDS = 45.0


def doubt_permission(channel: Channel, reason: str) -> None:
    """A network refused the credential: renew it if that can be done without a person."""
    if _sign_in_of(channel).can(Refreshes) and safe.credential_of(channel).secret("refresh_token"):
        mine = Channel.objects.filter(pk=channel.pk, state=State.CONNECTED)
        recent = clock.now() - ANOTHER_TRY
        if mine.filter(Q(refreshed_at=None) | Q(refreshed_at__lt=recent)).update(
            expires_at=clock.now()
        ):
            return
    lose(channel, reason)


def lose(channel: Channel, reason: str) -> None:
    """The permission is gone: publications are held, and its owner hears of it once."""
    lost = Channel.objects.filter(pk=channel.pk, state__in=MOVES.before(State.LOST))
    with transaction.atomic():
        if lost.update(state=State.LOST, reason=reason[:500]):
            note(_engine(channel), "channel.change", channel, after={"state": State.LOST})


def refresh_due() -> int:
    """Renew what runs out soon; one refresher for each credential in the whole installation."""
    soon = clock.now() + EARLY
    rows = Channel.objects.filter(state=State.CONNECTED, expires_at__lte=soon)
    done = 0
    for id in rows.values_list("pk", flat=True)[:AT_ONCE]:
        done += refresh(id)
    return done


def refresh(id: Any) -> bool:
    """Renew one credential under its row's lock, held as long as the call (K3).

    Whoever comes second waits, reads again, and finds it fresh. The new pair is committed before
    anybody uses it. A lost answer ends a credential whose tokens are good only once.
    """
    with transaction.atomic():
        channel = Channel.objects.select_for_update(skip_locked=True).filter(pk=id).first()
        if channel is None or not _needs_refresh(channel):
            return False
        try:
            fresh = _renewed(channel)
        except SignInAgain as error:
            return _lost(channel, str(error))
        except LookFirst as error:
            if _sign_in_of(channel).one_time_refresh:
                return _lost(channel, f"The renewed sign-in never arrived. {error}")
            return _later(channel)
        except NetworkError:
            return _later(channel)
        _keep(channel, fresh)
    return True


def check_permissions() -> int:
    """Ask every channel that was not asked for a day whether it may still speak (K6)."""
    since = clock.now() - CHECKED_EVERY
    rows = Channel.objects.filter(state=State.CONNECTED)
    due = rows.filter(Q(checked_at=None) | Q(checked_at__lt=since))
    found = list(due[:AT_ONCE])
    for channel in found:
        check(channel)
    return len(found)


def check(channel: Channel) -> bool:
    """Ask one channel who it is; another identity is refused and changes nothing (K4)."""
    Channel.objects.filter(pk=channel.pk).update(checked_at=clock.now())
    if not find_network(channel.network).can(KnowsItself):
        return True
    try:
        account: Account = office().ask(safe.address_of(channel), lambda it: it.whoami())
    except SignInAgain as error:
        doubt_permission(channel, str(error))
        return False
    except NetworkError:
        return True
    if account.id != channel.remote_id:
        lose(channel, "The credential belongs to another account now. Sign in again.")
        return False
    facts = {"handle": account.handle, "name": account.name, "facts": dict(account.facts)}
    Channel.objects.filter(pk=channel.pk).update(**facts)
    return True


def retire(by: By, channel: Channel) -> None:
    """Take a channel out of use and give the permission back where the network takes it."""
    permit(by, "channel.disconnect", channel)
    sign_in = _sign_in_of(channel)
    if sign_in.can(Revokes):
        # A network that is away keeps nobody from leaving it.
        with suppress(AntiphonError):
            _at_desk(channel, sign_in, "revoke", safe.credential_of(channel))
    with transaction.atomic():
        mine = Channel.objects.filter(pk=channel.pk)
        mine.update(state=State.RETIRED, credential=None, reason="", expires_at=None)
        note(by, "channel.disconnect", channel)


def set_reach(by: By, channel: Channel, **reach: Any) -> Channel:
    """Say whom a channel reaches: countries, regions, cities, languages, ages, genders, clock."""
    permit(by, "channel.change", channel)
    with transaction.atomic():
        for name, value in reach.items():
            setattr(channel, name, value)
        channel.save(update_fields=[*reach])
        note(by, "channel.change", channel, after={name: str(reach[name]) for name in reach})
    return channel


def _needs_refresh(channel: Channel) -> bool:
    soon = clock.now() + EARLY
    return (
        channel.state == State.CONNECTED
        and channel.expires_at is not None
        and channel.expires_at <= soon
    )


def _renewed(channel: Channel) -> Credential:
    sign_in, old = _sign_in_of(channel), safe.credential_of(channel)
    if not sign_in.can(Refreshes):
        if channel.expires_at and channel.expires_at <= clock.now():
            raise SignInAgain("The sign-in has run out.")
        return old
    fresh: Credential = _at_desk(channel, sign_in, "refresh", old)
    return fresh


def _keep(channel: Channel, fresh: Credential) -> None:
    vault.put(channel, "credential", safe.written(fresh))
    channel.expires_at = fresh.expires_at
    channel.refreshed_at = clock.now()
    channel.save(update_fields=["credential", "expires_at", "refreshed_at"])


def _lost(channel: Channel, reason: str) -> bool:
    lose(channel, reason)
    return True


def _later(channel: Channel) -> bool:
    """Tried again in a while; nothing was spent."""
    channel.refreshed_at = clock.now()
    channel.save(update_fields=["refreshed_at"])
    return False


def _at_desk(channel: Channel, sign_in: SignIn, verb: str, credential: Credential) -> Any:
    network = find_network(channel.network)
    app = app_for(network, sign_in, channel.server) if sign_in.needs_app else App()
    return office().sign_in(
        network,
        sign_in,
        lambda desk: getattr(desk, verb)(credential),
        app=app,
        server=channel.server,
        seconds=REFRESH_SECONDS,
    )


def _sign_in_of(channel: Channel) -> SignIn:
    ways = find_network(channel.network).sign_ins
    return next((way for way in ways if way.key == channel.sign_in), ways[0])


def _engine(channel: Channel) -> Engine:
    return Engine(workspace=channel.workspace, name="channels")
