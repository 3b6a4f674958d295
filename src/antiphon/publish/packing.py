"""Parcels as a publication keeps them, and back: always the same bytes from the same row."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from antiphon.connect.values import (
    Enclosure,
    Handle,
    Kind,
    LinkCard,
    Parcel,
    Poll,
    PostType,
    RemoteId,
    Step,
    Targeting,
)
from antiphon.media import addresses
from antiphon.publish.models import Publication

_PLACED = frozenset({"key", "made_at", "root", "parent", "handles", "since", "last_seen"})
"""What a parcel gets from where its publication stands, and not from what was approved."""


def plain(parcel: Parcel) -> dict[str, Any]:
    """What was approved of a parcel, as JSON; empty fields are left out."""
    told: dict[str, Any] = {
        field.name: getattr(parcel, field.name)
        for field in fields(Parcel)
        if field.name not in _PLACED and getattr(parcel, field.name)
    }
    told["enclosures"] = [_file(enclosure) for enclosure in parcel.enclosures]
    if parcel.link:
        told["link"] = _known(parcel.link)
        if parcel.link.thumb:
            told["link"]["thumb"] = _file(parcel.link.thumb)
    if parcel.poll:
        hours = parcel.poll.closes_after.total_seconds()
        told["poll"] = _known(parcel.poll) | {"closes_after": hours}
    if parcel.targeting:
        told["targeting"] = _known(parcel.targeting)
    told["options"] = dict(parcel.options)
    return {name: value for name, value in told.items() if value not in ([], {}, ())}


def digest(steps: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over what was approved; files count by their own digests, not by where they lie."""
    canonical = json.dumps(
        [_without_places(step) for step in steps], sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def parcel(publication: Publication, place: int | None = None) -> Parcel:
    """The parcel of one step (the present one), with all that earlier steps brought."""
    at = publication.at_step if place is None else place
    told = dict(publication.steps[at])
    begun = publication.progress[at] if at < len(publication.progress) else {}
    return Parcel(
        key=f"{publication.pk}:{at}",
        made_at=publication.made_at,
        text=told.get("text", ""),
        step=Step(told.get("step", Step.PART)),
        type=PostType(told.get("type", PostType.TEXT)),
        title=told.get("title", ""),
        enclosures=tuple(_enclosure(file) for file in told.get("enclosures", ())),
        link=_link(told.get("link")),
        poll=_poll(told.get("poll")),
        language=told.get("language", ""),
        labels=tuple(told.get("labels", ())),
        options=told.get("options", {}),
        targeting=_targeting(told.get("targeting")),
        root=_handle(publication, 0) if at else None,
        parent=_parent(publication, at),
        handles=begun.get("handles", {}),
        since=publication.first_sent_at,
    )


def receipt_of(publication: Publication, place: int) -> dict[str, Any]:
    """What the network gave for one step, if anything."""
    begun = publication.progress[place] if place < len(publication.progress) else {}
    found: dict[str, Any] = begun.get("receipt") or {}
    return found


def _parent(publication: Publication, at: int) -> Handle | None:
    """A part answers the part before it; the first comment answers the first part."""
    if not at:
        return None
    is_comment = publication.steps[at].get("step") == Step.COMMENT
    return _handle(publication, 0 if is_comment else at - 1)


def _handle(publication: Publication, place: int) -> Handle | None:
    receipt = receipt_of(publication, place)
    if not receipt:
        return None
    return Handle(id=RemoteId(receipt["id"]), extra=receipt.get("extra", {}))


def _known(value: Any) -> dict[str, Any]:
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        name: list(found) if isinstance(found, tuple) else found
        for name, found in told.items()
        if found and not isinstance(found, Enclosure)
    }


def _file(enclosure: Enclosure) -> dict[str, Any]:
    told = {field.name: getattr(enclosure, field.name) for field in fields(Enclosure)}
    del told["address"]  # follows from where the file lies
    path = enclosure.path
    if path.is_relative_to(settings.MEDIA_ROOT):
        path = path.relative_to(settings.MEDIA_ROOT)
    return told | {"path": str(path), "focus": list(enclosure.focus)}


def _without_places(step: Mapping[str, Any]) -> dict[str, Any]:
    files = [
        {name: value for name, value in file.items() if name != "path"}
        for file in step.get("enclosures", [])
    ]
    return {**step, "enclosures": files}


def _enclosure(told: Mapping[str, Any]) -> Enclosure:
    path = Path(settings.MEDIA_ROOT) / told["path"]
    facts = {
        **told,
        "path": path,
        "address": addresses.lent_from(path),
        "kind": Kind(told["kind"]),
        "focus": tuple(told["focus"]),
    }
    return Enclosure(**facts)


def _link(told: Mapping[str, Any] | None) -> LinkCard | None:
    if not told:
        return None
    thumb = told.get("thumb")
    return LinkCard(**{**told, "thumb": _enclosure(thumb) if thumb else None})


def _poll(told: Mapping[str, Any] | None) -> Poll | None:
    if not told:
        return None
    lasts = timedelta(seconds=told["closes_after"])
    return Poll(**{**told, "choices": tuple(told["choices"]), "closes_after": lasts})


def _targeting(told: Mapping[str, Any] | None) -> Targeting:
    if not told:
        return Targeting()
    facts: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in told.items()
    }
    if "facets" in facts:
        facts["facets"] = {name: tuple(values) for name, values in told["facets"].items()}
    return Targeting(**facts)
