"""Members and invitations, and what each role may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antiphon.people import policy, queries
from antiphon.people.actions import permit
from antiphon.people.models import Member, Role
from antiphon.web.forms import Field, Form, filled
from antiphon.web.request import in_workspace
from antiphon.web.shown import rights

DAYS = ((1, _("1 day")), (7, _("7 days")), (30, _("30 days")))


@require_safe
@in_workspace
def people(request: HttpRequest, by: Member) -> HttpResponse:
    """Who is here, who is invited, and a form to invite."""
    permit(by, "member.read")
    return page(request, by)


@require_safe
@in_workspace
def roles(request: HttpRequest, by: Member) -> HttpResponse:
    """The role table in words."""
    permit(by, "member.read")
    told = {"table": rights.table(), "roles": Role.labels}
    return render(request, "web/pages/people/roles.html", told)


def page(
    request: HttpRequest, by: Member, form: Form | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page, after a refusal with what was typed."""
    mine = policy.rights(Role(by.role))
    told: list[dict[str, Any]] = [
        {"row": row, "may_touch": row.pk != by.pk and policy.rights(Role(row.role)) <= mine}
        for row in queries.members(by.workspace)
    ]
    given = [(role, role.label) for role in Role if policy.may_give(by, role)]
    wants = {
        "people": told,
        "owners": sum(one["row"].role == Role.OWNER for one in told),
        "invitations": list(queries.invitations(by.workspace)),
        "given": given,
        "about": [(role.label, rights.ABOUT[role]) for role in Role],
        "form": form or filled(fields(by), {"days": 7, "role": Role.EDITOR}),
    }
    return render(request, "web/pages/people/page.html", wants | more, status=status)


def fields(by: Member) -> list[Field]:
    """Whom to invite, as what, for how long."""
    given = [(role.value, role.label) for role in Role if policy.may_give(by, role)]
    return [
        Field(name="email", word=_("E-mail address"), kind="email", needed=True, longest=254,
              hint=_("The invitation is for this address alone, and works once.")),
        Field(name="role", word=_("Role"), kind="select", choices=given),
        Field(name="days", word=_("It ends after"), kind="select", choices=DAYS),
    ]  # fmt: skip
