"""Signing what leaves, in the form of Standard Webhooks 1.0.0.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read
November 2026: HMAC-SHA256 over `id.timestamp.body`; a secret of 24 to 64 bytes, written in base64
after `whsec_`; several signatures stand side by side while a secret is exchanged.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from antiphon.kernel.secret import Secret

MARK = "whsec_"
BYTES = 32


def new_secret() -> Secret:
    """A secret that nobody has yet."""
    return Secret(MARK + base64.b64encode(secrets.token_bytes(BYTES)).decode())


def signature(secret: Secret, id: str, timestamp: int, body: bytes) -> str:
    """The proof that this body left here, under this id, at this second."""
    key = base64.b64decode(secret.reveal().removeprefix(MARK))
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(kept: Iterable[Secret], id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes with the body; signed with every secret that still counts."""
    signatures = " ".join(signature(secret, id, timestamp, body) for secret in kept)
    return {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures,
    }
