"""What is turned away before anything is read of it: foreign writes, doubled headers, floods."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from antiphon.work.outside import bounds
from antiphon.work.outside.refusing import refusal

Answer = Callable[[HttpRequest], HttpResponse]

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OURS = frozenset({"", "same-origin", "none"})
"""What browsers say of a request of ours (W3C Fetch Metadata, read 2026-11); programs say nothing.

`same-site` is not ours: another program on a neighbouring host name is another program.
"""
ONCE = ("HTTP_HOST", "CONTENT_LENGTH", "CONTENT_TYPE", "HTTP_AUTHORIZATION", "HTTP_ORIGIN")
"""Headers that stand once. A server joins two of a kind with a comma; two readers could differ."""
HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


def from_here_only(answer: Answer) -> Answer:
    """Refuse what would write and comes from another site's page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        site = request.headers.get("Sec-Fetch-Site", "")
        if request.method not in READING and site not in OURS:
            return refusal(request, 403, "foreign_origin")
        return answer(request)

    return middleware


def one_of_each(answer: Answer) -> Answer:
    """Refuse doubled headers and a host that is none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        doubled = any("," in str(request.META.get(name, "")) for name in ONCE)
        host = request.META.get("HTTP_HOST", "localhost")
        if doubled or not HOST.fullmatch(host):
            return refusal(request, 400, "header")
        return answer(request)

    return middleware


def bounded(answer: Answer) -> Answer:
    """Refuse a body that is too long before a byte of it is looked at."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        most = bounds.most_for(request)
        if not length.isdecimal():
            return refusal(request, 400, "header")
        if int(length) > most:
            return refusal(request, 413, "too_large", actual=int(length), limit=most)
        return answer(request)

    return middleware
