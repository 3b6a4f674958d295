"""Calls of the Bot API: the token is part of every address, so no address is ever told.

Source: core.telegram.org/bots/api#making-requests (Bot API 10.1, 2026-06-11).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Answer, Http, Part
from antiphon.connect.values import Enclosure
from antiphon.networks.telegram.refusals import description, migrated, refusal

_TOKEN = re.compile(r"[A-Za-z0-9_:-]{10,100}")
"""Digits, a colon and 35 characters; Telegram itself says whether there is such a bot."""
_UPLOAD_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One method with its fields, and the files that travel with it by name."""

    method: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Enclosure] = field(default_factory=dict)


class Bot:
    """Speaks with one token."""

    def __init__(self, http: Http, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise SignInAgain("That is not a token of a bot: digits, a colon and 35 characters.")
        self.http, self._token = http, token

    @property
    def id(self) -> int:
        """The bot's own id, which its token begins with."""
        number = self._token.partition(":")[0]
        return int(number) if number.isdigit() else 0

    async def ask(self, method: str, **fields: Any) -> Any:
        """Something that changes nothing; follows a group that has a new number."""
        return (await self.do(Call(method=method, fields=fields), effect=False))["result"]

    async def do(
        self, call: Call, *, effect: bool = True, fine: Sequence[str] = ()
    ) -> dict[str, Any]:
        """One call; a group that has become a supergroup is called again by its new number.

        The first call was refused then, so that only the second has an effect. `fine` are
        refusals that mean success.
        """
        answer = await self._send(call, effect=effect)
        new = migrated(answer)
        if new is not None and "chat_id" in call.fields:
            call = replace(call, fields={**call.fields, "chat_id": new})
            answer = await self._send(call, effect=effect)
        return self._told(answer, fine)

    def _told(self, answer: Answer, fine: Sequence[str]) -> dict[str, Any]:
        told = answer.json()
        if isinstance(told, dict) and told.get("ok") is True and "result" in told:
            return told
        if any(one in description(answer) for one in fine):
            return {"ok": True, "result": True}
        raise refusal(answer) or answer.unclear("The answer was not what a bot is told.")

    async def _send(self, call: Call, *, effect: bool) -> Answer:
        path = f"/bot{self._token}/{call.method}"
        if not call.files:
            body = dict(call.fields)
            return await self.http.post(path, json_body=body, effect=effect, allow=(400,))
        parts = [Part(name=name, value=_written(value)) for name, value in call.fields.items()]
        files = [_file(name, enclosure) for name, enclosure in call.files.items()]
        return await self.http.post(
            path, parts=[*parts, *files], effect=effect, allow=(400,), seconds=_UPLOAD_SECONDS
        )


def _written(value: object) -> str:
    """Fields of a form: texts as they are, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _file(name: str, file: Enclosure) -> Part:
    """A name that says nothing but the type; documents show the name to readers, too."""
    kind = file.mime.split("/")[-1].split("+")[0].split(".")[-1] or "bin"
    return Part(name=name, value=file.path, filename=f"file.{kind}", mime=file.mime)
