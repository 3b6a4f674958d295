"""Taking files away again."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from antiphon.media import queries, refusals, shelf
from antiphon.media.models import Asset
from antiphon.people.actions import note, permit
from antiphon.people.policy import By


def remove(by: By, asset: Asset | UUID | str) -> None:
    """Remove a file, its original and all that was made of it; what a post shows stays."""
    permit(by, "asset.delete", asset if isinstance(asset, Asset) else str(asset))
    row = queries.asset(by.workspace, asset.pk if isinstance(asset, Asset) else asset)
    files = [row.file, row.original, *row.renditions.values_list("file", flat=True)]
    try:
        with transaction.atomic():
            note(by, "asset.delete", row, before={"digest": row.digest, "name": row.name})
            row.delete()
            transaction.on_commit(lambda: shelf.discard(*files))
    except (ProtectedError, RestrictedError, IntegrityError):
        say = "A post shows this file. Take it out of the post first."
        raise refusals.refused("in_use", say, actual=row.name) from None
