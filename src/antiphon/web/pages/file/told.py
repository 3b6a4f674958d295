"""A file as a page's script hears of it."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from antiphon.connect.values import Kind
from antiphon.media.models import Asset
from antiphon.people.models import Member


def address(by: Member, name: str, pk: UUID, *more: str) -> str:
    """Where a file or an upload is found in this workspace."""
    return reverse(name, args=[by.workspace.slug, pk, *more])


def told(by: Member, asset: Asset) -> dict[str, Any]:
    """What is known of it, and where it is shown."""
    pictured = asset.kind != Kind.DOCUMENT
    return {
        "id": str(asset.pk),
        "kind": asset.kind,
        "mime": asset.mime,
        "name": asset.name,
        "alt": asset.alt,
        "size": asset.size,
        "width": asset.width,
        "height": asset.height,
        "seconds": asset.seconds,
        "notes": asset.notes,
        "url": address(by, "file", asset.pk),
        "small": address(by, "file_made", asset.pk, "small") if pictured else "",
        "large": address(by, "file_made", asset.pk, "large") if pictured else "",
    }
