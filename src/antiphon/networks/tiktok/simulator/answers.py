"""How the simulated network answers and refuses: the forms of its two APIs."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

LOG = "202611210000000100AB"

STATUS = {
    "invalid_params": 400,
    "invalid_publish_id": 400,
    "access_token_invalid": 401,
    "scope_not_authorized": 401,
    "rate_limit_exceeded": 429,
    "internal_error": 500,
}
"""All other words come with 403."""

NUMBERS = {
    "invalid_params": 40002,
    "invalid_publish_id": 40007,
    "access_token_invalid": 40105,
    "scope_not_authorized": 40001,
    "rate_limit_exceeded": 40100,
    "internal_error": 51065,
}
"""The same in the API for Business, where everything has status 200."""


class Refused(Exception):
    """A refusal by its word."""

    def __init__(self, word: str, say: str = "") -> None:
        super().__init__(say or word)
        self.word, self.say = word, say or word


def told(content: Any) -> Response:
    """A success of the API for Developers."""
    return JSONResponse({"data": content, "error": {"code": "ok", "message": "", "log_id": LOG}})


def refused(error: Refused) -> Response:
    """A refusal of the API for Developers."""
    body = {"data": {}, "error": {"code": error.word, "message": error.say, "log_id": LOG}}
    return JSONResponse(body, status_code=STATUS.get(error.word, 403))


def done(content: Any) -> Response:
    """A success of the API for Business."""
    return JSONResponse({"code": 0, "message": "OK", "request_id": LOG, "data": content})


def declined(error: Refused) -> Response:
    """A refusal of the API for Business."""
    code = NUMBERS.get(error.word, 40002)
    body = {"code": code, "message": error.say, "request_id": LOG, "data": {}}
    return JSONResponse(body)


async def asked(request: Request) -> dict[str, Any]:
    """The JSON of a call; none is an empty object."""
    body = await request.body()
    try:
        found = json.loads(body or b"{}")
    except ValueError as error:
        raise Refused("invalid_params", "The body is no JSON.") from error
    if not isinstance(found, dict):
        raise Refused("invalid_params", "The body is no object.")
    return found
