"""Moving pictures: read frame by frame, written as a GIF."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from PIL import GifImagePlugin, Image

from antiphon.media.child.anatomy import anatomy
from antiphon.media.limits import FRAMES

GifImagePlugin.LOADING_STRATEGY = GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY

USUAL = 100
SHORTEST = 20
"""Milliseconds: what browsers show instead of nothing said, and the least that all of them keep."""

Frame = tuple[Image.Image, int]


def take(image: Image.Image, out: Path) -> dict[str, Any]:
    """Make a moving picture anew."""
    return write(frames(image), out)


def frames(image: Image.Image, *, every: int = 1) -> Iterator[Frame]:
    """Whole frames with their milliseconds; those left out lend their time to the one before."""
    last: Image.Image | None = None
    time = 0
    for place in range(image.n_frames):  # type: ignore[attr-defined]
        image.seek(place)
        image.load()
        if place % every == 0:
            if last is not None:
                yield last, time
            last, time = image.copy(), 0
            last.info.pop("icc_profile", None)
            last.info.pop("comment", None)
        time += _milliseconds(image)
    if last is not None:
        yield last, time


def _milliseconds(image: Image.Image) -> int:
    told = int(image.info.get("duration") or 0)
    return told if told >= SHORTEST else USUAL


def write(shown: Iterable[Frame], out: Path) -> dict[str, Any]:
    """Write frames as a GIF that repeats for ever."""
    times: list[int] = []

    def rest() -> Iterator[Image.Image]:
        for frame, time in more:
            times.append(time)
            yield frame

    more = iter(shown)
    first, time = next(more)
    times.append(time)
    others = list(rest())
    clears = any(frame.has_transparency_data for frame in (first, *others))
    first.save(out, "GIF", save_all=True, append_images=others, duration=times, loop=0,
               disposal=2 if clears else 1, optimize=False, comment=b"")  # fmt: skip
    seconds = sum(times) / 1000
    count = anatomy(out, "image/gif", most=FRAMES).frames
    return {"width": first.width, "height": first.height, "frames": count, "seconds": seconds}
