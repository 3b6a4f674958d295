"""How the work goes, for who may know."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antiphon.kernel.secret import Secret
from antiphon.people import actions
from antiphon.work import health
from antiphon.work.models import SweepRun


@require_safe
@never_cache
def work(request: HttpRequest) -> HttpResponse:
    """Every check in words and every sweep's last run."""
    if not _may_know(request):
        return HttpResponseForbidden("An API key, or an administrator's sign-in, opens this.")
    sweeps = SweepRun.objects.order_by("name").values()
    return JsonResponse(
        {"checks": [asdict(finding) for finding in health.ready()], "sweeps": list(sweeps)}
    )


def _may_know(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return actions.speaker(Secret(token.strip())) is not None
    return bool(getattr(request.user, "is_staff", False))
