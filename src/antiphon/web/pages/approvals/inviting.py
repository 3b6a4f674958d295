"""Asking somebody for their word: a member by mail, or somebody outside by a secret link."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people import actions as people
from antiphon.people import queries as persons
from antiphon.people.models import Guest, Member
from antiphon.plan import queries as plans
from antiphon.plan.outside import actions as outside
from antiphon.web.answer import Done, back, onward
from antiphon.web.pages.approvals.deeds import address
from antiphon.web.pages.approvals.views import page
from antiphon.web.request import in_workspace


@require_POST
@in_workspace
def ask(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Ask members once more, by mail."""
    post = plans.post(by.workspace, pk)
    made = outside.ask(by, post, request.POST.getlist("member"))
    done = Done(words=_("They get a mail.") if made else _("Nobody was chosen."))
    return onward(request, address(by, pk), done)


@require_POST
@in_workspace
def invite(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Somebody outside gets a link by mail; it is shown here as well where one may hold it."""
    post = plans.post(by.workspace, pk)
    given = {name: request.POST.get(name, "") for name in ("guest", "name", "email", "words")}
    try:
        with transaction.atomic():
            guest = _guest(by, given)
            _view, token = outside.share_review(by, guest, [post], note_for_guest=given["words"])
    except BadInputError as error:
        return page(request, by, post, wrong_guest=error.problems, given=given)
    if token is None:
        done = Done(words=_("%(guest)s gets a link by mail.") % {"guest": guest.name})
        return onward(request, address(by, pk), done)
    link = f"{settings.OUTSIDE_URL}/r/{token.reveal()}/"
    return page(request, by, post, invited=guest, link=link)


@require_POST
@in_workspace
def revoke(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """A link opens no more."""
    outside.revoke_share(by, pk)
    to = back(request, reverse("approvals", args=[by.workspace.slug]))
    return onward(request, to, Done(words=_("The link opens no more.")))


def _guest(by: Member, given: dict[str, str]) -> Guest:
    if not given["guest"]:
        return people.invite_guest(by, given["name"], given["email"])
    found = next((g for g in persons.guests(by.workspace) if str(g.pk) == given["guest"]), None)
    if found is None:
        raise NotHereError(_("There is no such guest."))
    return found
