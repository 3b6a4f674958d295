"""Keeping the notices of each workspace as its rows are: opened, grown, closed by themselves."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from antiphon.notices import causes, happenings, queries
from antiphon.notices.actions.mailing import write_letters
from antiphon.notices.causes import Cause
from antiphon.notices.models import Gathering, Notice
from antiphon.people.models import Workspace
from antiphon.work import clock
from antiphon.work.clock import ClockTimestamp

AT_ONCE = 50
LOOKED_EVERY = timedelta(minutes=5)
"""What only time brings about is found then."""
CLOSED_LAST = timedelta(days=90)


def gather() -> int:
    """Look through workspaces in which something happened, or that were not looked at lately."""
    ids = queries.to_gather(LOOKED_EVERY, limit=AT_ONCE)
    return sum(_gather(id) for id in ids)


def _gather(id: UUID) -> int:
    with transaction.atomic():
        Gathering.objects.bulk_create([Gathering(workspace_id=id)], ignore_conflicts=True)
        locked = Gathering.objects.select_for_update(skip_locked=True, of=("self",))
        mine = locked.select_related("workspace").filter(pk=id).first()
        if mine is None:
            return 0
        # Where it was read to is asked first: what happens meanwhile is found the next time.
        read = happenings.end(mine.workspace)
        changed = _reconcile(mine.workspace)
        mine.read_tx, mine.read_id, mine.looked_at = read.tx, read.id, clock.now()
        mine.save(update_fields=["read_tx", "read_id", "looked_at"])
    return changed


def _reconcile(workspace: Workspace) -> int:
    found = {(cause.about.value, cause.key): cause for cause in causes.of(workspace)}
    standing = Notice.objects.filter(workspace=workspace, closed_at=None)
    known = {(row.about, row.key): row for row in standing}
    gone = [row.pk for name, row in known.items() if name not in found]
    fresh = [_opened(workspace, cause) for name, cause in found.items() if name not in known]
    Notice.objects.bulk_create(fresh)
    write_letters(workspace, fresh)
    Notice.objects.filter(pk__in=gone).update(closed_at=ClockTimestamp())
    grown = sum(_follow(row, found[name]) for name, row in known.items() if name in found)
    return len(fresh) + len(gone) + grown


def _opened(workspace: Workspace, cause: Cause) -> Notice:
    moment = clock.now()
    return Notice(
        workspace=workspace, about=cause.about, key=cause.key, member_id=cause.member,
        facts=cause.facts, items=cause.items, count=cause.count, opened_at=moment,
        changed_at=moment,
    )  # fmt: skip


def _follow(row: Notice, cause: Cause) -> bool:
    """What a standing notice tells is what is so now; only something new makes it unread."""
    as_it_is: dict[str, Any] = {"facts": cause.facts, "items": cause.items, "count": cause.count}
    if all(getattr(row, name) == value for name, value in as_it_is.items()):
        return False
    if {*cause.items} - {*row.items}:
        as_it_is["changed_at"] = clock.now()
    Notice.objects.filter(pk=row.pk).update(**as_it_is)
    return True


def forget_notices() -> int:
    """Delete what was closed three months ago."""
    return Notice.objects.filter(closed_at__lt=ClockTimestamp() - CLOSED_LAST).delete()[0]
