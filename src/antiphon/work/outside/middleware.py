"""What every request and every answer carries."""

import re
import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing from elsewhere runs or frames us; pictures of posts may come from the networks.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:;"
    " media-src 'self' blob: https:; font-src 'self'; connect-src 'self'; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_WELL_FORMED = re.compile(r"[A-Za-z0-9_.-]{8,64}")


def content_security_policy(answer: Answer) -> Answer:
    """Let pages load only what is ours; a view that needs other rules sets its own header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    return middleware


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
