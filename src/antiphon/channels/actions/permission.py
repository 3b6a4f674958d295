"""Whether we may still speak for a channel, and saying so when we may not."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from antiphon.channels import renewing, safe
from antiphon.channels.actions.desks import at_desk
from antiphon.channels.actions.registration import app_for
from antiphon.channels.models import Channel
from antiphon.channels.states import MOVES, State
from antiphon.connect.abilities import KnowsItself
from antiphon.connect.errors import NetworkError, SignInAgain, TryLater
from antiphon.connect.oauth import Revokes
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Account
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.secret import Secret
from antiphon.people.actions import note, permit
from antiphon.people.policy import By, Engine
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp
from antiphon.work.office import office

ANOTHER_TRY = timedelta(minutes=1)
ASKED_AGAIN = timedelta(hours=1)
AT_ONCE = 50
CHECK_SECONDS = 20.0

log = structlog.get_logger(__name__)


def doubt_permission(channel: Channel, reason: str) -> None:
    """A network refused the credential: renew it if that can be done without a person."""
    now = Channel.objects.filter(pk=channel.pk).first()
    if now is None or now.credential != channel.credential:
        # It was renewed, or its owner came back, while this call was under way with the old one.
        return
    if now.credential and renewing.is_renewable(find_network(now.network), safe.credential_of(now)):
        moment = clock.now()
        rested = Q(refreshed_at=None) | Q(refreshed_at__lt=moment - ANOTHER_TRY)
        mine = Channel.objects.filter(rested, pk=channel.pk, state=State.CONNECTED)
        if mine.update(expires_at=moment, renew_at=moment):
            return
    lose(channel, reason)


def lose(channel: Channel, reason: str) -> None:
    """The permission is gone: publications are held, and the trail says so once."""
    lost = Channel.objects.filter(pk=channel.pk, state__in=MOVES.before(State.LOST))
    with transaction.atomic():
        if lost.update(state=State.LOST, reason=reason[:500], renew_at=None):
            engine = Engine(workspace=channel.workspace, name="channels")
            note(engine, "channel.change", channel, after={"state": State.LOST})
            log.warning("permission lost", channel=str(channel.pk), network=channel.network)


def check_permissions() -> int:
    """Ask every channel whose day is over whether it may still speak (K6)."""
    mine = Channel.objects.filter(state=State.CONNECTED)
    due = mine.filter(Q(check_at=None) | Q(check_at__lte=ClockTimestamp()))
    return check_each(due.order_by("check_at"))


def check_each(channels: QuerySet[Channel]) -> int:
    """Ask each of them, a batch at a time; what one asks now no other worker asks as well."""
    count = 0
    for channel in channels[:AT_ONCE]:
        as_i_know_it = Channel.objects.filter(pk=channel.pk, check_at=channel.check_at)
        moment = clock.now()
        if as_i_know_it.update(check_at=renewing.next_check(moment), checked_at=moment):
            check(channel)
            count += 1
    return count


def check(channel: Channel) -> bool:
    """Ask one channel who it is; another identity is refused and changes nothing (K4)."""
    moment = clock.now()
    if not channel.is_signed_in or not find_network(channel.network).can(KnowsItself):
        return True
    try:
        account = _who(channel)
    except SignInAgain as error:
        _was_asked(channel, moment)
        doubt_permission(channel, str(error))
        return False
    except NetworkError:
        # Nobody could be asked: sooner than tomorrow, then.
        Channel.objects.filter(pk=channel.pk).update(check_at=moment + ASKED_AGAIN)
        return True
    if account.id != channel.remote_id:
        lose(channel, "The credential belongs to another account now. Sign in again.")
        return False
    facts = {"handle": account.handle, "name": account.name, "facts": dict(account.facts)}
    _was_asked(channel, moment, **facts)
    return True


def retire(by: By, channel: Channel) -> None:
    """Take a channel out of use and give the permission back where the network takes it."""
    permit(by, "channel.disconnect", channel)
    network = find_network(channel.network)
    sign_in = renewing.sign_in_of(network, channel.sign_in)
    if sign_in.can(Revokes) and channel.credential and not _is_shared(channel):
        # A network that is away keeps nobody from leaving it.
        with suppress(AntiphonError):
            held = safe.credential_of(channel)
            at_desk(
                network,
                sign_in,
                lambda desk: desk.revoke(held),
                app=app_for(network, sign_in, channel.server),
                server=channel.server,
                seconds=CHECK_SECONDS,
            )
    with transaction.atomic():
        mine = Channel.objects.filter(pk=channel.pk)
        gone = {"credential": None, "expires_at": None, "renew_at": None, "reason": ""}
        mine.update(state=State.RETIRED, **gone)
        note(by, "channel.disconnect", channel)


def _is_shared(channel: Channel) -> bool:
    """Whether one sign-in brought other channels as well, which go on with its permission."""
    others = Channel.objects.filter(
        workspace=channel.workspace_id, network=channel.network, server=channel.server
    ).exclude(pk=channel.pk)
    mine = safe.credential_of(channel).secrets
    in_use = others.exclude(state=State.RETIRED).exclude(credential=None)
    return any(
        set(map(Secret.reveal, safe.credential_of(other).secrets.values()))
        & set(map(Secret.reveal, mine.values()))
        for other in in_use
    )


def set_reach(by: By, channel: Channel, **reach: Any) -> Channel:
    """Say whom a channel reaches: countries, regions, cities, languages, ages, genders, clock."""
    permit(by, "channel.change", channel)
    with transaction.atomic():
        for name, value in reach.items():
            setattr(channel, name, value)
        channel.save(update_fields=[*reach])
        note(by, "channel.change", channel, after={name: str(reach[name]) for name in reach})
    return channel


def set_by_hand(by: By, channel: Channel, *, by_hand: bool) -> Channel:
    """Say whether a person finishes every post of a channel; without a sign-in there is no else."""
    permit(by, "channel.change", channel)
    if not by_hand and not channel.is_signed_in:
        say = f"Nobody has signed in for {channel}: a person has to finish its posts."
        raise BadInputError(Problem(field="by_hand", rule="not_signed_in", say=say))
    with transaction.atomic():
        channel.by_hand = by_hand
        channel.save(update_fields=["by_hand"])
        note(by, "channel.change", channel, after={"by_hand": by_hand})
    return channel


def _was_asked(channel: Channel, moment: Any, **facts: Any) -> None:
    Channel.objects.filter(pk=channel.pk).update(checked_at=moment, **facts)


def _who(channel: Channel) -> Account:
    try:
        who: Account = office().ask(
            safe.address_of(channel), lambda it: it.whoami(), seconds=CHECK_SECONDS
        )
    except AntiphonError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a server answers
        # An answer that our code stumbles over says nothing about the permission.
        log.warning("who we are was not understood", network=channel.network,
                    failure=type(error).__name__)  # fmt: skip
        raise TryLater("The answer was not understood.") from None
    return who
