"""Beginning a workspace: a name and the clock on its wall."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import zone_names
from antiphon.people import actions, queries
from antiphon.people.policy import Refused
from antiphon.web.request import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """The form, and by POST the workspace, whose first run comes next."""
    person = person_of(request)
    if not queries.may_found(person):
        raise Refused("Only owners of a workspace begin others here. Ask one of them.")
    given = {name: request.POST.get(name, "") for name in ("name", "time_zone")}
    told: dict[str, Any] = {"given": given, "zones": sorted(zone_names())}
    if request.method != "POST":
        return render(request, "web/pages/welcome/begin.html", told)
    try:
        member = actions.found_own(person, given["name"], time_zone=given["time_zone"])
    except BadInputError as error:
        told["problems"] = {one.field: one.say for one in error.problems}
        return render(request, "web/pages/welcome/begin.html", told, status=422)
    return redirect("welcome", member.workspace.slug)
