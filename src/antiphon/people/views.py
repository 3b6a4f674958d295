"""Coming in by invitation; and how the work goes, for who may know."""

from dataclasses import asdict

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antiphon.kernel.secret import Secret
from antiphon.people import actions, queries
from antiphon.people.adapter import INVITED
from antiphon.work import health
from antiphon.work.models import SweepRun


@require_safe
@never_cache
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: remember it, and have them sign up or in; then they are taken in.

    The token leaves the address at once, so that no later page or log can carry it on.
    """
    digest = actions.digest_of(token)
    if (invitation := queries.invitation(digest)) is None:
        return HttpResponseForbidden("This invitation does not open anything any more.")
    request.session[INVITED] = digest
    if request.user.is_authenticated:
        return redirect(get_adapter().get_login_redirect_url(request))
    known = queries.person(invitation.email) is not None
    return redirect("account_login" if known else "account_signup")


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
