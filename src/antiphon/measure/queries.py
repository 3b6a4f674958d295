"""What can be asked."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from antiphon.measure.models import Reading
from antiphon.people.models import Workspace
from antiphon.publish.models import Publication


def readings(workspace: Workspace) -> QuerySet[Reading]:
    """Every reading of a workspace, newest first."""
    return Reading.objects.filter(workspace_id=workspace.pk).order_by("-at", "-id")


def story(publication: Publication) -> QuerySet[Reading]:
    """Every reading of one publication, oldest first."""
    return Reading.objects.filter(publication_id=publication.pk).order_by("at", "id")


def latest(publication: Publication) -> dict[str, Reading]:
    """The newest reading of each metric of the first part; what was never read is not in it."""
    return latest_of([publication]).get(publication.pk, {})


def latest_of(publications: Iterable[Publication]) -> dict[UUID, dict[str, Reading]]:
    """The same for several publications, in one query."""
    ids = [row.pk for row in publications]
    newest = (
        Reading.objects.filter(publication_id__in=ids, step=0)
        .order_by("publication_id", "metric", "-at")
        .distinct("publication_id", "metric")
    )
    found: dict[UUID, dict[str, Reading]] = {}
    for reading in newest:
        found.setdefault(reading.publication_id, {})[reading.metric] = reading
    return found


def told(publications: Iterable[Publication]) -> list[dict[str, Any]]:
    """The newest readings of these publications as every door tells them."""
    return [
        {
            "publication": str(id),
            "metric": str(metric),
            "value": reading.value,
            "at": reading.at.isoformat(),
        }
        for id, readings in latest_of(publications).items()
        for metric, reading in readings.items()
    ]
