"""What can be asked."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from antiphon.notices.models import Delivery, Hook
from antiphon.notices.states import TOLD, DeliveryState
from antiphon.people.happenings import frontier
from antiphon.people.models import Happening, Workspace


def hooks(workspace: Workspace) -> QuerySet[Hook]:
    """All hooks of a workspace, the oldest first."""
    return Hook.objects.filter(workspace=workspace).select_related("by__person").order_by("id")


def deliveries(hook: Hook) -> QuerySet[Delivery]:
    """What a hook was told and is to be told, the youngest first."""
    return Delivery.objects.filter(hook=hook, workspace=hook.workspace_id).order_by("-number")


def waiting(hook: Hook) -> QuerySet[Delivery]:
    """What a hook is to be told, in that order."""
    return Delivery.objects.filter(hook=hook, state=DeliveryState.WAITING).order_by("number")


def hooks_with_news(*, limit: int) -> list[Any]:
    """Hooks for which something happened that they have not read; one probe of an index each."""
    theirs = Happening.objects.filter(
        workspace_id=OuterRef("workspace_id"),
        tx__gte=OuterRef("read_tx"),
        tx__lt=frontier().complete,
    ).exclude(tx=OuterRef("read_tx"), id__lte=OuterRef("read_id"))
    rows = Hook.objects.filter(Exists(theirs), state__in=TOLD)
    return list(rows.order_by("id").values_list("pk", flat=True)[:limit])
