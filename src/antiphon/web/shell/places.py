"""Where one can go in a workspace; every list of places takes its rows from here."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antiphon.people.models import Member, Workspace
from antiphon.people.policy import may


@dataclass(frozen=True, slots=True)
class Place:
    """A page by the name of its address: its word, its icon, who may go there, and its letter."""

    name: str
    word: Any
    icon: str
    right: str
    letter: str = ""
    """Goes there after `g`."""

    def address(self, workspace: Workspace) -> str:
        """Where it is in this workspace."""
        return reverse(self.name, args=[workspace.slug])


PLACES = {
    place.name: place
    for place in (
        Place("compose", _("Write a new post"), "pencil", "post.write"),
        Place("home", _("Home"), "home", "post.read", "h"),
        Place("calendar", _("Calendar"), "calendar", "publication.read", "c"),
        Place("queue", _("Queue"), "queue", "publication.read", "q"),
        Place("approvals", _("Approvals"), "approve", "post.read", "a"),
        Place("campaigns", _("Campaigns"), "flag", "post.read", "p"),
        Place("channels", _("Channels"), "plug", "channel.read", "n"),
        Place("channels_connect", _("Connect a channel"), "plus", "channel.connect"),
        Place("welcome", _("First steps with pretend networks"), "star", "channel.connect"),
        Place("audiences", _("Audiences"), "users", "post.read", "u"),
        Place("imports", _("Import posts from a table"), "sheet", "post.write"),
        Place("holds", _("Hold or release"), "held", "stop.set"),
        Place("people", _("People and roles"), "user", "member.read"),
        Place("outsiders", _("Outsiders"), "globe", "member.read"),
        Place("feeds", _("Feeds"), "globe", "channel.connect"),
        Place("keys", _("API keys"), "key", "key.create"),
        Place("hooks", _("Webhooks"), "out", "webhook.write"),
        Place("trail", _("Audit trail"), "book", "audit.read"),
        Place("me", _("You"), "user", "workspace.read"),
        Place("settings", _("Settings"), "settings", "workspace.read", "s"),
        Place("notices", _("Notifications"), "bell", "workspace.read"),
        Place("more", _("More"), "list", "workspace.read"),
    )
}


def open_to(by: Member, *names: str) -> list[Place]:
    """Those of the places to which this member may go."""
    return [PLACES[name] for name in names if may(by, PLACES[name].right)]
