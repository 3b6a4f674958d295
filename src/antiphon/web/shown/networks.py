"""What a network can do and how one signs in to it, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antiphon.channels.models import Channel
from antiphon.channels.ways import ways
from antiphon.connect import abilities
from antiphon.connect.network import Network
from antiphon.connect.registry import network

WORDS: tuple[tuple[type, Any], ...] = (
    (abilities.Publishes, gettext_lazy("publish")),
    (abilities.Edits, gettext_lazy("edit")),
    (abilities.Withdraws, gettext_lazy("take back")),
    (abilities.Reads, gettext_lazy("read back")),
    (abilities.Counts, gettext_lazy("count")),
    (abilities.Converses, gettext_lazy("hear answers")),
)


def abilities_of(of: Network) -> list[str]:
    """What can be done there, a word for each."""
    found = [str(word) for ability, word in WORDS if of.can(ability)]
    return [*found, *([_("choose who sees it")] if of.targeting.restricts else [])]


def called(channel: Channel) -> str:
    """A channel in a sentence: whose account it is, and where."""
    name = channel.handle or channel.name or channel.remote_id
    return _("%(name)s on %(network)s") % {"name": name, "network": network(channel.network).name}


def sign_in_of(of: Network) -> str:
    """How one signs in there, shortly; that keys are needed, where nothing goes without."""
    ready = next((way for way in ways(of) if way.is_ready), None)
    if ready is None:
        return _("needs keys")
    return _("sign in at the network") if ready.travels else ready.sign_in.name
