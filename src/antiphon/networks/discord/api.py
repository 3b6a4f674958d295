"""Calls of Discord's API, signed by a bot or by the secret part of a webhook's address.

Source: docs.discord.com/developers/reference (6 August 2026).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.http import Answer, Http, Part
from antiphon.connect.values import Enclosure

ROOT = "/api/v10"
AGENT = "DiscordBot (https://antiphon.example, 0.1)"
"""Calls without a header of this form are refused."""
_UPLOAD_SECONDS = 300.0


class Api:
    """One conversation; `token` is a bot's, empty for a webhook, whose path signs."""

    def __init__(self, http: Http, token: str = "") -> None:
        self.http = http
        self.headers = {"User-Agent": AGENT} | ({"Authorization": f"Bot {token}"} if token else {})

    async def get(self, path: str, *, allow: Sequence[int] = (), **params: Any) -> Answer:
        """Ask for something."""
        return await self.http.get(
            ROOT + path, params=params, headers=self.headers, allow=allow
        )  # fmt: skip

    async def told(self, path: str, **params: Any) -> dict[str, Any]:
        """Ask for one thing."""
        answer = await self.get(path, **params)
        found = answer.json()
        if not isinstance(found, dict):
            raise answer.unclear("Discord's answer was not the thing that we asked for.")
        return found

    async def listed(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """Ask for a list."""
        answer = await self.get(path, **params)
        found = answer.json()
        if not isinstance(found, list):
            raise answer.unclear("Discord's answer was not the list that we asked for.")
        return [one for one in found if isinstance(one, dict)]

    async def send(  # noqa: PLR0913 -- a message has as many sides
        self,
        method: str,
        path: str,
        body: Mapping[str, Any],
        *,
        files: Sequence[Enclosure] = (),
        params: Mapping[str, Any] | None = None,
        allow: Sequence[int] = (),
    ) -> Answer:
        """Change something, with files where there are some."""
        shared: dict[str, Any] = {"params": params, "headers": self.headers, "allow": allow}
        if not files:
            return await self.http.ask(method, ROOT + path, json_body=body, **shared)
        parts = [Part(name="payload_json", value=json.dumps(body), mime="application/json")]
        parts += [
            Part(name=f"files[{n}]", value=one.path, filename=file_name(n, one), mime=one.mime)
            for n, one in enumerate(files)
        ]
        return await self.http.ask(
            method, ROOT + path, parts=parts, seconds=_UPLOAD_SECONDS, **shared
        )

    async def remove(self, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Take something away; the caller reads why it is not there."""
        return await self.http.ask(
            "DELETE", ROOT + path, params=params, headers=self.headers, allow=(404,)
        )


def file_name(place: int, file: Enclosure) -> str:
    """A name that says nothing but the type, and is the only one of its message."""
    return f"file{place}.{file.mime.split('/')[-1].split('+')[0].split('.')[-1] or 'bin'}"
