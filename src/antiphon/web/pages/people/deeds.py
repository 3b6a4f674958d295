"""Inviting, giving another role, removing; before most of it one proves that it is still them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people import actions, queries
from antiphon.people.models import Member, Role
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, kept
from antiphon.web.pages.people import letters, views
from antiphon.web.recent import recently
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember


@require_POST
@in_workspace
@recently
def invite(request: HttpRequest, by: Member) -> HttpResponse:
    """Send the link by mail, and tell it here this once."""
    actions.permit(by, "member.invite")

    def deed(email: str, role: str, days: str) -> Any:
        lasts = timedelta(days=int(days))
        return actions.invite(_address(email), Role(role), by=by, lasts=lasts)

    try:
        made, token = kept(request.POST, views.fields(by), deed)
    except Again as again:
        return views.page(request, by, again.form, status=422)
    address = f"{settings.OUTSIDE_URL}{reverse('come_in', args=[token.reveal()])}"
    sent = letters.invited(made, address)
    return views.page(request, by, status=201, made=made, address=address, sent=sent)


@require_POST
@in_workspace
def revoke(request: HttpRequest, by: Member, invitation: UUID) -> HttpResponse:
    """Take an invitation back; its link opens nothing any more."""
    row = queries.invitations(by.workspace).filter(pk=invitation).first()
    if row is None:
        raise NotHereError(_("There is no such invitation."))
    actions.revoke_invitation(row, by=by)
    return _back(request, by, Done(words=_("The invitation of %s opens nothing now.") % row.email))


@require_POST
@in_workspace
@recently
def role(request: HttpRequest, by: Member, member: UUID) -> HttpResponse:
    """Another role, with a way back."""
    row, wanted = _found(by, member), request.POST.get("role", "")
    if wanted not in Role.values:
        say = _("There is no such role.")
        raise BadInputError(Problem(field="role", rule="choice", say=say))
    before = row.role
    made = actions.change_role(row, Role(wanted), by=by)
    undo = remember(request, by, "member.role", id=str(row.pk), role=before)
    words = _("%(who)s is now: %(role)s.")
    told = words % {"who": made.person, "role": Role(made.role).label}
    return _back(request, by, Done(words=told, undo=undo if before != Role.OWNER else ""))


@require_POST
@in_workspace
@recently
def owner(request: HttpRequest, by: Member, member: UUID) -> HttpResponse:
    """An owner beside oneself."""
    made = actions.make_owner(_found(by, member), by=by)
    return _back(request, by, Done(words=_("%s is an owner now.") % made.person))


@require_POST
@in_workspace
@recently
def remove(request: HttpRequest, by: Member, member: UUID) -> HttpResponse:
    """They belong here no more; their keys and sessions ended with it."""
    row = _found(by, member)
    actions.remove(row, by=by)
    return _back(request, by, Done(words=_("%s does not belong here any more.") % row.person))


@require_POST
@in_workspace
@recently
def leave(_request: HttpRequest, by: Member) -> HttpResponse:
    """Leave of one's own accord."""
    actions.leave(by)
    return redirect("first")


def _found(by: Member, id: UUID) -> Member:
    row = queries.member(by.workspace, id)
    if row is None:
        raise NotHereError(_("There is no such member."))
    return row


def _address(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        say = _("“%s” is no e-mail address.") % email[:80]
        raise BadInputError(Problem(field="email", rule="malformed", say=say)) from None
    return email


def _back(request: HttpRequest, by: Member, done: Done) -> HttpResponse:
    return onward(request, reverse("people", args=[by.workspace.slug]), done)
