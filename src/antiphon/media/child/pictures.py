"""Pictures made anew: upright, in sRGB, without a word about where and by whom they were taken."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from antiphon.media.child import moving
from antiphon.media.child.anatomy import Anatomy, anatomy
from antiphon.media.child.refusal import Refusal, damaged, too_many_pixels
from antiphon.media.limits import FRAMES, MOVING_PIXELS, PIXELS

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
KEEPS = {
    "image/png": ("PNG", {"optimize": False, "compress_level": 6}),
    "image/jpeg": ("JPEG", {"quality": 95, "subsampling": 0, "optimize": True}),
    "image/webp": ("WEBP", {"quality": 95, "method": 4}),
}
"""How a picture is kept: as good as it came, for all later copies are made from this one."""
_PLAIN = {"1", "L", "RGB", "RGBA"}
_GPS, _ORIENTATION = 0x8825, 0x0112  # EXIF 2.32, tags


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """A picture whose size was judged before; whatever goes wrong inside means it is damaged."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=FORMATS) as image:
                yield image
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise too_many_pixels(PIXELS + 1, PIXELS) from None
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
            raise damaged() from error


def judged(path: Path, mime: str) -> Anatomy:
    """The skeleton of a picture that is not too much to decode."""
    body = anatomy(path, mime, most=FRAMES)
    pixels = body.width * body.height
    if pixels > PIXELS:
        raise too_many_pixels(pixels, PIXELS)
    if not pixels:
        raise damaged()
    if body.frames > FRAMES:
        say = f"The picture has more than {FRAMES} frames. Make it a video, or shorter."
        raise Refusal("too_many_frames", say, actual=body.frames, limit=FRAMES)
    if body.frames > 1 and pixels * body.frames > MOVING_PIXELS:
        raise too_many_pixels(pixels * body.frames, MOVING_PIXELS)
    return body


def take(path: Path, out: Path, *, mime: str) -> dict[str, Any]:
    """Look at a picture, make it anew and tell what was left out."""
    body = judged(path, mime)
    with opened(path) as image:
        notes = _left_out(image, body, path.stat().st_size - body.end)
        if getattr(image, "is_animated", False):
            if mime != "image/gif":
                notes.append("The moving picture was made a GIF.")
            return {"notes": notes, "kind": "gif", "mime": "image/gif", **moving.take(image, out)}
        if mime == "image/gif":
            mime = "image/png"
        image.load()
        clean = flat(image, notes)
    try:
        write(clean, out, mime)
    except (ValueError, OSError):  # WebP gives up on pictures that PNG bears
        mime = "image/png"
        write(clean, out, mime)
    return {"notes": notes, "kind": "image", "mime": mime, "frames": 1,
            "width": clean.width, "height": clean.height}  # fmt: skip


def flat(image: Image.Image, notes: list[str]) -> Image.Image:
    """The bare pixels: upright, in sRGB, eight bits a channel."""
    turned = _upright(image, notes)
    plain = _in_srgb(_eight_bits(turned), image.info.get("icc_profile"), notes)
    if plain.mode == "CMYK" or plain.mode not in _PLAIN:
        plain = plain.convert("RGBA" if plain.has_transparency_data else "RGB")
    elif "transparency" in plain.info:
        plain = plain.convert("RGBA")
    plain.info.clear()
    return plain


def write(image: Image.Image, out: Path, mime: str, **how: Any) -> None:
    """Write the pixels and nothing else."""
    form, usual = KEEPS[mime]
    image.save(out, form, **{**usual, **how})


def _left_out(image: Image.Image, body: Anatomy, tail: int) -> list[str]:
    notes, exif = [], _exif(image)
    if _GPS in exif:
        notes.append("The place where it was taken was removed.")
    if set(exif) - {_GPS, _ORIENTATION}:
        notes.append("What the camera wrote into it was removed.")
    if "xmp" in image.info or "XML:com.adobe.xmp" in image.info:
        notes.append("What an editing program wrote into it was removed.")
    if body.words:
        notes.append("Comments inside the file were removed.")
    if tail > 0:
        notes.append(f"{tail:,} bytes that followed the picture were dropped.")
    return notes


def _exif(image: Image.Image) -> dict[int, Any]:
    try:
        return dict(image.getexif())
    except Exception:  # noqa: BLE001 -- made up by a stranger; that it is broken is all we need
        return {0: None}


def _upright(image: Image.Image, notes: list[str]) -> Image.Image:
    if _exif(image).get(_ORIENTATION, 1) not in range(2, 9):
        return image
    notes.append("It was turned upright, as the camera said.")
    return ImageOps.exif_transpose(image)


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"P", "PA", "LA"}:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _in_srgb(image: Image.Image, profile: bytes | None, notes: list[str]) -> Image.Image:
    if not profile:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        name = ImageCms.getProfileDescription(own).strip() or "unnamed"
        if "srgb" in name.lower():
            return image
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        srgb = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(image, own, srgb, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        notes.append("Its colour profile could not be read and was dropped.")
        return image
    notes.append(f"Its colours were converted from “{name[:60]}” to sRGB.")
    return made or image
