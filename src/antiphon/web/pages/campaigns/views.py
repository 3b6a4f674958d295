"""All campaigns, and one with its posts, dates and tags."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antiphon.kernel.errors import NotHereError
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.plan import actions, queries
from antiphon.plan.models import Campaign
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Field, Form, filled, kept
from antiphon.web.request import here_of, in_workspace
from antiphon.web.shell.context import shell_of
from antiphon.web.undo.memory import remember

SHOWN = 100
SAID = ("name", "begins_on", "ends_on", "utm_campaign", "utm_medium")


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def campaigns(request: HttpRequest, by: Member) -> HttpResponse:
    """All of them; by POST a new one."""
    if request.method != "POST":
        return _list(request, by, filled(_fields(), {"utm_medium": "social"}))
    permit(by, "campaign.write")
    try:
        made = kept(request.POST, _fields(), lambda **typed: _make(by, **typed))
    except Again as again:
        return _list(request, by, again.form, status=422)
    done = Done(words=_("“%s” begins. Put posts into it while writing them.") % made.name)
    return onward(request, reverse("campaigns_one", args=[by.workspace.slug, made.pk]), done)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def one(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """One of them; by POST changed, with a way back."""
    row = _found(by, pk)
    before = {name: getattr(row, name) for name in SAID}
    if request.method != "POST":
        return _one(request, by, row, filled(_fields(), before))
    try:
        kept(request.POST, _fields(), lambda **typed: actions.change_campaign(by, row.pk, **typed))
    except Again as again:
        return _one(request, by, row, again.form, status=422)
    facts = {name: str(value) if value is not None else None for name, value in before.items()}
    undo = remember(request, by, "campaign.changed", id=str(pk), before=facts)
    done = Done(words=_("Kept. Links that were made already keep their tags."), undo=undo)
    return onward(request, reverse("campaigns_one", args=[by.workspace.slug, pk]), done)


def _make(by: Member, **facts: Any) -> Campaign:
    told = {name: value for name, value in facts.items() if value or name.endswith("_on")}
    return actions.make_campaign(by, told.pop("name"), **told)


def _list(request: HttpRequest, by: Member, form: Form, *, status: int = 200) -> HttpResponse:
    rows = queries.campaigns(by.workspace).annotate(posts_in_it=Count("posts"))[:SHOWN]
    held = _held(request)
    told = {"campaigns": [(row, held.get(row.pk)) for row in rows], "form": form}
    return render(request, "web/pages/campaigns/page.html", told, status=status)


def _one(
    request: HttpRequest, by: Member, row: Campaign, form: Form, *, status: int = 200
) -> HttpResponse:
    posts = queries.posts(by.workspace).filter(campaign=row)
    told = {
        "campaign": row,
        "posts": list(posts[:SHOWN]),
        "count": posts.count(),
        "held": _held(request).get(row.pk),
        "form": form,
    }
    return render(request, "web/pages/campaigns/one.html", told, status=status)


def _held(request: HttpRequest) -> dict[UUID | None, Any]:
    here = here_of(request)
    return {hold.campaign_id: hold for hold in (shell_of(request, here).holds if here else [])}


def _found(by: Member, pk: UUID) -> Campaign:
    row = queries.campaigns(by.workspace).filter(pk=pk).first()
    if row is None:
        raise NotHereError(_("There is no such campaign."))
    return row


def _fields() -> list[Field]:
    return [
        Field(name="name", word=_("Name"), longest=120, needed=True),
        Field(name="begins_on", word=_("Begins on"), kind="date"),
        Field(name="ends_on", word=_("Ends on"), kind="date"),
        Field(name="utm_campaign", word=_("Mark in links (utm_campaign)"), longest=100,
              hint=_("By it web analytics know who came from here.")),
        Field(name="utm_medium", word=_("Kind in links (utm_medium)"), longest=60),
    ]  # fmt: skip
