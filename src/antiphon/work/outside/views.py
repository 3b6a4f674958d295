"""What those may ask who look after the program from outside; it tells them nothing more."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antiphon.work import health


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
