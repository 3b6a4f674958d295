"""Taking a channel out of use so that it can still come back for a while."""

from datetime import timedelta

from django.db import transaction

from antiphon.channels.actions.permission import retire
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.kernel.errors import AntiphonError
from antiphon.people.actions import note, permit
from antiphon.people.policy import By, Engine
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp

KEPT = timedelta(minutes=10)


class GoneError(AntiphonError):
    """The permission was given back meanwhile."""


def put_away(by: By, channel: Channel) -> None:
    """Out of use at once; the permission is given back when it is too late for second thoughts."""
    permit(by, "channel.disconnect", channel)
    with transaction.atomic():
        mine = Channel.objects.filter(pk=channel.pk).exclude(state=State.RETIRED)
        # For a channel out of use, `check_at` says when its permission is given back.
        if mine.update(state=State.RETIRED, renew_at=None, check_at=clock.now() + KEPT):
            note(by, "channel.disconnect", channel)


def bring_back(by: By, channel: Channel) -> None:
    """Into use again, as long as the permission was not given back."""
    permit(by, "channel.connect", channel)
    with transaction.atomic():
        kept = Channel.objects.filter(pk=channel.pk, state=State.RETIRED).exclude(credential=None)
        moment = clock.now()
        # Whether it still stands, and when it is to be renewed, is asked at once.
        if not kept.update(state=State.CONNECTED, check_at=moment, renew_at=channel.expires_at):
            raise GoneError("The permission was given back. Connect the account again.")
        note(by, "channel.connect", channel)


def give_back() -> int:
    """Give back the permissions of channels that were put away and stayed away."""
    away = Channel.objects.filter(state=State.RETIRED, check_at__lte=ClockTimestamp())
    rows = list(away.exclude(credential=None).select_related("workspace")[:20])
    for row in rows:
        retire(Engine(workspace=row.workspace, name="channels"), row)
    return len(rows)
