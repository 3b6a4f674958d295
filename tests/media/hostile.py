"""Files as somebody makes them who means no good, or does not know better."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image, TiffImagePlugin

from tests import builders as a

SCRIPT = b"<script>alert(1)</script>"
PLAYLIST = b"#EXTM3U\n#EXTINF:10,\nhttp://169.254.169.254/latest\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)
FONT = b"wOF2" + bytes(200)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
MATROSKA = b"\x1aE\xdf\xa3\x93\x42\x82\x88matroska" + bytes(100)


def chunk(name: bytes, body: bytes) -> bytes:
    """One part of a PNG, its sum right."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_that_says(width: int, height: int) -> bytes:
    """A header, and nothing behind it that would fill so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def gif(frames: int, *, size: tuple[int, int] = (2, 2), extra: bytes = b"") -> bytes:
    """Frames of one colour each, by hand: the smallest that there are."""
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    one = b"!\xf9\x04\x00\x0a\x00\x00\x00," + struct.pack("<HHHHB", 0, 0, 2, 2, 0)
    one += b"\x02\x02\x84\x51\x00"
    return head + extra + one * frames + b";"


def drawn_gif(frames: int = 6, size: tuple[int, int] = (64, 48), milliseconds: int = 100) -> bytes:
    """An honest moving picture."""
    shown = [Image.new("RGB", size, (place * 40 % 256, 90, 200 - place)) for place in range(frames)]
    made = BytesIO()
    shown[0].save(made, "GIF", save_all=True, append_images=shown[1:], duration=milliseconds)
    return made.getvalue()


def gif_that_is_a_script() -> bytes:
    """Browsers that believe an address's ending run it: GIF89a/*…*/=1;alert(1)."""
    comment = b"!\xfe" + bytes([len(SCRIPT)]) + SCRIPT + b"\x00"
    return drawn_gif()[:-1] + comment + b";*/=1;alert(1)//"


def jpeg_with_a_zip() -> bytes:
    """An archive behind a picture; both open."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("evil.html", HTML)
    return a.drawn(form="JPEG") + packed.getvalue()


def jpeg_from_a_phone(orientation: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    """Says where it was taken, with what, which way is up, and a script for who shows it."""
    exif = Image.Exif()
    exif[0x010F] = SCRIPT.decode()  # Make
    exif[0x0112] = orientation
    north = TiffImagePlugin.IFDRational(5252, 100)
    exif.get_ifd(0x8825).update({1: "N", 2: (north, 0, 0), 3: "E", 4: (north, 0, 0)})
    return a.drawn(size, "JPEG", exif=exif, comment=SCRIPT)


class Endless:
    """A stream that never ends, whatever it said of its length."""

    def __init__(self, head: bytes) -> None:
        self._head, self.given = head, 0

    def read(self, size: int, /) -> bytes:
        piece, self._head = self._head[:size], self._head[size:]
        self.given += size
        return piece.ljust(size, b"\x00")
