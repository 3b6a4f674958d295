"""What the simulated network thinks of files: it reads their first bytes, as far as it must."""

from antiphon.connect.values import Kind
from antiphon.networks.instagram.simulator.answers import Refused

LARGEST = 8 * 1024 * 1024
NARROWEST, WIDEST = 0.79, 1.92
_SIZES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC)})
"""Markers of a JPEG that carry its size (ITU-T T.81, table B.1)."""


def judge(kind: Kind, body: bytes, *, is_story: bool) -> Refused | None:
    """What is wrong with a file, if anything."""
    if kind is Kind.VIDEO:
        is_film = body[4:8] in {b"ftyp", b"moov", b"mdat"}
        return None if is_film else Refused(352, "The video format is not supported", 2207026)
    if len(body) > LARGEST:
        return Refused(36000, "The image is too large", 2207004)
    if not body.startswith(b"\xff\xd8\xff"):
        return Refused(36001, "The image format is not supported", 2207005)
    size = jpeg_size(body)
    if size and not is_story and not NARROWEST <= size[0] / size[1] <= WIDEST:
        return Refused(36003, "The aspect ratio is not supported", 2207009)
    return None


def jpeg_size(body: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG; None where it does not say."""
    place = 2
    while place + 9 < len(body) and body[place] == 0xFF:
        if body[place + 1] in _SIZES:
            high, wide = body[place + 5 : place + 7], body[place + 7 : place + 9]
            return int.from_bytes(wide), int.from_bytes(high) or 1
        place += 2 + int.from_bytes(body[place + 2 : place + 4])
    return None
