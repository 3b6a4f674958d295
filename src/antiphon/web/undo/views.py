"""Undoing what was just done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.errors import AntiphonError
from antiphon.people.models import Member
from antiphon.web.answer import back
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import recall
from antiphon.web.undo.reversals import REVERSALS


@require_POST
@in_workspace
def undo(request: HttpRequest, by: Member, token: str) -> HttpResponse:
    """Take back the deed of that name, or say why it cannot be taken back any more."""
    deed = recall(request, by, token)
    if deed is None:
        messages.error(request, _("That is too long ago to be undone here."))
    else:
        _take_back(request, by, *deed)
    return HttpResponseRedirect(back(request, f"/w/{by.workspace.slug}/"))


def _take_back(request: HttpRequest, by: Member, kind: str, facts: dict[str, str]) -> None:
    try:
        REVERSALS[kind](by, facts)
    except AntiphonError as refusal:
        messages.error(request, _(str(refusal)))
    else:
        messages.success(request, _("Undone."))
