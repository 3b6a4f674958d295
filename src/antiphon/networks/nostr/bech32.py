"""Keys and events as people write them: bech32 (BIP-173) with the entities of NIP-19; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
LONGEST = 5_000
"""NIP-19: what is longer need not be read."""
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
SPECIAL, RELAY, AUTHOR, KIND = 0, 1, 2, 3
"""Types of the parts of an entity (NIP-19)."""


class NotAnEntityError(ValueError):
    """That is no bech32, or not of the kind that was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What an `npub1…`, `nsec1…`, `note1…`, `nprofile1…`, `nevent1…` or `naddr1…` stands for."""

    prefix: str
    id: str
    """Hex: a public key, a private key or an event; of `naddr` its identifier, hex too."""
    relays: tuple[str, ...] = ()
    author: str = ""
    kind: int | None = None


def read(text: str) -> Entity:
    """The entity that a person wrote."""
    prefix, body = _decode(text.strip().removeprefix("nostr:"))
    if prefix in {"npub", "nsec", "note"}:
        if len(body) != 32:
            raise NotAnEntityError("That key or event has not 32 bytes.")
        return Entity(prefix=prefix, id=body.hex())
    if prefix not in {"nprofile", "nevent", "naddr"}:
        raise NotAnEntityError(f"“{prefix}” is not known here.")
    return _parts(prefix, body)


def plain(prefix: str, hexed: str) -> str:
    """A key or an event alone."""
    return _encode(prefix, bytes.fromhex(hexed))


def event(id: str, *, author: str = "", relays: Iterable[str] = ()) -> str:
    """An event with where it can be found and who made it."""
    parts = [(SPECIAL, bytes.fromhex(id)), *((RELAY, one.encode()) for one in relays)]
    if author:
        parts.append((AUTHOR, bytes.fromhex(author)))
    told = b"".join(bytes([kind, len(body)]) + body for kind, body in parts if len(body) < 256)
    return _encode("nevent", told)


def _parts(prefix: str, body: bytes) -> Entity:
    found: dict[int, list[bytes]] = {}
    for kind, value in _tlv(body):
        found.setdefault(kind, []).append(value)
    special = found.get(SPECIAL, [b""])[0]
    if prefix != "naddr" and len(special) != 32:
        raise NotAnEntityError("That key or event has not 32 bytes.")
    return Entity(
        prefix=prefix,
        id=special.hex(),
        relays=tuple(one.decode("utf-8", "replace") for one in found.get(RELAY, [])),
        author=found.get(AUTHOR, [b""])[0].hex(),
        kind=int.from_bytes(found[KIND][0], "big") if KIND in found else None,
    )


def _tlv(body: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 <= len(body):
        kind, size = body[place], body[place + 1]
        value = body[place + 2 : place + 2 + size]
        if len(value) == size:
            yield kind, value
        place += 2 + size


def _decode(text: str) -> tuple[str, bytes]:
    lower = text.lower()
    place = lower.rfind("1")
    if len(text) > LONGEST or text not in {lower, text.upper()} or place < 1:
        raise NotAnEntityError("That is not written in bech32.")
    prefix, rest = lower[:place], lower[place + 1 :]
    values = [LETTERS.find(one) for one in rest]
    if len(values) < 6 or -1 in values or _checksum(prefix, values) != 1:
        raise NotAnEntityError("That is not whole: a letter is wrong or missing.")
    bits = "".join(f"{one:05b}" for one in values[:-6])
    whole = len(bits) // 8 * 8
    return prefix, bytes(int(bits[at : at + 8], 2) for at in range(0, whole, 8))


def _encode(prefix: str, body: bytes) -> str:
    bits = "".join(f"{one:08b}" for one in body)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    rest = _checksum(prefix, [*values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [(rest >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{prefix}1{''.join(LETTERS[one] for one in values)}"


def _checksum(prefix: str, values: Iterable[int]) -> int:
    """The polynomial of BIP-173 over prefix and values."""
    spread = [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]
    check = 1
    for value in (*spread, *values):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            check ^= term if top >> place & 1 else 0
    return check
