"""Keeps the address of an upload session where only this channel's connector can read it.

Such an address is as good as a password for one upload, and what is prepared is written down in
the clear. Sealed with the channel's own permission it says nothing to anybody else; when that
permission is renewed by a new sign-in, the session counts as forgotten, and that does no harm.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from antiphon.connect.values import Credential


def seal(address: str, credential: Credential) -> str:
    """The address, unreadable without the permission."""
    return _box(credential).encrypt(address.encode()).decode()


def unseal(sealed: str, credential: Credential) -> str:
    """The address again; empty when it was sealed by another permission, or is none."""
    try:
        return _box(credential).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _box(credential: Credential) -> Fernet:
    lasting = credential.secret("refresh_token") or credential.secret("access_token")
    digest = hashlib.sha256(f"upload session {lasting}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
