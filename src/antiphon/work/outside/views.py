"""What those may ask who look after the program from outside, and how errors answer."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antiphon.work import health
from antiphon.work.outside import bounds
from antiphon.work.outside.refusing import refusal

MINUTES = 5 * 60


@require_safe
@never_cache
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """The whole can do its work; which part cannot is told to who has a key."""
    good = health.is_ready()
    return JsonResponse({"ready": good}, status=200 if good else 503)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django could not or would not read; too much is said as too much."""
    if isinstance(exception, RequestDataTooBig):
        return refusal(request, 413, "too_large", limit=bounds.TEXT)
    return refusal(request, 400, "unreadable")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Not for this role."""
    return refusal(request, 403, "not_allowed")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Missing and foreign alike."""
    return refusal(request, 404, "missing")


def old_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without its token, or with one of another session."""
    return refusal(request, 403, "form")


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Tried too often, as when guessing."""
    return refusal(request, 429, "too_often", wait=MINUTES)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    return refusal(request, 500, "broken")
