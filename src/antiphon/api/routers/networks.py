"""Networks: what can be done there, and their rules."""

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.schemas import networks as told
from antiphon.connect import registry

networks = Routes("networks")


@networks.get("/networks", "channel.read", list[told.NetworkTold])
def list_networks(request: Call) -> list[told.NetworkTold]:  # noqa: ARG001 -- the same for all
    """Every network that this installation can speak to."""
    return [told.network(found) for found in registry.networks()]


@networks.get("/networks/{slug:key}", "channel.read", told.NetworkTold)
def get_network(request: Call, key: str) -> told.NetworkTold:  # noqa: ARG001 -- as above
    """One network: its abilities, its rules, its options, how one signs in."""
    return told.network(registry.network(key))
