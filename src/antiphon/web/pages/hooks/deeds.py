"""What is done to a webhook from its page."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from antiphon.kernel.errors import NotHereError
from antiphon.notices import actions
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, kept
from antiphon.web.pages.hooks import views
from antiphon.web.recent import recently
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

DEEDS: Mapping[str, tuple[Callable[..., Any], Any]] = {
    "try": (actions.try_out, gettext_lazy("A trial is on its way.")),
    "off": (actions.switch_off, gettext_lazy("It is told nothing until it is switched on.")),
    "on": (actions.switch_on, gettext_lazy("It goes on where it was left.")),
}
OF_DELIVERIES: Mapping[str, tuple[Callable[..., Any], Any]] = {
    "replay": (actions.replay, gettext_lazy("It is told this once more.")),
    "skip": (actions.skip, gettext_lazy("Stepped over; the next ones follow.")),
}


@require_POST
@in_workspace
@recently
def add(request: HttpRequest, by: Member) -> HttpResponse:
    """A hook; its secret is told this once."""
    permit(by, "webhook.write")
    try:
        made, secret = kept(
            request.POST, views.fields(), lambda **typed: actions.add_hook(by, **typed)
        )
    except Again as again:
        return views.page(request, by, again.form, status=422)
    return views.told(request, made, status=201, secret=secret.reveal())


@require_POST
@in_workspace
def change(request: HttpRequest, by: Member, hook: UUID) -> HttpResponse:
    """Another name, address or choice, with a way back."""
    row = views.found(by, hook)
    before = {"name": row.name, "url": row.url, "kinds": row.kinds}
    try:
        kept(request.POST, views.fields(), lambda **typed: actions.change_hook(by, row.pk, **typed))
    except Again as again:
        return views.told(request, row, again.form, status=422)
    undo = remember(request, by, "hook.changed", id=str(hook), before=before)
    return _back(request, by, hook, Done(words=_("Kept “%s”.") % row.name, undo=undo))


@require_POST
@in_workspace
def deed(request: HttpRequest, by: Member, hook: UUID) -> HttpResponse:
    """Try it out, switch it off or on."""
    do, words = _chosen(DEEDS, request)
    do(by, hook)
    return _back(request, by, hook, Done(words=str(words)))


@require_POST
@in_workspace
@recently
def rotate(request: HttpRequest, by: Member, hook: UUID) -> HttpResponse:
    """A new secret, told this once; for a day both sign."""
    secret = actions.rotate_secret(by, hook)
    return views.told(request, views.found(by, hook), status=201, secret=secret.reveal())


@require_POST
@in_workspace
def remove(request: HttpRequest, by: Member, hook: UUID) -> HttpResponse:
    """Forget it with all that it was told; asked before, because nothing brings it back."""
    row = views.found(by, hook)
    actions.remove_hook(by, row)
    done = Done(words=_("“%s” is told nothing any more.") % row.name)
    return onward(request, reverse("hooks", args=[by.workspace.slug]), done)


@require_POST
@in_workspace
def delivery(request: HttpRequest, by: Member, delivery: UUID) -> HttpResponse:
    """Tell it again, or step over it."""
    do, words = _chosen(OF_DELIVERIES, request)
    row = do(by, delivery)
    return _back(request, by, row.hook_id, Done(words=str(words)))


def _chosen(
    deeds: Mapping[str, tuple[Callable[..., Any], Any]], request: HttpRequest
) -> tuple[Callable[..., Any], Any]:
    wanted = request.POST.get("deed", "")
    if wanted not in deeds:
        raise NotHereError(_("There is no such thing to do."))
    return deeds[wanted]


def _back(request: HttpRequest, by: Member, hook: UUID, done: Done) -> HttpResponse:
    return onward(request, reverse("hooks_one", args=[by.workspace.slug, hook]), done)
