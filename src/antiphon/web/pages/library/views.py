"""A shelf of the library, and what is done with what lies on it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from antiphon.kernel.errors import NotHereError
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.plan.desk import actions
from antiphon.tailor import actions as tailor
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Form, filled, kept
from antiphon.web.pages.library.shelves import SHELVES, Shelf
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

SHOWN = 200
SERIES: Mapping[str, tuple[Callable[..., Any], Any]] = {
    "pause": (
        actions.pause_series,
        gettext_lazy("Nothing more of it is made until you resume it."),
    ),
    "resume": (actions.resume_series, gettext_lazy("It returns again, from now on.")),
    "end": (actions.end_series, gettext_lazy("It returns no more; resuming takes that back.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def library(request: HttpRequest, by: Member, shelf: str) -> HttpResponse:
    """What lies on the shelf; by POST something new on it."""
    one = _shelf(shelf)
    if request.method != "POST":
        return _page(request, by, shelf)
    if one.make is None:
        raise NotHereError(_("Nothing is made here."))
    permit(by, one.may)
    make = one.make
    try:
        made = kept(request.POST, one.fields, lambda **typed: make(by, **typed))
    except Again as again:
        return _page(request, by, shelf, again.form)
    return _back(request, by, shelf, Done(words=_("Kept “%s”.") % made.name))


@require_POST
@in_workspace
def change(request: HttpRequest, by: Member, shelf: str, row: UUID) -> HttpResponse:
    """Something on it otherwise, with a way back."""
    one, found = _shelf(shelf), _found(by, shelf, row)
    if one.change is None:
        raise NotHereError(_("Nothing is changed here."))
    deed, before = one.change, {field.name: getattr(found, field.name) for field in one.fields}
    try:
        kept(request.POST, one.fields, lambda **typed: deed(by, found.pk, **typed))
    except Again as again:
        return _page(request, by, shelf, wrong=(found.pk, again.form))
    undo = remember(request, by, f"{shelf}.changed", id=str(row), before=before)
    return _back(request, by, shelf, Done(words=_("Kept “%s”.") % found.name, undo=undo))


@require_POST
@in_workspace
def remove(request: HttpRequest, by: Member, shelf: str, row: UUID) -> HttpResponse:
    """Take something off it, with a way back."""
    one, found = _shelf(shelf), _found(by, shelf, row)
    if one.kind is None:
        raise NotHereError(_("A series is ended, not removed."))
    taken = actions.remove(by, one.kind, found.pk)
    undo = remember(request, by, "note.removed", kept=taken)
    return _back(request, by, shelf, Done(words=_("Removed “%s”.") % found.name, undo=undo))


@require_POST
@in_workspace
def deed(request: HttpRequest, by: Member, shelf: str, row: UUID) -> HttpResponse:
    """Begin a post from a template; pause, resume or end a series."""
    found, wanted = _found(by, shelf, row), request.POST.get("deed", "")
    if shelf == "templates" and wanted == "begin":
        post = tailor.draft_from(by, found)
        words = _("A draft from “%s”.") % found.name
        to = reverse("compose_post", args=[by.workspace.slug, post.pk])
        return onward(request, to, Done(words=words))
    if shelf != "series" or wanted not in SERIES:
        raise NotHereError(_("There is no such thing to do."))
    do, words = SERIES[wanted]
    do(by, found)
    return _back(request, by, shelf, Done(words=str(words)))


def _page(
    request: HttpRequest,
    by: Member,
    shelf: str,
    form: Form | None = None,
    wrong: tuple[UUID, Form] | None = None,
) -> HttpResponse:
    one, status = _shelf(shelf), 422 if form or wrong else 200
    rows = list(one.rows(by.workspace)[:SHOWN])
    told = {
        "shelves": [(name, each.word) for name, each in SHELVES.items()],
        "shelf": shelf,
        "what": one,
        "rows": [(row, _form(one, row, wrong)) for row in rows],
        "form": form or filled(one.fields, {}),
        "may_write": may(by, one.may),
    }
    return render(request, "web/pages/library/page.html", told, status=status)


def _form(one: Shelf, row: Any, wrong: tuple[UUID, Form] | None) -> Form:
    if wrong is not None and wrong[0] == row.pk:
        return wrong[1]
    return filled(one.fields, {field.name: getattr(row, field.name) for field in one.fields})


def _shelf(name: str) -> Shelf:
    if name not in SHELVES:
        raise Http404
    return SHELVES[name]


def _found(by: Member, shelf: str, id: UUID) -> Any:
    row = _shelf(shelf).rows(by.workspace).filter(pk=id).first()
    if row is None:
        raise NotHereError(_("There is no such thing on this shelf."))
    return row


def _back(request: HttpRequest, by: Member, shelf: str, done: Done) -> HttpResponse:
    return onward(request, reverse("library", args=[by.workspace.slug, shelf]), done)
