"""A key is the account: it signs what we say, and is itself sent nowhere."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coincurve import PrivateKey, PublicKeyXOnly

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.kernel.secret import Secret
from antiphon.networks.nostr import bech32

Event = Mapping[str, Any]
_ALLOWED = frozenset("\n\r\t\b\f")
"""Control characters whose spelling in an event's id is agreed on (NIP-01)."""


@dataclass(frozen=True)
class Key:
    """A private key, kept from view."""

    secret: Secret

    @classmethod
    def typed(cls, text: str) -> "Key":
        """A key as a person writes it: `nsec1…` or 64 hexadecimal digits."""
        try:
            hexed = _hexed(text.strip())
            PrivateKey(bytes.fromhex(hexed))
        except ValueError:
            say = "That is no private key. It looks like nsec1… or 64 hex digits."
            raise SignInAgain(say) from None
        return cls(Secret(hexed))

    @property
    def public(self) -> str:
        """Who we are to everybody, in hex."""
        return self._private().public_key_xonly.format().hex()

    def sign(self, kind: int, tags: Sequence[Sequence[str]], content: str, *, at: int) -> Event:
        """An event that is ours; the same given always makes the same, byte for byte."""
        if any(ord(sign) < 32 and sign not in _ALLOWED for sign in content):
            raise ChangeIt("The text holds a control character. Remove it.")
        told = {"pubkey": self.public, "created_at": at, "kind": kind,
                "tags": [list(tag) for tag in tags], "content": content}  # fmt: skip
        id = name(told)
        signature = self._private().sign_schnorr(bytes.fromhex(id), bytes(32))
        return {"id": id, **told, "sig": signature.hex()}

    def _private(self) -> PrivateKey:
        return PrivateKey(bytes.fromhex(self.secret.reveal()))


def _hexed(typed: str) -> str:
    if len(typed) == 64:
        return typed.lower()
    found = bech32.read(typed)
    return found.id if found.prefix == "nsec" else ""


def name(told: Event) -> str:
    """The id of an event: the SHA-256 of what it says (NIP-01)."""
    parts = [0, *(told[part] for part in ("pubkey", "created_at", "kind", "tags", "content"))]
    said = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def is_true(told: Any) -> bool:
    """Whether an event is whole and signed by whom it names; whatever else it may be."""
    try:
        right = name(told) == told["id"]
        author = PublicKeyXOnly(bytes.fromhex(told["pubkey"]))
        return right and author.verify(bytes.fromhex(told["sig"]), bytes.fromhex(told["id"]))
    except (ValueError, TypeError, KeyError, UnicodeError):
        return False
