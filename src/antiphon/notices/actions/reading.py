"""What a member does with notices: sees them, and says how they want to be told."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.db import transaction

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.notices import queries
from antiphon.notices.models import Notice, Preference, Sighting
from antiphon.notices.states import About, Way
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.work import clock

Quiet = tuple[time | None, time | None]


def seen(by: Member, notice: Notice | UUID | str | None = None) -> int:
    """Mark one notice as read, or all of them; how many were unread."""
    permit(by, "workspace.read")
    rows, unread = queries.for_member(by), queries.unread(by)
    if notice is not None:
        unread = unread.filter(pk=_id(notice))
        if not rows.filter(pk=_id(notice)).exists():
            raise NotHereError("There is no such notice.")
    moment = clock.now()
    sights = [Sighting(workspace=by.workspace, member=by, notice=row, at=moment) for row in unread]
    Sighting.objects.bulk_create(
        sights, update_conflicts=True, unique_fields=["member", "notice"], update_fields=["at"]
    )
    return len(sights)


def _id(notice: Notice | UUID | str) -> UUID:
    try:
        return notice.pk if isinstance(notice, Notice) else UUID(str(notice))
    except ValueError:
        raise NotHereError("There is no such notice.") from None


def set_preference(
    by: Member,
    *,
    ways: Mapping[str, str] | None = None,
    quiet: Quiet | None = None,
    daily_at: time | None = None,
) -> Preference:
    """Say how to be told of each kind, when no mail may come, and when the daily one.

    What is not given stays; `quiet=(None, None)` means that every hour is fine.
    """
    permit(by, "workspace.read")
    facts: dict[str, Any] = {}
    with transaction.atomic():
        row, _made = Preference.objects.select_for_update().get_or_create(
            member=by, defaults={"workspace": by.workspace}
        )
        if ways is not None:
            facts["ways"] = row.ways | _checked(ways)
        if quiet is not None:
            facts["quiet_from"], facts["quiet_until"] = quiet
        if daily_at is not None:
            facts["daily_at"] = daily_at
        for name, value in facts.items():
            setattr(row, name, value)
        row.save(update_fields=[*facts] or None)
        note(by, "workspace.read", row, after=facts)
    return row


def _checked(ways: Mapping[str, str]) -> dict[str, str]:
    for about, way in ways.items():
        if about not in About.values:
            say = f"There is no notice called {about[:40]}."
            raise BadInputError(Problem(field="ways", rule="unknown", actual=about[:40], say=say))
        if way not in Way.values:
            say = f"One of {', '.join(Way.values)}, not {way[:40]}."
            raise BadInputError(Problem(field=f"ways.{about}", rule="choice", say=say))
    return dict(ways)
