"""How everything outside is answered: without a session, a cookie, a script, or a trace."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
OUTSIDE = ("/s/", "/r/")
BESIDE = (*OUTSIDE, settings.STATIC_URL, "/health/")
"""What the host that is apart answers at all."""


def page(template: str, wants: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page that is made without the request: it cannot know who is signed in."""
    return quiet(HttpResponse(render_to_string(template, dict(wants)), status=status))


def quiet(response: HttpResponse) -> HttpResponse:
    """Tells the next site nothing, is not indexed, is not kept; an answer may be stricter still."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def missing() -> HttpResponse:
    """The same for a link that never was, that ended and that was taken back."""
    return page("web/pages/outside/missing.html", {}, status=404)


def keep_apart(answer: Answer) -> Answer:
    """Where the operator gave links for outsiders a host of their own, serve them only there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        apart = settings.OUTSIDE_HOST
        if not apart:
            return answer(request)
        host = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST")
        is_ours = request.path.startswith(BESIDE if host == apart else OUTSIDE)
        return answer(request) if is_ours is (host == apart) else _nothing()

    return middleware


def _nothing() -> HttpResponse:
    return quiet(HttpResponseNotFound("There is nothing here.", content_type="text/plain"))
