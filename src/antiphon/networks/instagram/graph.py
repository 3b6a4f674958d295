"""How one speaks to Instagram: by which of its two hosts, in whose name, page after page.

Sources: developers.facebook.com/documentation/instagram-platform/overview (hosts and tokens) and
…/content-publishing (the header) (2026-11-28).
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from antiphon.connect.http import Answer, Http
from antiphon.connect.values import Credential

VERSION = "v26.0"
"""Out since 2026-07-29 (looked up 2026-11-21); a version lives for about two years."""

INSTAGRAM = "https://graph.instagram.com"
FACEBOOK = "https://graph.facebook.com"
UPLOAD = "https://rupload.facebook.com"
CODES = "https://api.instagram.com"
WEB = "https://www.instagram.com"
FACEBOOK_WEB = "https://www.facebook.com"

Form = Mapping[str, Any]


class Login(StrEnum):
    """By whom a person signed in; it decides the host, and what may be done."""

    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"


def login_of(credential: Credential) -> Login:
    """How the credential came about."""
    return Login(credential.facts.get("login") or Login.INSTAGRAM)


def app_proof(app_secret: str, token: str) -> str:
    """`appsecret_proof`: whoever sends the token also knows the app's secret."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


class Graph:
    """Signs each call with one token: in a header, so that no address that we make holds it."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http, self.login = http, login_of(credential)
        self.token = credential.secret("access_token")
        self.headers = {"Authorization": f"Bearer {self.token}"}
        proof = credential.secret("appsecret_proof")
        self.proof = {"appsecret_proof": proof} if proof else {}
        self.root = http.host(FACEBOOK) if self.login is Login.FACEBOOK else ""

    def at(self, path: str) -> str:
        """Where a node or an edge is, on the host of this sign-in."""
        return f"{self.root}/{VERSION}{path}"

    async def ask(self, path: str, *, allow: Sequence[int] = (), **params: Any) -> Answer:
        """Ask for a node or an edge; the answer as it came."""
        asked = {**params, **self.proof}
        return await self.http.get(self.at(path), params=asked, headers=self.headers, allow=allow)

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        """Ask for a node or an edge; parsed."""
        answer = await self.ask(path, **params)
        told = answer.json()
        if not isinstance(told, dict):
            raise answer.unclear("Instagram's answer has an unknown form.")
        return told

    async def post(self, path: str, form: Form, *, effect: bool = True) -> Answer:
        """Change something, by a form."""
        whole = {**form, **self.proof}
        return await self.http.post(
            self.at(path), form=whole, headers=self.headers, effect=effect, seconds=60
        )

    async def delete(self, path: str) -> Answer:
        """Take something away."""
        return await self.http.ask("DELETE", self.at(path), params=self.proof, headers=self.headers)

    async def pages(self, path: str, *, most: int = 5, **params: Any) -> list[dict[str, Any]]:
        """A list over its pages, by cursor: the address of `paging.next` would hold the token."""
        found: list[dict[str, Any]] = []
        after: object = None
        for _page in range(most):
            told = await self.get(path, **params, after=after)
            found += rows(told)
            paging = told.get("paging")
            after = _after(paging) if isinstance(paging, dict) and paging.get("next") else None
            if not after:
                break
        return found


def rows(told: object) -> list[dict[str, Any]]:
    """The objects of a list of theirs; anything else holds none."""
    data = told.get("data") if isinstance(told, dict) else None
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _after(paging: Mapping[str, Any]) -> object:
    cursors = paging.get("cursors")
    return cursors.get("after") if isinstance(cursors, dict) else None
