"""Making a file fit the rule of a network."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from antiphon.connect.rules import FileRule
from antiphon.connect.values import Enclosure, Kind
from antiphon.kernel.problem import BadInputError
from antiphon.media import limits, queries, refusals, shelf, workbench
from antiphon.media.aims import Aim, Focus, aim_at, copies, hindrances, kind_for
from antiphon.media.kinds import MOV, MP4, WEBM
from antiphon.media.models import Asset, Rendition

_DEMUXERS = {sort.mime: sort.demuxer for sort in (MP4, MOV, WEBM)}
_SHAPE = ("kind", "mime", "width", "height", "seconds", "frames", "codec")


def fit(
    asset: Asset, rule: FileRule, *, alt: str, focus: Focus, kind: Kind | None = None
) -> Enclosure:
    """The file as this rule wants it: as it is, as it was once made, or made now."""
    wanted = kind or kind_for(asset, rule)
    _insist(asset, rule, wanted, focus)
    aim = aim_at(asset, rule, focus=focus, kind=wanted)
    if aim is None:
        return queries.foreseen(asset, rule, alt=alt, focus=focus, kind=wanted)
    made = queries.rendition(asset, aim.fingerprint)
    if made is None or not shelf.path_of(made.file).exists():
        made = _made(asset, aim)
    return queries.enclosure(made, alt=alt, focus=focus, kind=wanted)


def _insist(asset: Asset, rule: FileRule, kind: Kind, focus: Focus) -> None:
    """Refuse what no making can help."""
    if not shelf.path_of(asset.file).exists():
        say = "The file is no longer where we keep it. Add it again."
        raise refusals.refused("missing", say, actual=asset.name)
    if found := hindrances(asset, rule, focus=focus, kind=kind):
        raise BadInputError(*found)


def _made(asset: Asset, aim: Aim) -> Rendition:
    if shelf.digest_of(shelf.path_of(asset.file)) != asset.digest:
        say = "The file is another one than was taken in. Add it again and have it approved."
        raise refusals.refused("changed", say, actual=asset.name)
    with shelf.bench() as folder:
        out = folder / "made"
        row = row_of(asset, aim.fingerprint, out, _asked(asset, aim, out))
        shelf.put(out, row.file)
    return kept(row)


def row_of(asset: Asset, rule: str, out: Path, facts: dict[str, Any]) -> Rendition:
    """What was made, as it will be known; not stored yet."""
    return Rendition(
        workspace_id=asset.workspace_id,
        asset=asset,
        rule=rule,
        file=shelf.name_for(asset.workspace_id, facts["mime"]),
        size=out.stat().st_size,
        digest=shelf.digest_of(out),
        **{name: facts[name] for name in _SHAPE if name in facts},
    )


def _asked(asset: Asset, aim: Aim, out: Path) -> dict[str, Any]:
    """Have the child make it."""
    path, told = shelf.path_of(asset.file), asdict(aim)
    if not aim.mimes[0].startswith("video/"):
        return workbench.ask(
            "fit_picture", path, out, seconds=limits.FITTING, kind=Kind.IMAGE,
            mime=asset.mime, aim=told,
        )  # fmt: skip
    lasts = asset.seconds * aim.repeats
    fps = asset.frames / asset.seconds if asset.seconds else 1.0
    told |= {
        "seconds": lasts,
        "fps": min(fps, aim.max_fps or fps),
        "copies": copies(asset, aim),
        "sounds": asset.kind == Kind.VIDEO and not asset.codec.endswith("/none"),
    }
    work = lasts * fps * asset.width * asset.height / limits.PIXELS_A_SECOND
    return workbench.ask(
        "fit_film", path, out, seconds=min(limits.RENDERING, limits.FITTING + work),
        kind=Kind.VIDEO, demuxer=_DEMUXERS.get(asset.mime, ""), aim=told,
    )  # fmt: skip


def kept(row: Rendition) -> Rendition:
    """Two who make the same at once make equal bytes; the first row stays, if its file does."""
    try:
        with transaction.atomic():
            stale = Rendition.objects.filter(asset=row.asset, rule=row.rule).first()
            if stale is None:
                row.save(force_insert=True)
                return row
            if shelf.path_of(stale.file).exists():
                shelf.discard(row.file)
                return stale
            stale.file, stale.size, stale.digest = row.file, row.size, row.digest
            stale.save(update_fields=["file", "size", "digest"])
            return stale
    except IntegrityError:
        shelf.discard(row.file)
        return Rendition.objects.get(asset=row.asset, rule=row.rule)
