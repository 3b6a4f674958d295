"""Small real files as a network takes them, and a shelf from which it may fetch them."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from PIL import Image

from antiphon.connect.rules import FileRule
from antiphon.connect.simulation.lending import Shelf
from antiphon.connect.values import Enclosure, Kind
from tests import builders as a

_FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_SIZE, _FRAMES_A_SECOND = (640, 400), 12
_ANY = FileRule(mimes=("image/png",), max_bytes=10_000_000)


def picture(folder: Path, alt: str, rule: FileRule = _ANY) -> Enclosure:
    """A small real picture on disk."""
    mime = next((one for one in rule.mimes if one in _FORMATS), "image/png")
    size = _size(rule)
    path = folder / f"{len(list(folder.iterdir()))}.{_FORMATS[mime]}"
    Image.new("RGB", size, (180, 40, 20)).save(path)
    return replace(_enclosure(path, Kind.IMAGE, mime, size), alt=alt)


def clip(rule: FileRule) -> Enclosure:
    """A small real video, as short as the network allows."""
    return _clip(_size(rule), rule.min_seconds or 1)


@cache
def _clip(size: tuple[int, int], seconds: float) -> Enclosure:
    frames = int(seconds * _FRAMES_A_SECOND) + 2
    path = a.filmed(_folder() / f"{size}-{seconds}.mp4", frames=frames, size=size)
    film = _enclosure(path, Kind.VIDEO, "video/mp4", size)
    return replace(film, seconds=frames / _FRAMES_A_SECOND)


def _enclosure(path: Path, kind: Kind, mime: str, size: tuple[int, int]) -> Enclosure:
    body = path.read_bytes()
    return Enclosure(
        path=path, kind=kind, mime=mime, size=len(body), digest=hashlib.sha256(body).hexdigest(),
        address=address(path, mime), width=size[0], height=size[1],
    )  # fmt: skip


def _size(rule: FileRule) -> tuple[int, int]:
    """Width and height that the rule allows, near to a usual picture; both even."""
    width: float = max(_SIZE[0], rule.min_width or 0)
    height: float = max(_SIZE[1], rule.min_height or 0)
    narrowest, widest = rule.ratio or (0, float("inf"))
    if width / height > widest:
        height = -(-width // (narrowest + widest) * 2)
    elif width / height < narrowest:
        width = height * (narrowest + widest) // 2
    return round(width) // 2 * 2, round(height) // 2 * 2


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="antiphon-files-"))


def address(path: Path, mime: str) -> str:
    """Where the file can be fetched for as long as the tests run."""
    name = f"/{hashlib.sha256(str(path).encode()).hexdigest()}"
    _FILES[name] = (path, mime)
    return _shelf().address + name


_FILES: dict[str, tuple[Path, str]] = {}


@cache
def _shelf() -> Shelf:
    return Shelf(_FILES.get)
