"""How an icon, a network, a state, a face and a time look wherever they stand."""

import hashlib
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from antiphon.channels import pretended
from antiphon.channels.models import Channel
from antiphon.connect.network import Network
from antiphon.connect.registry import network
from antiphon.web.shown import states
from antiphon.web.shown.networks import abilities_of
from antiphon.web.shown.text import initials

register = template.Library()
TINTS = 12


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """One of our icons; it says nothing to a screen reader, so a word stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        kind,
        static("web/theme/icons.svg"),
        name,
    )


@register.inclusion_tag("web/parts/badge/part.html")
def badge(key: str | Network, kind: str = "", *, sandbox: bool = False) -> dict[str, Any]:
    """Two letters in a square that stand for a network; its name is spoken."""
    known = network(key) if isinstance(key, str) else key
    return {"network": known, "kind": kind, "sandbox": sandbox}


@register.inclusion_tag("web/parts/channel/part.html")
def channel(row: Channel, kind: str = "") -> dict[str, Any]:
    """A channel: the face of its account with its network's badge at the corner."""
    sandbox = pretended.is_pretended(row)
    return {"channel": row, "network": network(row.network), "kind": kind, "sandbox": sandbox}


@register.inclusion_tag("web/parts/face/part.html")
def face(of: object, kind: str = "") -> dict[str, Any]:
    """A person's or an account's initials on a ground that is always the same for them."""
    return {"letters": initials(str(of)), "tint": tint_of(str(of)), "kind": kind}


@register.simple_tag
def tints() -> list[tuple[int, str]]:
    """The colours that tell things apart: their numbers and their names."""
    names = (
        *(_("red"), _("orange"), _("amber"), _("yellow"), _("lime"), _("green")),
        *(_("teal"), _("sky"), _("blue"), _("indigo"), _("purple"), _("pink")),
    )
    return list(enumerate(names, 1))


@register.inclusion_tag("web/parts/state/part.html")
def state(of: str, kind: str = "") -> dict[str, Any]:
    """A state as a colour, an icon and a word."""
    return {"look": states.look(of), "kind": kind}


@register.filter
def look(of: str) -> states.Look:
    """How a state looks: its class, icon and word."""
    return states.look(of)


@register.filter
def network_name(key: str) -> str:
    """What a network is called."""
    return network(key).name


@register.filter
def abilities(of: Network) -> list[str]:
    """What can be done on a network, a word for each."""
    return abilities_of(of)


def tint_of(text: str) -> int:
    """One of twelve tints, always the same for the same text."""
    return hashlib.sha256(text.encode()).digest()[0] % TINTS + 1


@register.filter
def said(sentence: object) -> str:
    """A sentence in which a stage refuses something, in the reader's language if it is known."""
    return gettext(str(sentence)) if sentence else ""
