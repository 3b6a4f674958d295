"""How a channel is, in words: signed in or not, how long, what it may still send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antiphon.channels import pretended
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.connect.registry import network, networks
from antiphon.publish.models import Hold
from antiphon.publish.queries import Traffic
from antiphon.web.shown.networks import abilities_of
from antiphon.web.shown.states import Look

SOON = 7
"""Days before its end from which a permission is worth a warning."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Health:
    """A look with its word, and a sentence more."""

    look: Look
    more: str
    hurts: bool = False


def health(row: Channel, now: datetime, held: Hold | None = None) -> Health:
    """The worst that is so of a channel."""
    if row.state == State.LOST:
        return Health(Look("refused", "plug", _("Signed out")), row.reason, hurts=True)
    if held:
        return Health(Look("held", "held", _("On hold")), held.reason)
    left = _days_left(row, now)
    if left is not None and left <= SOON:
        told = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
        return Health(Look("unsure", "unsure", told), row.reason or _ends(row), hurts=True)
    if pretended.is_pretended(row):
        return Health(Look("live", "live", _("Runs here")), _("answers by itself"))
    return Health(Look("live", "live", _("Signed in")), _looked_at(row, now))


def _days_left(row: Channel, now: datetime) -> int | None:
    """Until somebody must sign in; nothing where the permission is renewed without anybody."""
    if row.expires_at is None:
        return None
    renews = row.renew_at is not None and row.renew_at < row.expires_at
    return None if renews and not row.renew_failures else max(0, (row.expires_at - now).days)


def _ends(row: Channel) -> str:
    return _("then %(name)s wants somebody to sign in again") % {"name": network(row.network).name}


def _looked_at(row: Channel, now: datetime) -> str:
    if row.checked_at is None:
        return _("not asked yet")
    return _("asked %(time)s ago") % {"time": timesince(row.checked_at, now, depth=1)}


def pace(row: Channel, sent: int) -> dict[str, Any] | None:
    """How many posts went out of those that the network allows; nothing where it says nothing."""
    allowed = network(row.network).at(row.facts).pace.posts
    if allowed is None:
        return None
    limit, per = allowed
    return {"sent": sent, "limit": limit, "high": limit * 4 // 5, "per": _span(per)}


def _span(per: timedelta) -> str:
    if per >= DAY:
        return ngettext("in a day", "in %(n)d days", per.days) % {"n": per.days}
    if per < timedelta(hours=1):
        minutes = int(per.total_seconds() // 60)
        return ngettext("in a minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours = int(per.total_seconds() // 3600)
    return ngettext("in an hour", "in %(n)d hours", hours) % {"n": hours}


def windows() -> dict[str, timedelta]:
    """For each network the time in which its posts are counted."""
    return {one.key: one.pace.posts[1] for one in networks() if one.pace.posts}


def told(
    row: Channel, now: datetime, flow: Mapping[UUID, Traffic], held: Mapping[UUID, Hold]
) -> dict[str, Any]:
    """A channel as the pages show it."""
    known, mine = network(row.network), flow.get(row.pk, Traffic())
    return {
        "row": row,
        "waiting": mine.waiting,
        "network": known,
        "pretended": pretended.is_pretended(row),
        "health": health(row, now, held.get(row.pk)),
        "pace": pace(row, mine.sent),
        "can": abilities_of(known),
        "reach": [*row.countries, *row.regions, *row.cities, *row.languages],
    }
