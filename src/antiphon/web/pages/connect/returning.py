"""Coming back from a network's own page, and saying what was meant (S10)."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from antiphon.channels import actions, queries
from antiphon.connect.registry import network
from antiphon.kernel.errors import AntiphonError
from antiphon.web.request import browser_of, member_of, person_of

LONGEST = 8_000
"""Characters of what a network's page may bring back; codes and states are shorter."""


@require_safe
@never_cache
@login_required
def back(request: HttpRequest) -> HttpResponse:
    """Somebody came back: ask whether they meant this, before anything is connected."""
    answer = {name: str(value) for name, value in request.GET.items()}
    if sum(map(len, answer.values())) > LONGEST:
        return _refused(request, _("This answer is too long to be one of a network's."), 400)
    by = queries.who_left(person_of(request), answer.get("state", ""))
    try:
        if by is None:
            raise actions.NotStartedHereError(
                _("This sign-in was not started here. Start it again.")
            )
        journey = actions.receive(by, answer, browser=browser_of(request))
    except AntiphonError as error:
        return _refused(request, str(error), 422)
    told = {
        "journey": journey.pk,
        "workspace": by.workspace,
        "network": network(journey.network),
        "accounts": queries.brought(journey),
    }
    return _quiet(render(request, "web/pages/connect/confirm.html", told))


@require_POST
@never_cache
@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Yes: the ticked accounts become channels. No: what was brought is forgotten."""
    by, browser = member_of(request), browser_of(request)
    try:
        journey = UUID(request.POST.get("journey", ""))
        if request.POST.get("answer") != "yes":
            actions.decline(by, journey, browser=browser)
        else:
            only = request.POST.getlist("account")
            actions.confirm(by, journey, browser=browser, only=only)
    except (AntiphonError, ValueError) as error:
        say = str(error) if isinstance(error, AntiphonError) else _("There is no such sign-in.")
        return _refused(request, say, 422)
    return redirect("channels", by.workspace.slug)


@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """Who we are, for networks that know installations by an address; nothing of it is secret."""
    try:
        found = actions.document(network(key))
    except AntiphonError:
        found = None
    if found is None:
        raise Http404
    return JsonResponse(found, headers={"Cache-Control": "public, max-age=600"})


def _refused(request: HttpRequest, say: str, status: int) -> HttpResponse:
    page = render(request, "web/pages/connect/refused.html", {"say": say}, status=status)
    return _quiet(page)


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address may still hold a code that was just spent; no next page hears of it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
