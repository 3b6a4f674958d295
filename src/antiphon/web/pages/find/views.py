"""Pages, posts and channels by a few letters."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.people.models import Member
from antiphon.plan import queries as posts
from antiphon.web.request import in_workspace
from antiphon.web.shell.places import open_to

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list."""

    word: str
    icon: str
    address: str
    key: str = ""


PLACES = (
    *("compose", "home", "calendar", "queue", "approvals", "campaigns", "channels"),
    *("channels_connect", "welcome", "audiences", "imports", "holds", "people", "outsiders"),
    *("feeds", "keys", "hooks", "trail", "me", "settings"),
)
KEYS = {"compose": "C"}
"""Keys of their own; a place with a letter is gone to by `g` and its letter."""


@require_safe
@in_workspace
def find(request: HttpRequest, by: Member) -> HttpResponse:
    """What fits the letters: things to do and pages first, then channels and posts."""
    wanted = request.GET.get("q", "").strip()[:100]
    found = [*_places(by, wanted), *(_rows(by, wanted) if wanted else ())]
    return render(request, "web/pages/find/options.html", {"options": found[:SHOWN]})


def _places(by: Member, wanted: str) -> Iterator[Option]:
    for place in open_to(by, *PLACES):
        if wanted.casefold() in str(place.word).casefold():
            key = KEYS.get(place.name) or (f"G {place.letter.upper()}" if place.letter else "")
            yield Option(str(place.word), place.icon, place.address(by.workspace), key)


def _rows(by: Member, wanted: str) -> Iterator[Option]:
    slug = by.workspace.slug
    for row in channels.channels(by.workspace).filter(name__icontains=wanted)[:SHOWN]:
        yield Option(str(row), "plug", reverse("channels_one", args=[slug, row.pk]))
    for post in posts.saying(by.workspace, wanted)[:SHOWN]:
        yield Option(str(post), "doc", reverse("compose_post", args=[slug, post.pk]))
