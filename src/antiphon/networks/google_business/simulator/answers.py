"""How the simulated network answers and refuses, in the form of Google's APIs."""

from typing import Any

from starlette.responses import JSONResponse

CODES = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429,
}


class Refused(Exception):
    """A refusal with its status, and what it objects to."""

    def __init__(self, status: str, say: str, *, field: str = "", reason: str = "") -> None:
        super().__init__(say)
        self.status, self.say, self.field, self.reason = status, say, field, reason

    def answer(self) -> JSONResponse:
        """The whole answer."""
        code = CODES[self.status]
        error: dict[str, Any] = {"code": code, "message": self.say, "status": self.status}
        details: list[dict[str, Any]] = []
        if self.field:
            wrong = {"field": self.field, "message": self.say}
            kind = "type.googleapis.com/google.mybusiness.v4.ValidationError"
            details.append({"@type": kind, "errorDetails": [wrong]})
        if self.reason:
            kind = "type.googleapis.com/google.rpc.ErrorInfo"
            details.append({"@type": kind, "reason": self.reason, "domain": "googleapis.com"})
        return JSONResponse(
            {"error": error | ({"details": details} if details else {})}, status_code=code
        )


class SignInRefused(Exception):
    """A refusal of the token house."""

    def __init__(self, error: str, *, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status

    def answer(self) -> JSONResponse:
        """The whole answer."""
        told = {"error": self.error, "error_description": "Bad Request"}
        return JSONResponse(told, status_code=self.status)


def missing() -> Refused:
    """What is said of everything that one may not see."""
    return Refused("NOT_FOUND", "Requested entity was not found.")
