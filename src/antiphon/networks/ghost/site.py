"""One site's Admin API, spoken to with one key.

Each request carries a token of its own: HS256 with the key's second half, good for five minutes
from `iat` (docs.ghost.org/admin-api, and seen 2026-11-21).
"""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.values import Credential

API = "/ghost/api/admin"
VERSION = "v6.0"
LASTS = 300
_KEY = re.compile(r"([0-9a-f]{24}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is and who asks."""

    http: Http
    root: str
    key: str

    @classmethod
    def of(cls, http: Http, credential: Credential) -> "Site":
        """The site of a channel."""
        return cls(http, credential.facts.get("api") or API, credential.secret("key"))

    async def get(self, route: str, **query: Any) -> Answer:
        """Ask without an effect."""
        return await self.ask("GET", route, params=query)

    async def ask(self, method: str, route: str, **how: Any) -> Answer:
        """One exchange, signed."""
        headers = {"Accept-Version": VERSION, "Authorization": f"Ghost {token(self.key)}"}
        return await self.http.ask(method, f"{self.root}/{route}/", headers=headers, **how)

    async def there(self, route: str, **query: Any) -> Answer | None:
        """The answer about one thing; None where the site says that there is none."""
        answer = await self.ask("GET", route, params=query, allow=(404,))
        if answer.ok:
            return answer
        if _names_a_thing(answer.told()):
            return None
        raise answer.unclear("The site's refusal was not understood.")


def _names_a_thing(told: Mapping[str, Any]) -> bool:
    """Whether a 404 is the interface's own word about a post, and no page of a web server."""
    errors = told.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    return isinstance(first, dict) and first.get("type") == "NotFoundError"


def token(key: str, *, at: int | None = None) -> str:
    """A token for one request."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise SignInAgain("That is no Admin API key: it has 24 characters, a colon, and 64 more.")
    now = int(time.time()) if at is None else at
    head = {"alg": "HS256", "typ": "JWT", "kid": match[1]}
    said = {"iat": now, "exp": now + LASTS, "aud": "/admin/"}
    signed = f"{_packed(head)}.{_packed(said)}"
    mac = hmac.new(bytes.fromhex(match[2]), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_letters(mac)}"


def _packed(told: Mapping[str, Any]) -> str:
    return _letters(json.dumps(told, separators=(",", ":")).encode())


def _letters(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
