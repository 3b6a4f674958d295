"""Letting go what was held, once nothing holds it any more."""

from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Greatest

from antiphon.channels.states import State as ChannelState
from antiphon.publish.models import Publication
from antiphon.publish.queries import standing_holds
from antiphon.publish.states import State
from antiphon.work.clock import ClockTimestamp

AT_ONCE = 1_000


def make_months() -> None:
    """Have partitions of attempts ready for the months ahead."""
    with connection.cursor() as cursor:
        cursor.execute("select publish_attempt_months(3)")


def free_held() -> int:
    """Publications whose hold was released and whose channel may speak wait for their hour again.

    An hour that passed meanwhile is the late policy's matter at the next claim (P14).
    """
    standing = standing_holds()
    if standing.everything:
        return 0
    rows = Publication.objects.filter(state=State.HELD, channel__state=ChannelState.CONNECTED)
    rows = rows.filter(Q(channel__expires_at=None) | Q(channel__expires_at__gt=ClockTimestamp()))
    rows = rows.exclude(network__in=standing.networks)
    rows = rows.exclude(workspace__in=[*map(UUID, standing.workspaces)])
    rows = rows.exclude(channel__in=[*map(UUID, standing.channels)])
    if standing.campaigns:
        rows = rows.exclude(post__campaign__in=[*map(UUID, standing.campaigns)])
    ids = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    held = Publication.objects.filter(pk__in=ids, state=State.HELD)
    due = Greatest(F("planned_at"), ClockTimestamp())
    return held.update(state=State.WAITING, due_at=due, reason="", remedy="")
