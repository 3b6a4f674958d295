"""Files made small, for the pages that show them."""

from dataclasses import asdict
from enum import IntEnum
from pathlib import Path

from antiphon.connect.values import Kind
from antiphon.media import limits, queries, refusals, shelf, workbench
from antiphon.media.actions.fitting import kept, row_of
from antiphon.media.aims import Aim
from antiphon.media.models import Asset, Rendition
from antiphon.media.queries import POSTER

VERSION = 1
MIMES = ("image/jpeg", "image/webp", "image/png")
"""What every browser shows; what can be seen through keeps that."""
MOST = limits.MB


class Size(IntEnum):
    """The longest edge in pixels in which pages show files."""

    SMALL = 320
    LARGE = 960


def shown(asset: Asset, size: Size) -> Asset | Rendition | None:
    """A picture of the file in that size, made once; a video by its first frame, no paper."""
    whole = _picture(asset)
    if whole is None or (whole.mime in MIMES and max(whole.width, whole.height) <= size):
        return whole
    rule = f"shown-{size}-{VERSION}"
    made = queries.rendition(asset, rule)
    if made is not None and shelf.path_of(made.file).exists():
        return made
    return _made(asset, whole, rule, _aim(whole, size))


def _picture(asset: Asset) -> Asset | Rendition | None:
    if asset.kind in {Kind.IMAGE, Kind.GIF}:
        return asset
    return queries.rendition(asset, POSTER) if asset.kind == Kind.VIDEO else None


def _aim(whole: Asset | Rendition, size: Size) -> Aim:
    scale = min(1.0, size / max(whole.width, whole.height, 1))
    return Aim(
        kind=Kind.IMAGE,
        mimes=MIMES,
        box=(0, 0, whole.width, whole.height),
        width=max(1, round(whole.width * scale)),
        height=max(1, round(whole.height * scale)),
        max_bytes=MOST,
    )


def _made(asset: Asset, whole: Asset | Rendition, rule: str, aim: Aim) -> Rendition:
    path = shelf.path_of(whole.file)
    if not path.exists():
        say = "The file is no longer where we keep it. Add it again."
        raise refusals.refused("missing", say, actual=asset.name)
    with shelf.bench() as folder:
        out: Path = folder / "made"
        facts = workbench.ask(
            "fit_picture", path, out, seconds=limits.FITTING, kind=Kind.IMAGE,
            mime=whole.mime, aim=asdict(aim),
        )  # fmt: skip
        row = row_of(asset, rule, out, facts)
        shelf.put(out, row.file)
    return kept(row)
