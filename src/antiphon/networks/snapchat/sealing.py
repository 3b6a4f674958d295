"""Files are sealed before they leave: AES-256 in CBC mode with PKCS 7 padding.

Source: developers.snap.com/api/marketing-api/Public-Profile-API (media), read until September 2026.
A large file is sealed piece by piece: each begins where the one before it ended, so that the
pieces together are the file sealed as a whole.
"""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

BLOCK = 16


@dataclass(frozen=True, slots=True)
class Seal:
    """A key, and the block from which sealing goes on; in base 64, as Snapchat takes them."""

    key: str
    chain: str

    @classmethod
    def new(cls) -> "Seal":
        """A fresh one: 256 and 128 random bits."""
        return cls(_text(secrets.token_bytes(32)), _text(secrets.token_bytes(BLOCK)))

    def close(self, piece: bytes, *, is_last: bool) -> tuple[bytes, "Seal"]:
        """The piece sealed, and the seal for the next; all but the last are whole blocks."""
        if is_last:
            padder = PKCS7(BLOCK * 8).padder()
            piece = padder.update(piece) + padder.finalize()
        cipher = Cipher(algorithms.AES(b64decode(self.key)), modes.CBC(b64decode(self.chain)))
        sealer = cipher.encryptor()
        sealed = sealer.update(piece) + sealer.finalize()
        return sealed, Seal(self.key, _text(sealed[-BLOCK:]))


def _text(value: bytes) -> str:
    return b64encode(value).decode()


def opened(sealed: bytes, key: str, iv: str) -> bytes:
    """The file again; raises ValueError where it was sealed by something else."""
    cipher = Cipher(algorithms.AES(b64decode(key)), modes.CBC(b64decode(iv)))
    opener = cipher.decryptor()
    padded = opener.update(sealed) + opener.finalize()
    remover = PKCS7(BLOCK * 8).unpadder()
    return remover.update(padded) + remover.finalize()
