"""What happens to every request and to every answer, whatever the page."""

import re
import secrets
from collections.abc import Callable

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from psycopg.errors import QueryCanceled

from antiphon.work.outside.refusing import refusal

Answer = Callable[[HttpRequest], HttpResponse]

_WELL_FORMED = re.compile(r"[A-Za-z0-9_.-]{8,64}")
A_MINUTE = 60

log = structlog.get_logger(__name__)


def request_id(answer: Answer) -> Answer:
    """Give every request a name, the caller's own if it is well formed; logs and audit carry it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        name = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(16)
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = answer(request)
        response.headers["X-Request-Id"] = name
        return response

    return middleware


class Patience:
    """A database that is away or takes too long is said in words, and not as our mistake."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the database; any other error goes on."""
        if not isinstance(error, OperationalError):
            return None
        slow = isinstance(error.__cause__, QueryCanceled)
        log.warning("the database gave no answer", slow=slow, path=request.path)
        return refusal(request, 503, "too_slow" if slow else "away", wait=A_MINUTE)
