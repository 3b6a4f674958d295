"""Renewing credentials before they end: one refresher each, in the whole installation."""

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction

from antiphon.channels import renewing, safe
from antiphon.channels.actions.desks import at_desk
from antiphon.channels.actions.permission import lose
from antiphon.channels.actions.registration import app_for
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.connect.errors import LookFirst, NetworkError, SignInAgain, TryLater
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Credential
from antiphon.kernel.errors import AntiphonError
from antiphon.people import vault
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp

AT_ONCE = 50
REFRESH_SECONDS = 45.0

log = structlog.get_logger(__name__)


def refresh_due() -> int:
    """Renew what runs out soon; what could not be renewed waits its pause."""
    rows = Channel.objects.filter(state=State.CONNECTED, renew_at__lte=ClockTimestamp())
    return sum(
        refresh(id) for id in rows.order_by("renew_at").values_list("pk", flat=True)[:AT_ONCE]
    )


def refresh(id: Any) -> bool:
    """Renew one credential under its row's lock, held as long as the call (K3).

    Whoever comes second passes on, and finds it fresh later. The new pair is committed before
    anybody uses it. A lost answer ends a credential whose tokens are good only once.
    """
    with transaction.atomic():
        channel = Channel.objects.select_for_update(skip_locked=True).filter(pk=id).first()
        if channel is None or not _needs_renewal(channel):
            return False
        try:
            _keep(channel, _renewed(channel))
        except SignInAgain as error:
            lose(channel, str(error))
        except LookFirst as error:
            way = renewing.sign_in_of(find_network(channel.network), channel.sign_in)
            if way.one_time_refresh:
                lose(channel, f"The renewed sign-in never arrived. Sign in again. ({error})")
            else:
                _later(channel, error)
        except AntiphonError as error:
            _later(channel, error)
    return True


def _needs_renewal(channel: Channel) -> bool:
    due = channel.renew_at
    return channel.state == State.CONNECTED and due is not None and due <= clock.now()


def _renewed(channel: Channel) -> Credential:
    network, old = find_network(channel.network), safe.credential_of(channel)
    if not renewing.is_renewable(network, old):
        raise SignInAgain("The sign-in has run out. Sign in again.")
    sign_in = renewing.sign_in_of(network, channel.sign_in)
    fresh: Credential = at_desk(
        network,
        sign_in,
        lambda desk: desk.refresh(old),
        app=app_for(network, sign_in, channel.server),
        server=channel.server,
        seconds=REFRESH_SECONDS,
    )
    if not fresh.secret("refresh_token") and old.secret("refresh_token"):
        # K4, whatever a desk makes of an answer without one.
        kept = {**old.secrets, **fresh.secrets}
        fresh = Credential(**{**vars(fresh), "secrets": kept})
    return fresh


def _keep(channel: Channel, fresh: Credential) -> None:
    network = find_network(channel.network)
    vault.put(channel, "credential", safe.written(fresh))
    channel.expires_at, channel.refreshed_at = fresh.expires_at, clock.now()
    channel.renew_at, channel.renew_failures = renewing.due(network, fresh), 0
    channel.reason = ""
    channel.save(
        update_fields=[
            "credential", "expires_at", "refreshed_at", "renew_at", "renew_failures", "reason",
        ]
    )  # fmt: skip


def _later(channel: Channel, error: AntiphonError) -> None:
    """Nothing was spent: it is tried again after a pause that grows, and its page says why."""
    told = error.after if isinstance(error, TryLater) else timedelta(0)
    channel.renew_at = clock.now() + renewing.pause(channel.renew_failures, told)
    channel.renew_failures = min(channel.renew_failures + 1, 1_000)
    channel.reason = f"The sign-in could not be renewed yet. {error}"[:500]
    channel.save(update_fields=["renew_at", "renew_failures", "reason"])
    if not isinstance(error, NetworkError):
        log.warning("renewal failed", channel=str(channel.pk), failure=type(error).__name__)
