"""Who a key speaks for, where it writes, and what its relay takes."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from antiphon.connect.errors import TryLater
from antiphon.connect.http import Http
from antiphon.connect.values import Account
from antiphon.networks.nostr import wire
from antiphon.networks.nostr.chorus import Chorus
from antiphon.networks.nostr.events import MEDIA_SERVERS, PROFILE, RELAYS


async def account_of(http: Http, chorus: Chorus, me: str, given: Mapping[str, str]) -> Account:
    """The account, by its own words on its relays and by what was typed at the sign-in."""
    asked = {"kinds": [PROFILE, RELAYS, MEDIA_SERVERS], "authors": [me]}
    told = await chorus.ask(asked)
    facts = {
        **await _announced(http),
        "relays": given.get("relays", "").split(),
        "media": given.get("media", ""),
    }
    return wire.account(told, me, facts)


async def _announced(http: Http) -> dict[str, Any]:
    """What the first relay says of itself (NIP-11); some hang up instead (seen, nostr-sdk)."""
    wanted = {"Accept": "application/nostr+json"}
    with suppress(TryLater):
        answer = await http.get(
            http.line.server,
            signed=False,
            headers=wanted,
            allow=range(300, 600),
            follow=2,
            seconds=5,
        )
        return wire.limits(answer.told()) if answer.ok else {}
    return {}
