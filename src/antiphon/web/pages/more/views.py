"""Everything else, as a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.web.request import in_workspace

PLACES = (
    (_("Say"), (
        ("queue", "queue", _("Queue"), "publication.read"),
        ("campaigns", "flag", _("Campaigns"), "post.read"),
        ("imports", "sheet", _("Import posts from a table"), "post.write"),
    )),
    (_("Set up"), (
        ("channels", "plug", _("Channels"), "channel.read"),
        ("audiences", "users", _("Audiences"), "post.read"),
        ("people", "user", _("People and roles"), "member.read"),
        ("outsiders", "globe", _("Outsiders"), "member.read"),
        ("keys", "key", _("API keys"), "key.create"),
        ("hooks", "out", _("Webhooks"), "webhook.write"),
        ("holds", "held", _("Hold or release"), "stop.set"),
        ("settings", "settings", _("Settings"), "workspace.read"),
    )),
    (_("You"), (
        ("me", "user", _("You"), "workspace.read"),
        ("notices", "bell", _("Notifications"), "workspace.read"),
        ("welcome", "star", _("First steps with pretend networks"), "channel.connect"),
    )),
)  # fmt: skip


@require_safe
@in_workspace
def more(request: HttpRequest, by: Member) -> HttpResponse:
    """The places that this member may go to, in groups."""
    groups = [(word, _open_to(by, places)) for word, places in PLACES]
    told = {"groups": [group for group in groups if group[1]]}
    return render(request, "web/pages/more/page.html", told)


def _open_to(by: Member, places: Any) -> list[dict[str, Any]]:
    found = []
    for name, icon, word, right in places:
        try:
            address = reverse(name, args=[by.workspace.slug])
        except NoReverseMatch:
            continue
        if may(by, right):
            found.append({"address": address, "icon": icon, "word": word})
    return found
