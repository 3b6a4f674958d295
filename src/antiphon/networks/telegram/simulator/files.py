"""A file that travelled with a call, or is known from before; and what it must be."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antiphon.connect.values import Kind
from antiphon.networks.telegram.simulator.refused import RefusedError
from antiphon.networks.telegram.simulator.world import Item, World

KINDS = {
    "photo": Kind.IMAGE,
    "video": Kind.VIDEO,
    "animation": Kind.GIF,
    "document": Kind.DOCUMENT,
}
LARGEST_PHOTO = 10 * 1024 * 1024
WIDEST, STEEPEST = 10_000, 20


@dataclass(frozen=True, slots=True)
class File:
    """Bytes that arrived."""

    mime: str
    size: int
    digest: str


def item(world: World, name: str, source: object, facts: Mapping[str, Any]) -> Item:
    """A file of a post; refused where the network would not take it."""
    kind = KINDS[name]
    if isinstance(source, str):
        known = world.files.get(source)
        if known is None or known.kind is not kind:
            raise RefusedError(400, "wrong file identifier/HTTP URL specified")
        return known
    if not isinstance(source, File):
        raise RefusedError(400, f"there is no {name} in the request")
    made = Item(
        kind=kind, file_id=f"AgAC{secrets.token_urlsafe(24)}", mime=source.mime, size=source.size,
        digest=source.digest, seconds=int(facts.get("duration") or 0),
        width=int(facts.get("width") or 0), height=int(facts.get("height") or 0),
    )  # fmt: skip
    _insist(made)
    world.files[made.file_id] = made
    return made


def _insist(made: Item) -> None:
    if not made.size:
        raise RefusedError(400, "file must be non-empty")
    if made.kind is Kind.IMAGE and made.size > LARGEST_PHOTO:
        raise RefusedError(400, "file is too big")
    if made.kind is Kind.IMAGE and not made.mime.startswith("image/"):
        raise RefusedError(400, "IMAGE_PROCESS_FAILED")
