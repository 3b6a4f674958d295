"""Feeds: made with a name for everybody, their token shown once, renewed, closed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antiphon.kernel.errors import NotHereError
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.share import actions, queries
from antiphon.share.models import Feed
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Field, Form, filled, kept
from antiphon.web.recent import recently
from antiphon.web.request import in_workspace

SHOWN = 100


@require_safe
@in_workspace
def feeds(request: HttpRequest, by: Member) -> HttpResponse:
    """The feeds of the workspace, and a form for another one."""
    return _page(request, by)


@require_POST
@in_workspace
@recently
def make(request: HttpRequest, by: Member) -> HttpResponse:
    """A feed; its token is told this once."""
    permit(by, "channel.connect")

    def deed(title: str, slug: str, hub: str) -> Any:
        return actions.make_feed(by, title, slug, hub=hub)

    try:
        made, secret = kept(request.POST, _fields(), deed)
    except Again as again:
        return _page(request, by, again.form, status=422)
    return _page(request, by, status=201, made=made, secret=secret.reveal())


@require_POST
@in_workspace
@recently
def renew(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Another token; the one before opens nothing from now on."""
    row = _found(by, pk)
    secret = actions.renew_token(by, row)
    return _page(request, by, status=201, made=row, secret=secret.reveal())


@require_POST
@in_workspace
def close(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Nobody reads it from now on; there is no way back."""
    row = _found(by, pk)
    actions.close_feed(by, row)
    words = _("“%s” is closed. Nobody reads it any more, and its name stays taken.")
    return onward(
        request, reverse("feeds", args=[by.workspace.slug]), Done(words=words % row.title)
    )


def _found(by: Member, pk: UUID) -> Feed:
    """An open feed of this workspace; foreign and missing alike are not here."""
    row = queries.feeds(by.workspace).filter(pk=pk).first()
    if row is None:
        raise NotHereError(_("There is no such feed."))
    return row


def _fields() -> list[Field]:
    return [
        Field(name="title", word=_("Title"), longest=300, needed=True),
        Field(name="slug", word=_("Name in its address"), longest=63, needed=True,
              hint=_("Small letters, digits and dashes. It cannot be changed later.")),
        Field(name="hub", word=_("Hub"), kind="url", longest=580,
              hint=_("Who is told of each change, by WebSub. Leave it empty to tell nobody.")),
    ]  # fmt: skip


def _page(
    request: HttpRequest, by: Member, form: Form | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    permit(by, "channel.connect")
    rows = queries.feeds(by.workspace)[:SHOWN]
    told = {
        "feeds": [{"row": row, "address": queries.as_told(row).address("atom")} for row in rows],
        "form": form or filled(_fields(), {}),
        "house": queries.house(),
    }
    return render(request, "web/pages/feeds/page.html", told | more, status=status)
