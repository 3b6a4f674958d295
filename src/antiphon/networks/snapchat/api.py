"""How one speaks to the Public Profile API: bearer tokens, and success only where it is said."""

from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.errors import LookFirst, TryLater
from antiphon.connect.http import Answer, Http, Part
from antiphon.connect.oauth import bearer
from antiphon.connect.values import Credential
from antiphon.networks.snapchat.refusals import refusal

API = "https://businessapi.snapchat.com"
PROFILES = "/v1/public_profiles"


class Api:
    """One person's calls."""

    def __init__(self, http: Http, credential: Credential) -> None:
        self.http = http
        self.headers = bearer(credential.secret("access_token"))

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        """Ask."""
        return content(await self.http.get(path, params=params, headers=self.headers))

    async def post(
        self, path: str, body: Mapping[str, Any], *, effect: bool = False
    ) -> dict[str, Any]:
        """Change something by JSON."""
        answer = await self.http.post(path, json_body=body, headers=self.headers, effect=effect)
        return content(answer)

    async def send(self, path: str, parts: Sequence[Part]) -> dict[str, Any]:
        """Bring a piece of a file to a container; nobody sees it yet.

        What these calls answer is not described (unverified): only a refusal in so many words is
        one, and a file that is not whole is refused when it is posted.
        """
        answer = await self.http.post(
            path, parts=parts, headers=self.headers, effect=False, seconds=300
        )
        return content(answer) if "request_status" in answer.told() else answer.told()


def content(answer: Answer) -> dict[str, Any]:
    """What a success holds; a part of a success is none."""
    told = answer.json()
    if not isinstance(told, dict) or str(told.get("request_status")).upper() != "SUCCESS":
        raise refusal(answer) or answer.unclear("Snapchat's answer did not say that it is done.")
    return told


def named(told: Mapping[str, Any], name: str, *, effect: bool = False) -> str:
    """A text that a success must hold."""
    value = told.get(name)
    if isinstance(value, str) and value:
        return value
    say = f"Snapchat's answer held no {name.replace('_', ' ')}."
    raise LookFirst(say) if effect else TryLater(say)


def unwrapped(told: Mapping[str, Any], many: str, one: str) -> list[dict[str, Any]]:
    """The things of a list; each may lie in a wrapper that says how it went (unverified).

    Where there is one only, it may stand there without a list.
    """
    listed = told.get(many)
    found = []
    for item in listed if isinstance(listed, list) else [told.get(one)]:
        inner = item.get(one, item) if isinstance(item, dict) else None
        if isinstance(inner, dict):
            found.append(inner)
    return found
