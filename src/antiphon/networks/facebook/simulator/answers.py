"""How the simulated network answers and refuses, in the form of the Graph API."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

TRACE = "AbCdEfGhIjKlMnOpQrStUvW"


class Refused(Exception):
    """A refusal with code and subcode."""

    def __init__(
        self, code: int, say: str, *, sub: int = 0, status: int = 400, more: Any = None
    ) -> None:
        super().__init__(say)
        self.code, self.say, self.sub, self.status, self.more = code, say, sub, status, more

    def told(self) -> dict[str, Any]:
        """The body."""
        kind = "OAuthException" if self.code in {1, 2, 3, 4, 10, 100, 190, 200, 2500} else "Api"
        error = {
            "message": f"(#{self.code}) {self.say}",
            "type": "OAuthException" if kind == "OAuthException" else "FacebookApiException",
            "code": self.code,
            **({"error_subcode": self.sub} if self.sub else {}),
            "is_transient": self.code in {1, 2},
            **({"error_data": self.more} if self.more else {}),
            "fbtrace_id": TRACE,
        }
        return {"error": error}


def missing(id: str) -> Refused:
    """What the Graph API says of everything that one may not see."""
    say = (
        f"Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation"
    )
    return Refused(100, say, sub=33)


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON as theirs: escapes for all but ASCII, and slashes escaped too."""
    text = json.dumps(body, separators=(",", ":")).replace("/", "\\/")
    return Response(
        text,
        status_code=status,
        media_type="application/json; charset=UTF-8",
        headers={"facebook-api-version": "v26.0", **(headers or {})},
    )
