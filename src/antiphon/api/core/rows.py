"""From an id in an address to a row of the caller's workspace, or nothing."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)


def one(rows: QuerySet[M], id: UUID) -> M:
    """The row of that id among these; foreign and missing ones look alike."""
    found = rows.filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def each(rows: QuerySet[M], ids: list[UUID]) -> list[M]:
    """The rows of these ids, in this order and once each; none if one of them is not there."""
    wanted = list(dict.fromkeys(ids))
    found = {row.pk: row for row in rows.filter(pk__in=wanted)}
    if len(found) < len(wanted):
        raise Http404
    return [found[id] for id in wanted]
