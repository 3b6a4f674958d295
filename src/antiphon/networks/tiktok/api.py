"""How one speaks to TikTok for Developers: bearer tokens, and success only where it says “ok”."""

from typing import Any

from antiphon.connect.errors import LookFirst, TryLater
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential
from antiphon.networks.tiktok.refusals import OK, refusal

OPEN = "https://open.tiktokapis.com"
JSON = "application/json; charset=UTF-8"


class Api:
    """One account's calls to the API for Developers (v2)."""

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


def content(answer: Answer) -> dict[str, Any]:
    """What a success holds; everything else raises its remedy."""
    whole = answer.json()
    error = whole.get("error") if isinstance(whole, dict) else None
    if not isinstance(error, dict) or error.get("code") != OK:
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
