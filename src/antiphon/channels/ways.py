"""By which ways people can sign in to a network here, and what is missing for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from antiphon import environment
from antiphon.connect.network import Network
from antiphon.connect.oauth import Documents, Enters, Field, SignIn, Travels


@dataclass(frozen=True, slots=True)
class Way:
    """One sign-in, and the settings that are missing before it can be used."""

    sign_in: SignIn
    missing: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether people can use it."""
        return not self.missing

    @property
    def travels(self) -> bool:
        """Whether it leads to the network's own page."""
        return self.sign_in.can(Travels)

    @property
    def is_typed(self) -> bool:
        """Whether people type what proves who they are."""
        return self.sign_in.can(Enters) and not self.travels

    @property
    def fields(self) -> Sequence[Field]:
        """What is asked for."""
        return self.sign_in.fields


def ways(network: Network) -> list[Way]:
    """All ways of a network, those that can be used now first."""
    found = [Way(sign_in, _missing(network, sign_in)) for sign_in in network.ways_in]
    return sorted(found, key=lambda way: not way.is_ready)


def _missing(network: Network, sign_in: SignIn) -> tuple[str, ...]:
    """The names of settings; none where the network needs no keys, or knows us by our address."""
    known = sign_in.can(Documents) and settings.PUBLIC_URL.startswith("https://")
    if not sign_in.needs_app or known or environment.network_secret(network.key, "client_id"):
        return ()
    start = f"{environment.PREFIX}{network.key.upper()}_CLIENT"
    return f"{start}_ID", f"{start}_SECRET"
