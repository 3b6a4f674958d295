"""Whether a request is signed as the simulated interface wants it."""

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from antiphon.networks.ghost.simulator import shapes
from antiphon.networks.ghost.simulator.state import Site

OLDEST = 300
"""Seconds from `iat` (seen: it counts from there, whatever `exp` says)."""


def refusal(site: Site, header: str, now: float) -> tuple[int, Any] | None:
    """Why the site does not listen; None where the signature is good."""
    scheme, _, token = header.partition(" ")
    if not header:
        return shapes.refused(403, "NoPermissionError", "Authorization failed", code=None)
    if scheme != "Ghost" or not token:
        message = 'Authorization header format is "Authorization: Ghost [token]"'
        return shapes.refused(401, "UnauthorizedError", message, code="INVALID_AUTH_HEADER")
    head, said = _read(token)
    if head is None or said is None:
        return shapes.refused(400, "BadRequestError", "Invalid token", code="INVALID_JWT")
    if not site.known or head.get("kid") != site.key_id:
        message = "Unknown Admin API Key"
        return shapes.refused(401, "UnauthorizedError", message, code="UNKNOWN_ADMIN_API_KEY")
    return _judge(site, token, said, now)


def kid_of(header: str) -> str:
    """Which key signed, as the token itself says."""
    head, _said = _read(header.partition(" ")[2])
    return str(head.get("kid")) if head else ""


def _judge(site: Site, token: str, said: dict[str, Any], now: float) -> tuple[int, Any] | None:
    signed, _, signature = token.rpartition(".")
    wanted = hmac.new(bytes.fromhex(site.secret), signed.encode(), hashlib.sha256).digest()
    fault = ""
    if not hmac.compare_digest(wanted, _octets(signature)):
        fault = "invalid signature"
    elif said.get("aud") != "/admin/":
        fault = "jwt audience invalid. expected: /\\/?admin\\/?$/"
    elif now - int(said.get("iat", 0)) > OLDEST or now > int(said.get("exp", 0)):
        fault = "jwt expired"
    message = f"Invalid token: {fault}"
    found = shapes.refused(401, "UnauthorizedError", message, code="INVALID_JWT")
    return found if fault else None


def _read(token: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    parts = token.split(".")
    if len(parts) != 3:
        return None, None
    try:
        head, said = (json.loads(_octets(part)) for part in parts[:2])
    except ValueError:
        return None, None
    both = isinstance(head, dict) and isinstance(said, dict)
    return (head, said) if both else (None, None)


def _octets(letters: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return b""
