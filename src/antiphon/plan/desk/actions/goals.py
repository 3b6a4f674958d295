"""How often a channel wants to speak."""

from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan.finding import found, named
from antiphon.plan.models import Goal

MOST = 7 * 24


def set_goal(by: By, channel: Channel | UUID | str, per_week: int | None) -> int | None:
    """Want so many posts a week, or none in particular; what was wanted before."""
    permit(by, "goal.write", named(channel))
    row = found(Channel, by.workspace, channel)
    if per_week is not None and not 1 <= per_week <= MOST:
        say = f"Choose from 1 to {MOST} posts a week, not {per_week}."
        raise BadInputError(
            Problem(field="per_week", rule="range", actual=per_week, limit=MOST, say=say)
        )
    with transaction.atomic():
        mine = Goal.objects.select_for_update().filter(channel=row)
        before = mine.values_list("per_week", flat=True).first()
        if per_week is None:
            mine.delete()
        else:
            Goal.objects.update_or_create(
                channel=row, defaults={"workspace": row.workspace, "per_week": per_week}
            )
        note(by, "goal.write", row, before={"goal": before}, after={"goal": per_week})
    return before
