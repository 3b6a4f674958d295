"""How the simulated network refuses and answers."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

PASSING = frozenset({-1, 1, 2})


class Refused(Exception):
    """A refusal with code and subcode, in the form of the Graph API."""

    def __init__(self, code: int, say: str, sub: int = 0) -> None:
        super().__init__(say)
        self.code, self.say, self.sub = code, say, sub
        self.headers: Mapping[str, str] = {}

    def body(self, kind: str) -> dict[str, Any]:
        """The error object; `kind` is what this host calls its exceptions."""
        error: dict[str, Any] = {"message": self.say, "type": kind, "code": self.code}
        if self.sub:
            error |= {"error_subcode": self.sub, "error_user_title": "", "error_user_msg": self.say}
        passes = self.code in PASSING and not self.sub
        return {"error": {**error, "is_transient": passes, "fbtrace_id": "AbCdEfGh"}}


class DoorClosed(Exception):
    """A refusal where codes become tokens; it has a form of its own there."""

    def body(self) -> dict[str, Any]:
        """The error object."""
        return {"error_type": "OAuthException", "code": 400, "error_message": str(self)}


def missing(id: str) -> Refused:
    """What is said of everything that one may not see."""
    return Refused(100, f"Object with ID '{id}' does not exist or cannot be loaded.", 33)


def answer(told: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON as theirs: all but ASCII is escaped."""
    body = json.dumps(told, separators=(",", ":"))
    kind = "application/json; charset=UTF-8"
    return Response(body, status_code=status, media_type=kind, headers=headers)
