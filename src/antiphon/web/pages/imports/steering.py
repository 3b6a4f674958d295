"""Bringing a table, taking it in, stopping, forgetting it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.models import Member
from antiphon.publish.sheets import actions, queries
from antiphon.web.answer import Done, onward
from antiphon.web.pages.imports.views import bringing
from antiphon.web.request import in_workspace

ORDERS = {"": None, "month": True, "day": False}


@require_POST
@in_workspace
def bring(request: HttpRequest, by: Member) -> HttpResponse:
    """Keep the table to be judged; what is none is refused beside the form."""
    try:
        table, name = _table(request)
        row = actions.take_in_table(by, table, name, **_how(request))
    except BadInputError as refusal:
        wants = bringing(by, problems=refusal.problems, picked=request.POST.getlist("channel"))
        return render(request, "web/pages/imports/page.html", wants, status=422)
    return onward(request, reverse("imports_one", args=[by.workspace.slug, row.pk]))


@require_POST
@in_workspace
def confirm(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Take all good rows in."""
    actions.confirm(by, pk)
    return _onward(request, by, pk)


@require_POST
@in_workspace
def stop(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Take in nothing more."""
    row = actions.stop(by, pk)
    made = queries.progress(row).made
    words = ngettext(
        "Stopped. %(n)s row was taken in and stays.",
        "Stopped. %(n)s rows were taken in and stay.",
        made,
    )
    return _onward(request, by, pk, Done(words=words % {"n": made}))


@require_POST
@in_workspace
def forget(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """No report any more; posts that were made stay."""
    actions.drop_table(by, pk)
    done = Done(words=_("The table is forgotten. Posts that were made of it stay."))
    return onward(request, reverse("imports", args=[by.workspace.slug]), done)


def _onward(request: HttpRequest, by: Member, pk: UUID, done: Done | None = None) -> HttpResponse:
    to = reverse("imports_one", args=[by.workspace.slug, pk])
    return onward(request, to, done or Done())


def _table(request: HttpRequest) -> tuple[bytes, str]:
    given = request.FILES.get("table")
    if given is None:
        say = _("Choose a file first: a CSV or an XLSX table.")
        raise BadInputError(Problem(field="table", rule="empty", say=say))
    return given.read(), given.name or ""


def _how(request: HttpRequest) -> dict[str, Any]:
    return {
        "zone": request.POST.get("zone", "").strip(),
        "month_first": ORDERS.get(request.POST.get("order", "")),
        "channels": request.POST.getlist("channel"),
    }
