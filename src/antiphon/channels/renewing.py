"""When a permission is renewed and when it is asked for; pure."""

import secrets
from datetime import datetime, timedelta

from antiphon.connect.network import Network
from antiphon.connect.oauth import Refreshes, SignIn
from antiphon.connect.values import Credential

CHECKED_WITHIN = timedelta(hours=24)
SPREAD = timedelta(hours=6)
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


def sign_in_of(network: Network, key: str) -> SignIn:
    """The sign-in that made a credential; its network's first if that one is gone."""
    return next((way for way in network.ways_in if way.key == key), network.ways_in[0])


def is_renewable(network: Network, credential: Credential) -> bool:
    """Whether a credential can be renewed without its person."""
    way = sign_in_of(network, credential.sign_in)
    return way.can(Refreshes) and bool(credential.secret("refresh_token"))


def due(network: Network, credential: Credential) -> datetime | None:
    """When to renew it; one that cannot be renewed is good until its end."""
    if credential.expires_at is None or not is_renewable(network, credential):
        return credential.expires_at
    return credential.expires_at - sign_in_of(network, credential.sign_in).refresh_before


def pause(failures: int, told: timedelta = timedelta(0)) -> timedelta:
    """How long to wait after so many failures: doubled each time, and never less than was told."""
    doubled: timedelta = SHORTEST_PAUSE * 2 ** min(failures, 10)
    ours = min(doubled, LONGEST_PAUSE)
    return max(ours, min(told, CHECKED_WITHIN))


def next_check(moment: datetime) -> datetime:
    """When to ask again: within a day, and not everybody at the same minute."""
    early = secrets.randbelow(int(SPREAD.total_seconds()))
    return moment + CHECKED_WITHIN - timedelta(seconds=early)
