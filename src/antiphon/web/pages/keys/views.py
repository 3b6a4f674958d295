"""API keys: made with what they may do, shown once, revoked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people import actions, policy, queries
from antiphon.people.actions import permit
from antiphon.people.models import ApiKey, Member, Role
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Field, Form, filled, kept
from antiphon.web.recent import recently
from antiphon.web.request import in_workspace
from antiphon.web.shown import rights
from antiphon.work import clock

SHOWN = 100
DAYS = (
    (7, gettext_lazy("7 days")), (30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")),
    (365, gettext_lazy("a year")),
)  # fmt: skip


@require_safe
@in_workspace
def keys(request: HttpRequest, by: Member) -> HttpResponse:
    """The keys of the workspace, and a form for another one."""
    return _page(request, by)


@require_POST
@in_workspace
@recently
def make(request: HttpRequest, by: Member) -> HttpResponse:
    """A key, told this once."""
    permit(by, "key.create")

    def deed(name: str, days: str, scopes: list[str]) -> Any:
        if not scopes:
            say = _("Choose at least one thing that the key may do.")
            raise BadInputError(Problem(field="scopes", rule="empty", say=say))
        return actions.make_key(name, scopes, by=by, lasts=timedelta(days=int(days)))

    try:
        made, secret = kept(request.POST, _fields(by), deed)
    except Again as again:
        return _page(request, by, again.form, status=422)
    return _page(request, by, status=201, made=made, secret=secret.reveal())


@require_POST
@in_workspace
def revoke(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """It opens nothing from now on; there is no way back, only a new key."""
    row = queries.keys(by.workspace).filter(pk=pk).first()
    if row is None:
        raise NotHereError(_("There is no such key."))
    actions.revoke_key(row, by=by)
    words = _("“%s” opens nothing any more. Programs that used it are refused from now on.")
    to = reverse("keys", args=[by.workspace.slug])
    return onward(request, to, Done(words=words % row.name))


def _fields(by: Member) -> list[Field]:
    mine = [(action, rights.said(action)) for action in _mine(by)]
    return [
        Field(name="name", word=_("What it is for"), longest=80, needed=True,
              hint=_("A program, a place: “Shop on the web”.")),
        Field(name="days", word=_("It ends after"), kind="select", choices=DAYS),
        Field(name="scopes", word=_("It may"), kind="many", choices=mine, value=[]),
    ]  # fmt: skip


def _mine(by: Member) -> list[str]:
    """A key does no more than its maker, and makes neither keys nor owners."""
    never = {"key.create", "owner.make"}
    return [one for one in policy.ACTIONS if one in policy.rights(Role(by.role)) - never]


def _page(
    request: HttpRequest, by: Member, form: Form | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    permit(by, "key.create")
    told = {
        "keys": [_told(by, row) for row in queries.keys(by.workspace)[:SHOWN]],
        "form": form or filled(_fields(by), {"days": 90}),
        "groups": rights.grouped(_mine(by)),
    }
    return render(request, "web/pages/keys/page.html", told | more, status=status)


def _told(by: Member, row: ApiKey) -> dict[str, Any]:
    good = row.is_good and row.ends_at > clock.here()
    theirs = row.owner_id == by.pk or policy.may(by, "member.remove")
    may = [rights.said(scope) for scope in row.scopes]
    return {"row": row, "good": good, "may_end": good and theirs, "may": may}
