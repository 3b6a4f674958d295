"""Pictures made to fit a rule: cut, made smaller, and pressed just as much as it takes."""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from antiphon.media.child import moving
from antiphon.media.child.pictures import flat, judged, opened, write
from antiphon.media.child.refusal import Refusal

QUALITIES = {"image/jpeg": (92, 88, 84, 80, 76, 72), "image/webp": (90, 85, 80, 75, 70)}
"""Below the last a smaller picture looks better than a worse one (our own judgement, 2026-11)."""
PRESSED = {"image/jpeg": {"subsampling": 2, "optimize": True, "progressive": False},
           "image/png": {"compress_level": 9}}  # fmt: skip
SMALLEST = 16
TRIES = 24

Box = Sequence[int]


def fit(path: Path, out: Path, *, mime: str, aim: dict[str, Any]) -> dict[str, Any]:
    """Make a picture that fits its aim."""
    judged(path, mime)
    if aim["mimes"][0] == "image/gif" and aim["kind"] == "gif":
        return _moving(path, out, aim)
    with opened(path) as image:
        image.load()
        whole = flat(image, [])
    left, top, width, height = aim["box"]
    whole = whole.crop((left, top, left + width, top + height))
    return _still(whole, out, aim) | {"kind": "image", "frames": 1}


def _still(whole: Image.Image, out: Path, aim: dict[str, Any]) -> dict[str, Any]:
    mimes = _in_order(aim["mimes"], clear=whole.has_transparency_data)

    def make(scale: float) -> tuple[int, dict[str, Any]]:
        shown = resized(whole, aim, scale)
        size = 0
        for mime in mimes:
            size = _pressed(shown, out, mime, aim["max_bytes"])
            if size <= aim["max_bytes"]:
                return size, {"mime": mime, "width": shown.width, "height": shown.height}
        return size, {}

    return until_it_fits(make, aim)


def _in_order(mimes: Sequence[str], *, clear: bool) -> list[str]:
    """What can be seen through keeps that, where the rule knows a type that can."""
    return sorted(mimes, key=lambda mime: clear and mime == "image/jpeg")


def resized(image: Image.Image, aim: dict[str, Any], scale: float) -> Image.Image:
    """A picture in its aim's measures, or smaller still."""
    size = tuple(max(1, math.floor(aim[edge] * scale)) for edge in ("width", "height"))
    if size == image.size:
        return image
    smooth = image.convert("L") if image.mode == "1" else image
    return smooth.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _pressed(image: Image.Image, out: Path, mime: str, most: int) -> int:
    """Write with the best quality that fits, or with the worst that we accept; the size."""
    shown = on_white(image) if mime == "image/jpeg" else image
    how = PRESSED.get(mime, {})
    steps = QUALITIES.get(mime, ())
    if not steps:
        return _written(shown, out, mime, most, how)

    def size_at(place: int) -> int:
        return _written(shown, out, mime, most, {**how, "quality": steps[place]})

    best, worst = 0, len(steps) - 1
    if (size := size_at(worst)) > most:
        return size
    while best < worst:
        middle = (best + worst) // 2
        if size_at(middle) <= most:
            worst = middle
        else:
            best = middle + 1
    return size_at(worst)


def _written(image: Image.Image, out: Path, mime: str, most: int, how: dict[str, Any]) -> int:
    """How many bytes it takes; an encoder that gives up on a picture found it far too large."""
    try:
        write(image, out, mime, **how)
    except (ValueError, OSError):
        return most * 4
    return out.stat().st_size


def on_white(image: Image.Image) -> Image.Image:
    """What was seen through becomes white."""
    if image.mode != "RGBA":
        return image.convert("RGB") if image.mode == "1" else image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def until_it_fits(
    make: Callable[[float], tuple[int, dict[str, Any]]], aim: dict[str, Any]
) -> dict[str, Any]:
    """Make it smaller until the bytes fit; each step is told by how much the last one missed."""
    scale = 1.0
    for _try in range(TRIES):
        size, made = make(scale)
        if made:
            return made
        scale *= min(0.9, math.sqrt(aim["max_bytes"] / size) * 0.98)
        if min(aim["width"], aim["height"]) * scale < SMALLEST:
            break
    say = f"It cannot be made small enough for {aim['max_bytes']:,} bytes. Choose a simpler one."
    raise Refusal("too_large", say, limit=aim["max_bytes"])


def _moving(path: Path, out: Path, aim: dict[str, Any]) -> dict[str, Any]:
    def make(scale: float) -> tuple[int, dict[str, Any]]:
        with opened(path) as image:
            made = moving.write(_fitted(moving.frames(image, every=aim["every"]), aim, scale), out)
        size = out.stat().st_size
        facts = {**made, "kind": "gif", "mime": "image/gif"}
        return (size, facts) if size <= aim["max_bytes"] else (size, {})

    return until_it_fits(make, aim)


def _fitted(
    frames: Iterator[moving.Frame], aim: dict[str, Any], scale: float
) -> Iterator[moving.Frame]:
    left, top, width, height = aim["box"]
    for frame, time in frames:
        clear = frame.has_transparency_data
        cut = frame.convert("RGBA" if clear else "RGB")
        yield resized(cut.crop((left, top, left + width, top + height)), aim, scale), time
