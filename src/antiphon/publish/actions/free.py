"""Letting go what was held; keeping the plan true to the clocks on its walls."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from antiphon.channels.states import State as ChannelState
from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import resolve, resolve_slot
from antiphon.people.actions import note
from antiphon.people.policy import Engine
from antiphon.publish.models import Publication
from antiphon.publish.queries import standing_holds
from antiphon.publish.states import State
from antiphon.work import clock
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


def follow_walls() -> int:
    """Where the rules of a zone changed, a plan keeps its wall time and gets the new instant (T1).

    A wall time that exists no more comes at the first instant after the gap. The trail tells.
    """
    rows = Publication.objects.filter(state=State.WAITING, at_step=0, planned_at__gt=clock.now())
    moved = 0
    for row in rows.exclude(wall=None).exclude(zone="").select_related("workspace").iterator():
        moved += _follow_wall(row)
    return moved


def _follow_wall(row: Publication) -> bool:
    wall = row.wall.replace(tzinfo=None) if row.wall else None
    if wall is None:
        return False
    try:
        instant = resolve(wall, row.zone, row.fold).instant
    except BadInputError:
        instant = resolve_slot(wall, row.zone).instant
    if instant == row.planned_at:
        return False
    mine = Publication.objects.filter(pk=row.pk, state=State.WAITING, lease=row.lease)
    with transaction.atomic():
        followed = mine.update(
            planned_at=instant,
            due_at=instant,
            reason=f"The rules of {row.zone} changed: it keeps its wall time.",
        )
        if followed:
            by = Engine(workspace=row.workspace, name="publish")
            told = {"before": row.planned_at.isoformat(), "after": instant.isoformat()}
            note(by, "publication.change", row, after=told)
    return bool(followed)
