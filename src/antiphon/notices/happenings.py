"""Reading on: everything that happened in a workspace, in order, each once, none left out."""

import re
from collections.abc import Collection
from typing import NamedTuple

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.happenings import frontier
from antiphon.people.models import Happening, Workspace

_CURSOR = re.compile(r"(\d{1,18})-(\d{1,18})")


class Place(NamedTuple):
    """How far somebody has read."""

    tx: int = 0
    id: int = 0

    def __str__(self) -> str:
        return f"{self.tx}-{self.id}"


START = Place()


def place(cursor: str) -> Place:
    """The place that a cursor names."""
    if found := _CURSOR.fullmatch(cursor):
        return Place(int(found[1]), int(found[2]))
    say = (
        "This cursor is none of ours. Take the id of an event that you have read, or leave it out."
    )
    raise BadInputError(Problem(field="after", rule="bad_cursor", say=say))


def after(
    workspace: Workspace, place: Place, *, kinds: Collection[str] | None = None, limit: int = 200
) -> list[Happening]:
    """What happened after that place and is complete."""
    edge = frontier()
    # What was read on another server, before its dump was played back here, counts as read.
    since = Place(0, place.id) if place.tx >= edge.never else place
    rows = Happening.objects.filter(
        workspace_id=workspace.pk, tx__lt=edge.complete, tx__gte=since.tx
    ).exclude(tx=since.tx, id__lte=since.id)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    return list(rows.order_by("tx", "id")[:limit])


def end(workspace: Workspace) -> Place:
    """The last complete place: who begins here hears only what is new."""
    rows = Happening.objects.filter(workspace_id=workspace.pk, tx__lt=frontier().complete)
    last = rows.order_by("-tx", "-id").values_list("tx", "id").first()
    return Place(*last) if last else START
