"""How one speaks to the Business Profile APIs: their hosts, who signs, how lists go on.

Source: developers.google.com/my-business/reference/rest (v4 for posts and reviews) and the
discovery documents of the v1 APIs, revision 20261026.
"""

from collections.abc import Mapping
from typing import Any

from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential

POSTS = "https://mybusiness.googleapis.com"
ACCOUNTS = "https://mybusinessaccountmanagement.googleapis.com"
LOCATIONS = "https://mybusinessbusinessinformation.googleapis.com"
TOKENS = "https://oauth2.googleapis.com"
SIGN_IN = "https://accounts.google.com"


class Google:
    """Signs each call with one token."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.headers = bearer(credential.secret("access_token"))

    async def get(self, path: str, *, at: str = "", **params: Any) -> dict[str, Any]:
        """Ask for a thing or one page of a list; parsed. Posts and reviews need no other host."""
        host = self.http.host(at) if at else ""
        answer = await self.http.get(f"{host}{path}", params=params, headers=self.headers)
        return _object(answer)

    async def listed(
        self, path: str, name: str, *, at: str = "", most: int = 20, **params: Any
    ) -> list[dict[str, Any]]:
        """A list over its pages."""
        found: list[dict[str, Any]] = []
        token: str | None = None
        for _page in range(most):
            told = await self.get(path, at=at, **params, pageToken=token)
            page = told.get(name)
            found += [one for one in page if isinstance(one, dict)] if page else []
            token = told.get("nextPageToken")
            if not token:
                break
        return found

    async def change(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, **params: Any
    ) -> Answer:
        """Make, change or delete a post or an answer."""
        return await self.http.ask(
            method, path, json_body=body, params=params, headers=self.headers
        )


def _object(answer: Answer) -> dict[str, Any]:
    told = answer.json()
    if not isinstance(told, dict):
        raise answer.unclear("Google answered something else than was asked.")
    return told
