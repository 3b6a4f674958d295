"""The secret links of a workspace: making one, whose address is told once, and taking it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from antiphon.channels import queries as channels
from antiphon.kernel.problem import BadInputError
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.plan import queries as plans
from antiphon.plan.models import Kind
from antiphon.plan.outside import actions, queries
from antiphon.web.answer import Done, onward
from antiphon.web.request import in_workspace
from antiphon.work import clock

SHOWN = 50
LASTS = (7, 30, 90, 365)
KINDS = {
    Kind.CALENDAR: gettext_lazy("Page"),
    Kind.ICS: gettext_lazy("Calendar subscription"),
}
SHOWS = (
    ("text", gettext_lazy("What posts say")),
    ("pictures", gettext_lazy("Their pictures")),
    ("state", gettext_lazy("How far they are")),
)


@require_safe
@in_workspace
def sharing(request: HttpRequest, by: Member) -> HttpResponse:
    """The links there are, and a form for another one; the calendar's filter is filled in."""
    picked = {
        "channels": request.GET.getlist("channel"),
        "campaign": request.GET.get("campaign", ""),
    }
    return render(request, "web/pages/sharing/page.html", _wants(by, **picked))


@require_POST
@in_workspace
def share(request: HttpRequest, by: Member) -> HttpResponse:
    """Make a link and tell its address, this once."""
    given = request.POST
    subscription = given.get("kind") == Kind.ICS
    try:
        view, token = actions.share_calendar(by, subscription=subscription, **_asked(request))
    except BadInputError as refusal:
        picked = {"channels": given.getlist("channel"), "campaign": given.get("campaign", "")}
        wants = _wants(by, problems=refusal.problems, name=given.get("name", ""), **picked)
        return render(request, "web/pages/sharing/page.html", wants, status=422)
    where = "outside_subscription" if subscription else "outside_calendar"
    address = f"{settings.OUTSIDE_URL}{reverse(where, args=[token.reveal()])}"
    wants = _wants(by, made=view, address=address)
    return render(request, "web/pages/sharing/page.html", wants, status=201)


@require_POST
@in_workspace
def revoke(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Take a link back; the same address never opens again, so there is no undo."""
    actions.revoke_share(by, pk)
    done = Done(words=_("The link opens nothing any more."))
    return onward(request, reverse("sharing", args=[by.workspace.slug]), done)


def _asked(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    days = given.get("days", "")
    return {
        "name": given.get("name", "").strip(),
        "channels": given.getlist("channel"),
        "campaign": given.get("campaign") or None,
        "shows": given.getlist("shows"),
        "lasts": timedelta(days=int(days) if days.isdecimal() and len(days) < 5 else 0),
    }


def _wants(by: Member, **more: Any) -> dict[str, Any]:
    permit(by, "share.write")
    rows = queries.shared_views(by.workspace, *KINDS)[:SHOWN]
    told = {
        "links": [(row, KINDS[Kind(row.kind)]) for row in rows],
        "all_channels": list(channels.channels(by.workspace)),
        "all_campaigns": list(plans.campaigns(by.workspace)),
        "lasts": LASTS,
        "shows": SHOWS,
        "now": clock.here(),
    }
    return told | more
