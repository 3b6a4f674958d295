"""Stopping, and letting go."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from antiphon.channels import queries as channels
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import Problem
from antiphon.kernel.text import is_blank
from antiphon.people.models import LatePolicy, Member
from antiphon.plan import queries as plans
from antiphon.publish import actions
from antiphon.publish.models import Hold
from antiphon.web.answer import Done, onward
from antiphon.web.pages.holds.views import found, page
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

ALL = "workspace"


@require_POST
@in_workspace
def stop(request: HttpRequest, by: Member) -> HttpResponse:
    """Nothing of it goes out until it is let go."""
    given = {name: request.POST.get(name, "") for name in ("what", "reason", "afterwards")}
    if is_blank(given["reason"]):
        say = _("Say why, so that others know when it can go on.")
        wrong = [Problem(field="reason", rule="empty", say=say)]
        return page(request, by, wrong=wrong, given=given)
    made = _held(by, given)
    undo = remember(request, by, "holds.set", ids=[str(one.pk) for one in made])
    words = _("Stopped. Nothing is lost, and nothing of it goes out until it is let go.")
    return onward(request, _here(by), Done(words=words, undo=undo))


@require_POST
@in_workspace
def let_go(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """It goes on, as was chosen for what is late."""
    chosen = request.POST.get("afterwards", "")
    policy = LatePolicy(chosen) if chosen in LatePolicy.values else None
    kept = actions.release(by, found(by, pk), afterwards=policy)
    words = ngettext(
        "Released; %(n)s post had waited.", "Released; %(n)s posts had waited.", kept
    ) % {"n": kept}
    return onward(request, _here(by), Done(words=words))


def _held(by: Member, given: dict[str, str]) -> list[Hold]:
    """What is named is “workspace”, or a kind and which of it: “channel:…”."""
    kind, _colon, which = given["what"].partition(":")
    said = given["afterwards"]
    after = LatePolicy(said) if said in LatePolicy.values else LatePolicy.ASK
    if kind == "network":
        if made := actions.hold_network(by, which[:40], given["reason"], afterwards=after):
            return made
        raise NotHereError(_("There is no channel on that network."))
    return [actions.hold(by, given["reason"], afterwards=after, **_within(by, kind, which))]


def _within(by: Member, kind: str, which: str) -> dict[str, Any]:
    known: dict[str, Any] = {
        "channel": channels.channels(by.workspace),
        "campaign": plans.campaigns(by.workspace),
    }
    if kind == ALL:
        return {}
    row = next((one for one in known.get(kind, ()) if str(one.pk) == which), None)
    if row is None:
        raise NotHereError(_("There is nothing of that name to stop."))
    return {kind: row}


def _here(by: Member) -> str:
    return reverse("holds", args=[by.workspace.slug])
