"""Name, clock and language; ending all sessions but this one."""

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antiphon.kernel.window import zone_names
from antiphon.people import actions
from antiphon.people.models import Member
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Field, filled, kept
from antiphon.web.recent import recently
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

SAID = ("name", "time_zone", "language")


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def me(request: HttpRequest, by: Member) -> HttpResponse:
    """What one says of oneself; by POST said anew, with a way back."""
    before = {name: getattr(by.person, name) for name in SAID}
    if request.method != "POST":
        return render(request, "web/pages/me/page.html", {"form": filled(_fields(), before)})
    try:
        kept(request.POST, _fields(), lambda **typed: actions.change_oneself(by, **typed))
    except Again as again:
        return render(request, "web/pages/me/page.html", {"form": again.form}, status=422)
    undo = remember(request, by, "me.changed", before=before)
    return _back(request, by, Done(words=_("Kept."), undo=undo))


@require_POST
@in_workspace
@recently
def end(request: HttpRequest, by: Member) -> HttpResponse:
    """Sign out everywhere but here."""
    update_session_auth_hash(request, actions.end_sessions(by))
    return _back(request, by, Done(words=_("You are signed out everywhere but here.")))


def _fields() -> list[Field]:
    zones = [(name, name) for name in sorted(zone_names())]
    languages = [("", _("The workspace's")), *settings.LANGUAGES]
    return [
        Field(name="name", word=_("Name"), longest=120,
              hint=_("Seen by everybody you work with; your address, if empty.")),
        Field(name="language", word=_("Language of the pages"), kind="select", choices=languages),
        Field(name="time_zone", word=_("Your own clock"), kind="select", choices=zones,
              hint=_("For your quiet hours and your daily mail; pages show the workspace's.")),
    ]  # fmt: skip


def _back(request: HttpRequest, by: Member, done: Done) -> HttpResponse:
    return onward(request, reverse("me", args=[by.workspace.slug]), done)
