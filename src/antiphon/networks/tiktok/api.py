"""How one speaks to TikTok: success only where an answer says so, whatever its status.

The API for Developers says “ok” as its word; the API for Business says 0 as its code, at a host of
its own and with a header of its own. Sources: developers.tiktok.com/doc (v2) and
business-api.tiktok.com/portal/docs (v1.3, Accounts API), 2026-11-21.
"""

import json
from collections.abc import Mapping
from typing import Any

from antiphon.connect.errors import LookFirst, TryLater
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential
from antiphon.networks.tiktok.refusals import OK, refusal

OPEN = "https://open.tiktokapis.com"
BUSINESS_HOST, VERSION = "https://business-api.tiktok.com", "/open_api/v1.3"
JSON = "application/json; charset=UTF-8"


class Api:
    """One account's calls to the API for Developers."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.headers = {**bearer(credential.secret("access_token")), "Content-Type": JSON}

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        """Ask by address alone."""
        return content(await self.http.get(f"/v2{path}", params=params, headers=self.headers))

    async def post(
        self, path: str, body: object = None, *, effect: bool = False, fields: str = ""
    ) -> dict[str, Any]:
        """Ask by a body; most of these calls read, or make nothing that anybody can see."""
        answer = await self.http.post(
            f"/v2{path}",
            json_body=body,
            params={"fields": fields} if fields else None,
            headers=self.headers,
            effect=effect,
        )
        return content(answer)


class Office:
    """One account's calls to the API for Business."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.address = f"{http.host(BUSINESS_HOST)}{VERSION}"
        self.headers = {"Access-Token": credential.secret("access_token")}

    async def get(self, path: str, **params: object) -> dict[str, Any]:
        """Ask; lists and objects go as JSON."""
        asked = {
            name: value if isinstance(value, str | int) else json.dumps(value)
            for name, value in params.items()
            if value is not None
        }
        return done(await self.http.get(f"{self.address}{path}", params=asked,
                                           headers=self.headers))  # fmt: skip

    async def post(
        self, path: str, body: Mapping[str, Any], *, effect: bool = False
    ) -> dict[str, Any]:
        """Change something, or prove something that is no address's business."""
        url = f"{self.address}{path}"
        return done(await self.http.post(url, json_body=body, headers=self.headers, effect=effect))


def content(answer: Answer) -> dict[str, Any]:
    """What a success of the API for Developers holds; everything else raises its remedy."""
    whole = answer.json()
    error = whole.get("error") if isinstance(whole, dict) else None
    if not isinstance(error, dict) or error.get("code") != OK:
        raise refusal(answer) or answer.unclear("TikTok's answer did not say that it is done.")
    found = whole.get("data")
    return found if isinstance(found, dict) else {}


def done(answer: Answer) -> dict[str, Any]:
    """What a success of the API for Business holds; refusals come with status 200 as well."""
    whole = answer.json()
    if not isinstance(whole, dict) or whole.get("code") != 0:
        raise refusal(answer) or answer.unclear("TikTok's answer did not say that it is done.")
    found = whole.get("data")
    return found if isinstance(found, dict) else {}


def named(told: dict[str, Any], name: str, *, effect: bool = False) -> str:
    """A text that a success must hold."""
    value = told.get(name)
    if isinstance(value, str) and value:
        return value
    say = f"TikTok's answer held no {name.replace('_', ' ')}."
    raise LookFirst(say) if effect else TryLater(say)
