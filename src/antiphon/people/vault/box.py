"""Sealing and opening: AES-256-GCM, bound to table, row, field and key.

Sealed is `version (1 byte) | number of the key (4) | nonce (12) | text and tag`. Moved to another
row, column or table it does not open. A random nonce of 96 bits is safe for 2^32 values a key
(NIST SP 800-38D, 8.3, 2007); rotation starts anew.
"""

import json
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from antiphon.kernel.secret import Secret
from antiphon.people.vault.ring import VaultError, ring

VERSION = 1
NONCE_BYTES = 12
HEAD = 5


def seal(value: str | Secret, *, table: str, row: UUID | int | str, field: str) -> bytes:
    """Seal a text for one place, with the current key."""
    keys = ring()
    number, nonce = keys.current, secrets.token_bytes(NONCE_BYTES)
    text = value.reveal() if isinstance(value, Secret) else value
    place = _place(table, row, field, number)
    sealed = AESGCM(keys.key(number)).encrypt(nonce, text.encode(), place)
    return bytes([VERSION]) + number.to_bytes(4, "big") + nonce + sealed


def open_sealed(sealed: bytes, *, table: str, row: UUID | int | str, field: str) -> Secret:
    """Open what was sealed for this very place."""
    sealed = bytes(sealed)
    number = key_of(sealed)
    nonce, text = sealed[HEAD : HEAD + NONCE_BYTES], sealed[HEAD + NONCE_BYTES :]
    try:
        opened = AESGCM(ring().key(number)).decrypt(nonce, text, _place(table, row, field, number))
    except InvalidTag:
        raise VaultError(
            f"{table}.{field} of {row} does not open with key {number}: the key is another one,"
            " or the value was moved or changed."
        ) from None
    return Secret(opened.decode())


def key_of(sealed: bytes) -> int:
    """The number of the key that this was sealed with."""
    if len(sealed) < HEAD + NONCE_BYTES or sealed[0] != VERSION:
        raise VaultError("This was not sealed by us.")
    return int.from_bytes(sealed[1:HEAD], "big")


def put(row: models.Model, field: str, value: str | Secret) -> None:
    """Seal a value into a row's own field; saving it is the caller's."""
    setattr(row, field, seal(value, table=row._meta.db_table, row=str(row.pk), field=field))


def take(row: models.Model, field: str) -> Secret:
    """Open a row's own field; an empty one gives an empty secret."""
    sealed = getattr(row, field)
    if not sealed:
        return Secret("")
    return open_sealed(sealed, table=row._meta.db_table, row=str(row.pk), field=field)


def _place(table: str, row: UUID | int | str, field: str, number: int) -> bytes:
    return json.dumps(["antiphon", table, str(row), field, number]).encode()
