"""Guests and secret links: who may see what, and ending it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antiphon.kernel.errors import NotHereError
from antiphon.people import actions, queries
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.plan.outside import actions as outside
from antiphon.plan.outside import queries as links
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Field, Form, filled, kept
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember
from antiphon.work import clock

SHOWN = 100


@require_safe
@in_workspace
def outsiders(request: HttpRequest, by: Member) -> HttpResponse:
    """Who is asked for their word, and every link that shows something."""
    return _page(request, by)


@require_POST
@in_workspace
def invite(request: HttpRequest, by: Member) -> HttpResponse:
    """Take a guest in; posts are put before them from the approvals."""
    permit(by, "guest.invite")
    try:
        made = kept(request.POST, _fields(), lambda **typed: actions.invite_guest(by, **typed))
    except Again as again:
        return _page(request, by, again.form, status=422)
    undo = remember(request, by, "guest.invited", id=str(made.pk))
    words = _("%s can be asked now: choose a post in Approvals and ask them.")
    return _back(request, by, Done(words=words % made.name, undo=undo))


@require_POST
@in_workspace
def end(request: HttpRequest, by: Member, guest: UUID) -> HttpResponse:
    """Ask them no longer; inviting them again is the way back."""
    row = queries.guest(by.workspace, guest)
    if row is None:
        raise NotHereError(_("There is no such guest."))
    actions.end_guest(by, row)
    undo = remember(request, by, "guest.ended", name=row.name, email=row.email)
    words = _("%s is asked no longer; their links open nothing.") % row.name
    return _back(request, by, Done(words=words, undo=undo))


@require_POST
@in_workspace
def revoke(request: HttpRequest, by: Member, link: UUID) -> HttpResponse:
    """Take a link back; the same address never opens again, so there is no undo."""
    outside.revoke_share(by, link)
    return _back(request, by, Done(words=_("The link opens nothing any more.")))


def _page(
    request: HttpRequest, by: Member, form: Form | None = None, *, status: int = 200
) -> HttpResponse:
    permit(by, "share.write")
    now = clock.here()
    told = {
        "guests": list(queries.guests(by.workspace)[:SHOWN]),
        "links": [
            (link, link.revoked_at is None and link.ends_at > now)
            for link in links.shared_views(by.workspace)[:SHOWN]
        ],
        "form": form or filled(_fields(), {}),
    }
    return render(request, "web/pages/outsiders/page.html", told, status=status)


def _fields() -> list[Field]:
    return [
        Field(name="name", word=_("Name"), longest=120, needed=True),
        Field(name="email", word=_("E-mail address"), kind="email", longest=254, needed=True),
    ]


def _back(request: HttpRequest, by: Member, done: Done) -> HttpResponse:
    return onward(request, reverse("outsiders", args=[by.workspace.slug]), done)
