"""Pages, posts and channels by a few letters."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.plan import queries as posts
from antiphon.web.request import in_workspace

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list."""

    word: str
    icon: str
    address: str
    key: str = ""


PLACES = (
    ("compose", _("Write a new post"), "pencil", "C", "post.write"),
    ("home", _("Home"), "home", "G H", "post.read"),
    ("calendar", _("Calendar"), "calendar", "G C", "publication.read"),
    ("queue", _("Queue"), "queue", "G Q", "publication.read"),
    ("approvals", _("Approvals"), "approve", "G A", "post.read"),
    ("campaigns", _("Campaigns"), "flag", "G P", "post.read"),
    ("channels", _("Channels"), "plug", "G N", "channel.read"),
    ("channels_connect", _("Connect a channel"), "plus", "", "channel.connect"),
    ("welcome", _("First steps with pretend networks"), "star", "", "channel.connect"),
    ("audiences", _("Audiences"), "users", "G U", "post.read"),
    ("imports", _("Import posts from a table"), "sheet", "", "post.write"),
    ("holds", _("Hold or release"), "held", "", "stop.set"),
    ("people", _("People and roles"), "user", "", "member.read"),
    ("outsiders", _("Outsiders"), "globe", "", "member.read"),
    ("keys", _("API keys"), "key", "", "key.create"),
    ("hooks", _("Webhooks"), "out", "", "webhook.write"),
    ("trail", _("Audit trail"), "book", "", "audit.read"),
    ("me", _("You"), "user", "", "workspace.read"),
    ("settings", _("Settings"), "settings", "G S", "workspace.read"),
)


@require_safe
@in_workspace
def find(request: HttpRequest, by: Member) -> HttpResponse:
    """What fits the letters: things to do and pages first, then channels and posts."""
    wanted = request.GET.get("q", "").strip()[:100]
    found = [*_places(by, wanted), *(_rows(by, wanted) if wanted else ())]
    return render(request, "web/pages/find/options.html", {"options": found[:SHOWN]})


def _places(by: Member, wanted: str) -> Iterator[Option]:
    for name, word, icon, key, right in PLACES:
        if wanted.casefold() in str(word).casefold() and may(by, right):
            try:
                yield Option(str(word), icon, reverse(name, args=[by.workspace.slug]), key)
            except NoReverseMatch:
                continue


def _rows(by: Member, wanted: str) -> Iterator[Option]:
    slug = by.workspace.slug
    for row in channels.channels(by.workspace).filter(name__icontains=wanted)[:SHOWN]:
        yield Option(str(row), "plug", reverse("channels_one", args=[slug, row.pk]))
    for post in posts.saying(by.workspace, wanted)[:SHOWN]:
        yield Option(str(post), "doc", reverse("compose_post", args=[slug, post.pk]))
