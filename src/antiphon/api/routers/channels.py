"""Channels: connected, asked, described, retired."""

from typing import Any
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import channels as told
from antiphon.api.schemas import networks
from antiphon.api.schemas.fields import Page
from antiphon.channels import actions as channels
from antiphon.channels import queries, safe
from antiphon.channels.models import Channel

accounts = Routes("channels")


@accounts.get("/channels", "channel.read", Page[told.ChannelTold])
def list_channels(request: Call, filters: Query[told.ChannelFilter]) -> dict[str, Any]:
    """The channels that are in use, the last connected first."""
    wanted = {"network": filters.network, "state": filters.state}
    rows = queries.channels(request.by.workspace)
    rows = rows.filter(**{name: word for name, word in wanted.items() if word})
    return leaf(request, rows, Order("connected_at"), told.channels)


@accounts.get("/channels/{uuid:id}", "channel.read", told.ChannelTold)
def get_channel(request: Call, id: UUID) -> told.ChannelTold:
    """One channel: whose it is, whom it reaches, whether we may speak."""
    return told.channel(_channel(request, id))


@accounts.get("/channels/{uuid:id}/rules", "channel.read", networks.NetworkTold)
def get_channel_rules(request: Call, id: UUID) -> networks.NetworkTold:
    """What its network lets it do, with the limits of its own server."""
    return networks.network(safe.network_of(_channel(request, id)))


@accounts.post("/channels", "channel.connect", list[told.ChannelTold], status=201, outside=True)
def connect_channels(request: Call, body: told.Enter) -> list[told.ChannelTold]:
    """Connect every account that these typed secrets may speak for."""
    rows = channels.enter(request.by, body.network, body.sign_in, body.fields, server=body.server)
    return told.channels(rows)


@accounts.post("/journeys", "channel.connect", told.JourneyTold, status=201, outside=True)
def begin_journey(request: Call, body: told.Leave) -> told.JourneyTold:
    """Start a sign-in at the network's own page; the key's owner goes there and comes back."""
    url = channels.begin(request.by, body.network, body.fields, server=body.server)
    return told.JourneyTold(url=url)


@accounts.patch("/channels/{uuid:id}", "channel.change", told.ChannelTold)
def set_reach(request: Call, id: UUID, body: told.Reach) -> told.ChannelTold:
    """Say whom a channel reaches, and what its clock is."""
    row = _channel(request, id)
    return told.channel(channels.set_reach(request.by, row, **body.facts()))


@accounts.put("/channels/{uuid:id}/delivery", "channel.change", told.ChannelTold)
def set_delivery(request: Call, id: UUID, body: told.Delivery) -> told.ChannelTold:
    """Say whether a person finishes every post of a channel, or the program does."""
    row = _channel(request, id)
    return told.channel(channels.set_by_hand(request.by, row, by_hand=body.by_hand))


@accounts.post("/channels/{uuid:id}/check", "channel.change", told.CheckTold, outside=True)
def check_channel(request: Call, id: UUID) -> told.CheckTold:
    """Ask its network now whether we may still speak for it."""
    good = channels.check(_channel(request, id))
    return told.CheckTold(good=good, channel=told.channel(_channel(request, id)))


@accounts.delete("/channels/{uuid:id}", "channel.disconnect")
def put_channel_away(request: Call, id: UUID) -> None:
    """Take a channel out of use; for ten minutes it can be brought back."""
    channels.put_away(request.by, _channel(request, id))


@accounts.post("/channels/{uuid:id}/bring-back", "channel.connect", told.ChannelTold)
def bring_channel_back(request: Call, id: UUID) -> told.ChannelTold:
    """Into use again, as long as its permission was not given back."""
    channels.bring_back(request.by, one(queries.away(request.by.workspace), id))
    return told.channel(_channel(request, id))


@accounts.post("/channels/{uuid:id}/retire", "channel.disconnect", None, outside=True)
def retire_channel(request: Call, id: UUID) -> None:
    """Take a channel out of use for good, and give its permission back where that is taken."""
    channels.retire(request.by, _channel(request, id))


@accounts.post("/channels/pretended", "channel.connect", told.ChannelTold, status=201, outside=True)
def pretend_channel(request: Call, body: told.Pretend) -> told.ChannelTold:
    """Open an account on the pretend network, to try things out."""
    row = channels.pretend(request.by, body.network, body.handle, body.name, body.country)
    row.refresh_from_db()
    return told.channel(row)


def _channel(request: Call, id: UUID) -> Channel:
    return one(queries.channels(request.by.workspace), id)
