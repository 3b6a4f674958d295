"""All webhooks, and one with what it was told."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antiphon.kernel.errors import NotHereError
from antiphon.notices import queries
from antiphon.notices.kinds import KINDS, TRIAL
from antiphon.notices.models import Hook
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.web.forms import Field, Form, filled
from antiphon.web.request import in_workspace

SHOWN = 50


@require_safe
@in_workspace
def hooks(request: HttpRequest, by: Member) -> HttpResponse:
    """The addresses that are told, and a form for another one."""
    return page(request, by)


@require_safe
@in_workspace
def one(request: HttpRequest, by: Member, hook: UUID) -> HttpResponse:
    """What it was told, what it answered, and what can be done."""
    permit(by, "webhook.write")
    return told(request, found(by, hook))


def page(
    request: HttpRequest, by: Member, form: Form | None = None, *, status: int = 200
) -> HttpResponse:
    """The list, after a refusal with what was typed."""
    permit(by, "webhook.write")
    wants = {"hooks": list(queries.hooks(by.workspace)), "form": form or filled(fields(), {})}
    return render(request, "web/pages/hooks/page.html", wants, status=status)


def told(
    request: HttpRequest, row: Hook, form: Form | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """One of them."""
    standing = {"name": row.name, "url": row.url, "kinds": row.kinds}
    wants = {
        "hook": row,
        "deliveries": [(one, (one.tries or [None])[-1]) for one in _some(row)],
        "form": form or filled(fields(), standing),
    }
    return render(request, "web/pages/hooks/one.html", wants | more, status=status)


def found(by: Member, id: UUID) -> Hook:
    """A hook of this workspace; foreign and missing alike are not here."""
    row = queries.hooks(by.workspace).filter(pk=id).first()
    if row is None:
        raise NotHereError(_("There is no such webhook."))
    return row


def fields() -> list[Field]:
    """What can be said of a hook."""
    kinds = [(kind, kind) for kind in KINDS if kind != TRIAL]
    return [
        Field(name="name", word=_("What it is for"), longest=120, needed=True),
        Field(name="url", word=_("Address that is told"), kind="url", longest=2000, needed=True,
              hint=_("It begins with https:// and answers within seconds.")),
        Field(name="kinds", word=_("Of what"), kind="many", choices=kinds, value=[],
              hint=_("None chosen means everything.")),
    ]  # fmt: skip


def _some(row: Hook) -> list[Any]:
    return list(queries.deliveries(row)[:SHOWN])
