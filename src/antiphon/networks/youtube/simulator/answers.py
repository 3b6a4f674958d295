"""How the simulated network says no."""

from typing import Any

from starlette.responses import JSONResponse, Response

STATUS = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    409: "ALREADY_EXISTS", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE",
}  # fmt: skip


class Refused(Exception):
    """A refusal with its status and Google's name for it."""

    def __init__(self, status: int, reason: str, say: str = "", *, domain: str = "") -> None:
        super().__init__(reason)
        self.status, self.reason, self.say = status, reason, say or reason
        self.domain = domain or f"youtube.{'quota' if 'quota' in reason else 'video'}"

    def told(self) -> dict[str, Any]:
        """The body."""
        one = {"message": self.say, "domain": self.domain, "reason": self.reason}
        error = {"code": self.status, "message": self.say, "errors": [one]}
        return {"error": {**error, "status": STATUS[self.status]}}

    def answer(self) -> Response:
        """The whole answer."""
        return JSONResponse(self.told(), self.status)


def missing(reason: str) -> Refused:
    """What is not there."""
    return Refused(404, reason, f"What is asked for cannot be found: {reason}.")


def page(kind: str, items: list[dict[str, Any]], *, most: int, token: str) -> dict[str, Any]:
    """One page of a list; the token is where it begins."""
    start = int(token or 0)
    told: dict[str, Any] = {
        "kind": f"youtube#{kind}ListResponse",
        "etag": "e",
        "pageInfo": {"totalResults": len(items), "resultsPerPage": most},
        "items": items[start : start + most],
    }
    if start + most < len(items):
        told["nextPageToken"] = str(start + most)
    return told
