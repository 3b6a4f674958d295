"""Who sees what: in general, and of one post."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.kernel.errors import NotHereError
from antiphon.people.models import Member
from antiphon.plan import queries as plan
from antiphon.tailor import queries, reaching, sight
from antiphon.web.request import in_workspace

SHOWN = 100


@require_safe
@in_workspace
def general(request: HttpRequest, by: Member) -> HttpResponse:
    """Every audience and every channel; and whom nobody reaches."""
    speaking, when = list(channels.channels(by.workspace)), reaching.days()
    rows = []
    for row in queries.audiences(by.workspace)[:SHOWN]:
        found = reaching.reached(row, speaking, when)
        seen = {one.channel.pk: one for one in found}
        cells = [seen[channel.pk] for channel in speaking]
        rows.append((row, cells, any(one.covers or one.meets for one in found)))
    told = {"channels": speaking, "rows": rows}
    return render(request, "web/pages/audiences/who.html", told)


@require_safe
@in_workspace
def of_post(request: HttpRequest, by: Member, post: UUID) -> HttpResponse:
    """What each audience would see of a post, if it went out on every channel today."""
    row = plan.posts(by.workspace).filter(pk=post).first()
    if row is None:
        raise NotHereError(_("There is no such post."))
    found = sight.who_sees_what(row, list(channels.channels(by.workspace)))
    told = {"post": row, "sights": found}
    return render(request, "web/pages/audiences/post.html", told)
