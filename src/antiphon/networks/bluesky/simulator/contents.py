"""Names that things get from their content: CIDs over DAG-CBOR and over raw bytes."""

import base64
import hashlib
from typing import Any

RAW, CBOR = 0x55, 0x71
_LINK = "$link"


def cid(digest: bytes, codec: int) -> str:
    """The name of content with this SHA-256 (CID version 1, base32 in lower case)."""
    packed = bytes((0x01, codec, 0x12, 0x20)) + digest
    return "b" + base64.b32encode(packed).decode().rstrip("=").lower()


def record_cid(record: object) -> str:
    """The name of a record."""
    return cid(hashlib.sha256(cbor(record)).digest(), CBOR)


def cbor(value: Any) -> bytes:
    """Deterministic CBOR as the protocol wants it: shortest heads, keys by length, then bytes."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, str):
        text = value.encode()
        return _head(3, len(text)) + text
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        return _link(value[_LINK]) if set(value) == {_LINK} else _map(value)
    raise TypeError("a record holds no such thing")


def _map(value: dict[str, Any]) -> bytes:
    pairs = sorted(((key.encode(), value[key]) for key in value), key=lambda it: (len(it[0]), it))
    body = b"".join(_head(3, len(key)) + key + cbor(one) for key, one in pairs)
    return _head(5, len(pairs)) + body


def _link(name: str) -> bytes:
    body = name[1:].upper()
    packed = b"\x00" + base64.b32decode(body + "=" * (-len(body) % 8))
    return b"\xd8\x2a" + _head(2, len(packed)) + packed


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes((major << 5 | number,))
    for extra, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes((major << 5 | extra,)) + number.to_bytes(size, "big")
    raise ValueError("no number is that large")
