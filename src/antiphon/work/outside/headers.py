"""What every answer carries, so that a browser does with it what we mean and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; media-src 'self' blob:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere is loaded, run, framed or sent to; no page makes an exception."""
BESIDE = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def strict_headers(answer: Answer) -> Answer:
    """Say them all; a view that is stricter still sets its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in BESIDE.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
