"""How one speaks to the Threads API: its version, its hosts, who signs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential
from antiphon.networks.threads.wire import moment

VERSION = "/v1.0"
"""The only one (developers.facebook.com/documentation/threads, read 2026-11-21)."""

GRAPH = "https://graph.threads.net"
WEB = "https://www.threads.net"


class Graph:
    """Signs each call with one token: in a header, so that no address that we make holds it."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.headers = bearer(credential.secret("access_token"))

    async def ask(self, path: str, *, allow: Sequence[int] = (), **params: Any) -> Answer:
        """Ask for a thing or a list; the answer as it came."""
        return await self.http.get(
            f"{VERSION}{path}", params=params, headers=self.headers, allow=allow
        )

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        """Ask for a thing; parsed."""
        answer = await self.ask(path, **params)
        told = answer.json()
        if not isinstance(told, dict):
            raise answer.unclear("Threads answered something else than was asked.")
        return told

    async def post(self, path: str, form: Mapping[str, Any], *, effect: bool = True) -> Answer:
        """Change something, by a form."""
        return await self.http.post(
            f"{VERSION}{path}", form=form, headers=self.headers, effect=effect
        )

    async def delete(self, path: str) -> Answer:
        """Take something away."""
        return await self.http.ask("DELETE", f"{VERSION}{path}", headers=self.headers)

    async def listed(
        self, path: str, *, back_to: datetime | None = None, most: int = 5, **params: Any
    ) -> list[dict[str, Any]]:
        """A list over its pages, newest first; no page follows one that ends before `back_to`."""
        found: list[dict[str, Any]] = []
        after: str | None = None
        for _page in range(most):
            told = await self.get(path, **params, after=after)
            data = told.get("data")
            found += [one for one in data if isinstance(one, dict)] if data else []
            after = _next(told)
            if not after or not data or _is_older(found[-1], back_to):
                break
        return found


def _is_older(told: Mapping[str, Any], than: datetime | None) -> bool:
    at = moment(told.get("timestamp"))
    return than is not None and at is not None and at < than


def _next(told: Mapping[str, Any]) -> str | None:
    paging = told.get("paging")
    cursors = paging.get("cursors") if isinstance(paging, dict) else None
    after = cursors.get("after") if isinstance(cursors, dict) else None
    return after if isinstance(after, str) else None
