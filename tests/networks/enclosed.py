"""Small real files as a network takes them, and a shelf from which it may fetch them."""

import hashlib
import threading
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp

from PIL import Image

from antiphon.connect.rules import FileRule
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
    shelf = _shelf()
    shelf.files[name := f"/{hashlib.sha256(str(path).encode()).hexdigest()}"] = (path, mime)
    return f"http://127.0.0.1:{shelf.server_port}{name}"


class _Shelf(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.files: dict[str, tuple[Path, str]] = {}


class _Clerk(BaseHTTPRequestHandler):
    server: _Shelf

    def do_GET(self) -> None:
        """Give the file, or say that there is none."""
        path, mime = self.server.files.get(self.path, (None, ""))
        body = path.read_bytes() if path and path.is_file() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", mime or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@cache
def _shelf() -> _Shelf:
    shelf = _Shelf()
    threading.Thread(target=shelf.serve_forever, daemon=True).start()
    return shelf
