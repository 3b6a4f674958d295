"""How large a picture says it is and where it ends, read from its skeleton without decoding it."""

import mmap
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from antiphon.media.child.refusal import damaged


@dataclass(slots=True)
class Anatomy:
    """What the skeleton says."""

    width: int = 0
    height: int = 0
    frames: int = 1
    end: int = 0
    """Where the picture ends; what follows is no part of it."""
    words: bool = False
    """Whether comments or notes lie among its parts."""


def anatomy(path: Path, mime: str, *, most: int) -> Anatomy:
    """The skeleton of a picture; counting stops once there are more than `most` frames."""
    read = _READERS[mime]
    try:
        with path.open("rb") as file:
            return read(file, most)
    except (struct.error, IndexError, ValueError) as error:
        raise damaged() from error


def _exactly(file: BinaryIO, size: int) -> bytes:
    found = file.read(size)
    if len(found) < size:
        raise damaged()
    return found


def _gif(file: BinaryIO, most: int) -> Anatomy:
    head = _exactly(file, 13)
    width, height, flags = struct.unpack_from("<HHB", head, 6)
    found = Anatomy(width, height, frames=0)
    _palette(file, flags)
    while found.frames <= most:
        mark = file.read(1)
        if mark == b",":
            _gif_frame(file, found)
        elif mark == b"!":
            found.words |= _exactly(file, 1) == b"\xfe"
            _blocks(file)
        elif mark in {b";", b""}:
            break
        else:
            raise damaged()
    found.end = file.tell()
    return found


def _gif_frame(file: BinaryIO, found: Anatomy) -> None:
    left, top, width, height, flags = struct.unpack("<HHHHB", _exactly(file, 9))
    found.width, found.height = max(found.width, left + width), max(found.height, top + height)
    found.frames += 1
    _palette(file, flags)
    _exactly(file, 1)
    _blocks(file)


def _palette(file: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        _exactly(file, 3 << ((flags & 7) + 1))


def _blocks(file: BinaryIO) -> None:
    while size := _exactly(file, 1)[0]:
        _exactly(file, size)


def _png(file: BinaryIO, _most: int) -> Anatomy:
    found = Anatomy()
    file.seek(8)
    while len(head := file.read(8)) == 8:
        size, name = struct.unpack(">I4s", head)
        if name == b"IHDR":
            found.width, found.height = struct.unpack(">II", _exactly(file, 8))
            file.seek(-8, 1)
        elif name == b"acTL":
            found.frames = struct.unpack(">I", _exactly(file, 4))[0]
            file.seek(-4, 1)
        found.words |= name in {b"tEXt", b"zTXt", b"iTXt"}
        file.seek(size + 4, 1)
        if name == b"IEND":
            break
    found.end = file.tell()
    return found


_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")
_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def _jpeg(file: BinaryIO, _most: int) -> Anatomy:
    found = Anatomy()
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        found.end, place = len(whole), 2
        while mark := _MARKER.search(whole, place):
            code, place = mark[1][0], mark.end()
            if code == 0xD9:
                found.end = place
                break
            if code in _SIZES and not found.width:
                found.height, found.width = struct.unpack_from(">HH", whole, place + 3)
            found.words |= code == 0xFE
            place += struct.unpack_from(">H", whole, place)[0]
    return found


def _webp(file: BinaryIO, most: int) -> Anatomy:
    found = Anatomy(frames=0)
    size = struct.unpack_from("<I", _exactly(file, 12), 4)[0]
    found.end = 8 + size
    while file.tell() + 8 <= found.end and found.frames <= most:
        name, length = struct.unpack("<4sI", _exactly(file, 8))
        inside = file.read(min(length, 10))
        if not found.width:
            found.width, found.height = _webp_size(name, inside)
        found.frames += name == b"ANMF"
        file.seek(length + (length & 1) - len(inside), 1)
    found.frames = max(1, found.frames)
    return found


def _webp_size(name: bytes, inside: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        width, height = (int.from_bytes(inside[at : at + 3], "little") for at in (4, 7))
        return 1 + width, 1 + height
    if name == b"VP8L":
        bits = int.from_bytes(inside[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", inside, 6)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


_READERS: dict[str, Callable[[BinaryIO, int], Anatomy]] = {
    "image/gif": _gif,
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
}
