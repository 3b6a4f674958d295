"""How the simulated network answers and refuses."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response


class Refused(Exception):
    """A refusal with code and subcode."""

    def __init__(self, code: int, say: str, *, sub: int = 0, status: int = 400) -> None:
        super().__init__(say)
        self.code, self.say, self.sub, self.status = code, say, sub, status

    def told(self) -> dict[str, Any]:
        """The body."""
        error: dict[str, Any] = {
            "message": self.say,
            "type": "OAuthException" if self.code in {10, 101, 190} else "THApiException",
            "code": self.code,
            "is_transient": self.code in {1, 2},
            "fbtrace_id": "AbCdEfGhIjKlMnOp",
        }
        return {"error": error | ({"error_subcode": self.sub} if self.sub else {})}


def missing(id: str) -> Refused:
    """What is said of everything that one may not see."""
    say = f"Unsupported request. Object with ID '{id}' does not exist"
    return Refused(100, say, sub=33)


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON."""
    return Response(
        json.dumps(body), status_code=status, media_type="application/json", headers=headers
    )


def picked(thing: Mapping[str, Any], fields: str) -> dict[str, Any]:
    """Only what was asked for; a field that there is not is refused."""
    names = ["id", *(name.strip() for name in fields.split(",") if name.strip())]
    unknown = set(names) - set(thing)
    if unknown:
        raise Refused(100, f"Tried accessing nonexisting field ({min(unknown)})")
    return {name: thing[name] for name in names if thing[name] is not None}
