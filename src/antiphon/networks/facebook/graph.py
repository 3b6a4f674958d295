"""How one speaks to the Graph API: its version, its hosts, who signs, what a refusal says."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.http import Answer, Http, Part
from antiphon.connect.values import Credential

VERSION = "v26.0"
"""Out since 2026-07-29 (looked up 2026-11-21); a version lives for about two years."""

GRAPH = "https://graph.facebook.com"
VIDEO = "https://graph-video.facebook.com"
UPLOAD = "https://rupload.facebook.com"
WEB = "https://www.facebook.com"

Form = Mapping[str, Any]


def app_proof(app_secret: str, token: str) -> str:
    """`appsecret_proof`: whoever sends the token also knows the app's secret.

    Source: developers.facebook.com/docs/graph-api/guides/secure-requests (2026-11-21).
    """
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


class Graph:
    """Signs each call with one token: in a header, so that no address that we make holds it."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.headers = {"Authorization": f"OAuth {credential.secret('access_token')}"}
        proof = credential.secret("appsecret_proof")
        self.proof = {"appsecret_proof": proof} if proof else {}

    async def get(self, path: str, *, allow: Sequence[int] = (), **params: Any) -> Any:
        """Ask for a node or an edge; parsed."""
        return (await self.ask(path, allow=allow, **params)).json()

    async def ask(self, path: str, *, allow: Sequence[int] = (), **params: Any) -> Answer:
        """Ask for a node or an edge; the answer as it came."""
        asked = {**params, **self.proof}
        return await self.http.get(
            f"/{VERSION}{path}", params=asked, headers=self.headers, allow=allow
        )

    def _at(self, host: str, path: str) -> str:
        """The address of an edge: on the channel's own server, or another host of the network."""
        return f"{self.http.host(host) if host else ''}/{VERSION}{path}"

    async def post(
        self,
        path: str,
        form: Form,
        *,
        host: str = "",
        effect: bool = True,
        allow: Sequence[int] = (),
    ) -> Answer:
        """Change something, by a form."""
        return await self.http.post(
            self._at(host, path),
            form={**form, **self.proof},
            headers=self.headers,
            effect=effect,
            allow=allow,
        )

    async def upload(
        self, path: str, form: Form, file: Part, *, host: str = "", allow: Sequence[int] = ()
    ) -> Answer:
        """Bring a file that nobody sees yet."""
        fields = [Part(name=name, value=str(value)) for name, value in form.items()]
        proof = [Part(name=name, value=value) for name, value in self.proof.items()]
        return await self.http.post(
            self._at(host, path),
            parts=[*fields, *proof, file],
            headers=self.headers,
            effect=False,
            allow=allow,
            seconds=300,
        )

    async def delete(self, path: str) -> Answer:
        """Take something away."""
        return await self.http.ask(
            "DELETE", f"/{VERSION}{path}", params=self.proof, headers=self.headers
        )

    async def pages(self, path: str, *, most: int = 10, **params: Any) -> list[dict[str, Any]]:
        """A list over its pages, by cursor: the address of `paging.next` would hold the token."""
        found: list[dict[str, Any]] = []
        after: str | None = None
        for _page in range(most):
            told = await self.get(path, **params, after=after)
            found += told.get("data", [])
            paging = told.get("paging") or {}
            after = (paging.get("cursors") or {}).get("after")
            if not after or not paging.get("next"):
                break
        return found
