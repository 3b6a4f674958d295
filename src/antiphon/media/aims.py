"""What a file must become to fit a rule: arithmetic only, so it can be foreseen and repeated."""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from antiphon.connect.rules import FileRule
from antiphon.connect.values import Kind
from antiphon.kernel.problem import Problem

VERSION = 1
"""Raised whenever the same aim would be made in another way: old renditions are then left alone."""
PLAYS_EVERYWHERE = frozenset(
    f"h264/{pixels}/{sound}" for pixels in ("yuv420p", "yuvj420p") for sound in ("aac", "none")
)
"""What networks mean by “MP4”: their own pages ask for H.264 with AAC (2026-11)."""

Focus = tuple[float, float]
Box = tuple[int, int, int, int]


class Shaped(Protocol):
    """A file whose measures are known."""

    kind: str
    mime: str
    size: int
    width: int
    height: int
    seconds: float
    frames: int
    codec: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be made: from which part, how large, of which type, in how many bytes."""

    kind: Kind
    mimes: tuple[str, ...]
    """Those we may make, best first."""
    box: Box
    """Left, top, width and height of the part that is kept."""
    width: int
    height: int
    max_bytes: int
    max_fps: float | None = None
    every: int = 1
    """Of a moving picture only each so many-th frame is kept."""
    repeats: int = 1
    """How often a moving picture goes round in a video, so that it lasts long enough."""

    @property
    def fingerprint(self) -> str:
        """The same for everything that would be made alike."""
        told = json.dumps([VERSION, asdict(self)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def copies(file: Shaped, aim: Aim) -> bool:
    """Whether a video needs only another container, its picture and sound staying as they are."""
    return (
        file.kind == Kind.VIDEO
        and file.codec in PLAYS_EVERYWHERE
        and file.size <= aim.max_bytes
        and aim.box == (0, 0, file.width, file.height)
        and _nearly(file, (aim.width, aim.height))
        and aim.max_fps is None
    )


def hindrances(file: Shaped, rule: FileRule, *, focus: Focus, kind: Kind) -> list[Problem]:
    """What stands in the way that no cutting, scaling or pressing can remove."""
    if rule.mimes and not _mimes(file, rule, kind):
        say = f"{file.mime} cannot be made into {' or '.join(rule.mimes)}. Choose another file."
        return [Problem(field="media", rule="kind", actual=file.mime, say=say)]
    found = [*_lasting(file, rule, kind)]
    aim = aim_at(file, rule, focus=focus, kind=kind)
    width, height = (aim.width, aim.height) if aim else (file.width, file.height)
    least = (rule.min_width or 0, rule.min_height or 0)
    if width < least[0] or height < least[1]:
        say = (
            f"What fits of it is {width} × {height} pixels; it takes at least "
            f"{least[0]} × {least[1]}. Choose a larger one."
        )
        found.append(
            Problem(field="media", rule="too_small", actual=f"{width}×{height}",
                    limit=f"{least[0]}×{least[1]}", say=say)
        )  # fmt: skip
    if aim is None and file.size > rule.max_bytes:
        say = f"The file has {file.size:,} of {rule.max_bytes:,} bytes. Make it smaller."
        found.append(Problem(field="media", rule="too_large", actual=file.size,
                             limit=rule.max_bytes, say=say))  # fmt: skip
    return found


def _lasting(file: Shaped, rule: FileRule, kind: Kind) -> Iterator[Problem]:
    lasts = 0.0 if kind is Kind.IMAGE else file.seconds
    if rule.max_seconds is not None and lasts > rule.max_seconds:
        say = f"It lasts {lasts:g} of {rule.max_seconds:g} seconds. Shorten it."
        yield Problem(field="media", rule="too_long", actual=lasts, limit=rule.max_seconds, say=say)
    if rule.min_seconds is not None and lasts < rule.min_seconds and file.kind == Kind.VIDEO:
        say = f"It lasts {lasts:g} seconds; it takes at least {rule.min_seconds:g}."
        yield Problem(
            field="media", rule="too_short", actual=lasts, limit=rule.min_seconds, say=say
        )


def kind_for(file: Shaped, rule: FileRule) -> Kind:
    """What the file becomes under this rule, if nobody said it."""
    own = Kind(file.kind)
    families = {mime.partition("/")[0] for mime in rule.mimes}
    if own is not Kind.GIF or not rule.mimes or "image/gif" in rule.mimes:
        return own
    return Kind.VIDEO if families == {"video"} else Kind.IMAGE


def aim_at(file: Shaped, rule: FileRule, *, focus: Focus, kind: Kind) -> Aim | None:
    """What must be made of the file; None if it fits as it is, or no making would help."""
    mimes = _mimes(file, rule, kind)
    if not mimes:
        return None
    box = _crop(file.width, file.height, rule.ratio, focus)
    width, height = _size(box[2], box[3], rule)
    if mimes[0].startswith("video/"):
        width, height = _even(width), _even(height)
    aim = Aim(
        kind=kind,
        mimes=mimes,
        box=box,
        width=width,
        height=height,
        max_bytes=rule.max_bytes,
        max_fps=_slower(file, rule),
        every=_thinned(file, rule, mimes[0]),
        repeats=_rounds(file, rule, mimes[0]),
    )
    return None if _is_there_already(file, aim) else aim


def _mimes(file: Shaped, rule: FileRule, kind: Kind) -> tuple[str, ...]:
    """The types that we can make of this file and the rule allows, the best first."""
    own = Kind(file.kind)
    allowed = rule.mimes or (file.mime,)
    if own is Kind.DOCUMENT or (own is Kind.IMAGE and kind is not Kind.IMAGE):
        return ()
    if own is Kind.VIDEO:
        return tuple(m for m in ("video/mp4", "video/quicktime", file.mime) if m in allowed)[:1]
    if own is Kind.GIF and kind is not Kind.IMAGE:
        return tuple(m for m in ("image/gif", "video/mp4", "video/quicktime") if m in allowed)[:1]
    still = "image/png" if own is Kind.GIF else file.mime
    ours = ("image/jpeg", "image/webp", "image/png", "image/gif")
    return tuple(dict.fromkeys(m for m in (still, *allowed, *ours) if m in allowed and m in ours))


def _crop(width: int, height: int, ratio: tuple[float, float] | None, focus: Focus) -> Box:
    """The largest part of an allowed form whose middle is as near to the focus as it can be."""
    if ratio is None or not height or not width:
        return (0, 0, width, height)
    narrow, wide = ratio
    kept_width, kept_height = width, height
    if width / height > wide:
        kept_width = max(1, math.floor(height * wide))
    elif width / height < narrow:
        kept_height = max(1, math.floor(width / narrow))
    left = _begin(width, kept_width, (1 + focus[0]) / 2)
    top = _begin(height, kept_height, (1 - focus[1]) / 2)
    return (left, top, kept_width, kept_height)


def _begin(whole: int, kept: int, middle: float) -> int:
    return min(max(0, round(whole * middle - kept / 2)), whole - kept)


def _size(width: int, height: int, rule: FileRule) -> tuple[int, int]:
    """As large as allowed; never larger than it is."""
    scale = 1.0
    for most, actual in ((rule.max_width, width), (rule.max_height, height)):
        if most is not None and actual > most:
            scale = min(scale, most / actual)
    if rule.max_pixels is not None and width * height * scale * scale > rule.max_pixels:
        scale = math.sqrt(rule.max_pixels / (width * height))
    if scale == 1.0:
        return width, height
    return max(1, math.floor(width * scale)), max(1, math.floor(height * scale))


def _even(size: int) -> int:
    return max(2, size - size % 2)


def _slower(file: Shaped, rule: FileRule) -> float | None:
    """The frames a second to keep, where the file has more than the rule allows."""
    if rule.max_fps is None or file.seconds <= 0:
        return None
    return float(rule.max_fps) if file.frames / file.seconds > rule.max_fps + 0.5 else None


def _thinned(file: Shaped, rule: FileRule, mime: str) -> int:
    if mime != "image/gif" or not rule.max_frames:
        return 1
    return math.ceil(file.frames / rule.max_frames)


def _rounds(file: Shaped, rule: FileRule, mime: str) -> int:
    if file.kind != Kind.GIF or not mime.startswith("video/") or not file.seconds:
        return 1
    return math.ceil(max(rule.min_seconds or 0, file.seconds) / file.seconds)


def _is_there_already(file: Shaped, aim: Aim) -> bool:
    if file.mime not in aim.mimes or file.size > aim.max_bytes:
        return False
    if file.mime == "video/mp4" and file.codec not in PLAYS_EVERYWHERE:
        return False
    is_moved = file.kind == Kind.GIF and aim.kind is Kind.IMAGE
    whole = aim.box == (0, 0, file.width, file.height)
    size = (aim.width, aim.height)
    kept = size == (file.width, file.height) or (file.kind == Kind.VIDEO and _nearly(file, size))
    return whole and kept and not is_moved and aim.max_fps is None and aim.every == 1


def _nearly(file: Shaped, size: Sequence[int]) -> bool:
    """A video with an odd edge plays; only what we make has even ones."""
    return (_even(file.width), _even(file.height)) == tuple(size)
