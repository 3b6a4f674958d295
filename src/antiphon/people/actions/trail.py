"""Asking whether somebody may, and writing down what was done or refused."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, models, transaction

from antiphon.people import audit, policy
from antiphon.people.models import Guest, Member, TrailHead, TrailLine, Workspace


def permit(by: policy.By, action: str, on: models.Model | str = "") -> None:
    """Refuse whoever may not, and write that down; ask before a transaction is opened."""
    try:
        policy.allow(by, action)
        _stay_inside(by, on)
    except policy.Refused:
        _append(by, action=action, object=name_of(on), note="refused")
        raise


def note(
    by: policy.By,
    action: str,
    on: models.Model | str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> TrailLine:
    """Write down what was done; of how it was before and after only fingerprints are kept.

    Belongs into the transaction of the deed itself: then there is never one without the other.
    """
    facts = {"before": audit.digest(before), "after": audit.digest(after)}
    return _append(by, action=action, object=name_of(on), **facts)


def name_of(on: models.Model | str) -> str:
    """How the trail names a row."""
    if isinstance(on, str):
        return on
    return f"{on._meta.model_name}:{on.pk}"


def _stay_inside(by: policy.By, on: models.Model | str) -> None:
    """Whoever acts in one workspace touches no row of another."""
    theirs = getattr(on, "workspace_id", None)
    if theirs is not None and theirs != by.workspace.pk:
        raise policy.Refused("There is no such thing in this workspace.")


def _who(by: policy.By) -> str:
    if isinstance(by, Guest):
        return f"guest:{by.pk}"
    if not isinstance(by, Member):
        return f"engine:{by.name}"
    through = f" key:{by.key_prefix}" if by.key_prefix else ""
    return f"person:{by.person_id}{through}"


def _append(by: policy.By, **facts: str) -> TrailLine:
    """Add a line; the head is held until the transaction ends, so lines never share a number."""
    workspace = by.workspace
    with transaction.atomic():
        number, previous, at = _hold_head(workspace)
        line = TrailLine(
            workspace=workspace,
            number=number + 1,
            at=at,
            who=_who(by),
            request=str(structlog.contextvars.get_contextvars().get("request_id", "")),
            previous=previous,
            **facts,
        )
        line.hash = hashlib.sha256(audit.canonical(audit.told(line))).hexdigest()
        line.save(force_insert=True)
        mine = TrailHead.objects.filter(workspace=workspace)
        mine.update(number=line.number, hash=line.hash)
    return line


# The clock is read above the lock: lines that waited for each other never share their order.
_HEAD = """
with head as materialized (
  select number, hash from people_trailhead where workspace_id = %s for update)
select number, hash, clock_timestamp() from head
"""


def _hold_head(workspace: Workspace) -> tuple[int, str, datetime]:
    """The last line's number and hash, held until the transaction ends, and the time then."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [workspace.pk])
        if (row := cursor.fetchone()) is None:
            TrailHead.objects.bulk_create([TrailHead(workspace=workspace)], ignore_conflicts=True)
            cursor.execute(_HEAD, [workspace.pk])
            row = cursor.fetchone()
    number, hash, at = row
    return number, hash, at
