"""What others did with our posts, as far as our relays know."""

from collections.abc import Sequence
from datetime import UTC, datetime

from antiphon.connect.values import Correspondence, Reading, RemoteId
from antiphon.networks.nostr import wire
from antiphon.networks.nostr.chorus import Chorus
from antiphon.networks.nostr.events import (
    COMMENT,
    NOTE,
    PROFILE,
    REACTION,
    REPOST,
    REPOST_OF_ANY,
)
from antiphon.networks.nostr.keys import Event

AT_ONCE = 50
"""Posts of one question; some relays take filters of a few kilobytes only."""
SKEW = 900
"""Seconds that a clock may run ahead; what is dated later would hide what comes until then."""
NAMES = 100


class Hearing:
    """Asks for what names our key or our events."""

    def __init__(self, chorus: Chorus, me: str) -> None:
        self.chorus, self.me = chorus, me

    async def counts(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Counts of those posts that are still there."""
        found: list[Reading] = []
        wanted = [str(id) for id in ids]
        for start in range(0, len(wanted), AT_ONCE):
            there = await self.chorus.spread(wanted[start : start + AT_ONCE], self.me)
            names = [one["id"] for one in there]
            kinds = [NOTE, REPOST, REACTION, REPOST_OF_ANY, COMMENT]
            events = await self.chorus.ask({"kinds": kinds, "#e": names}) if names else []
            for id in names:
                found += wire.readings(RemoteId(id), events)
        return found

    async def since(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Notes and comments of others, oldest first."""
        last, _seen = wire.known(cursor)
        since = {"since": last - wire.WINDOW} if last else {}
        kinds = [NOTE, COMMENT]
        filters = [{"kinds": kinds, "#p": [self.me], **since}]
        if about:
            filters.append({"kinds": kinds, "#e": [str(id) for id in about[-AT_ONCE:]], **since})
        latest = datetime.now(UTC).timestamp() + SKEW
        heard = [
            one for one in await self.chorus.ask(*filters)
            if one["pubkey"] != self.me and one["created_at"] <= latest
        ]  # fmt: skip
        return wire.letters(heard, cursor, [str(id) for id in about], await self._names(heard))

    async def _names(self, events: Sequence[Event]) -> dict[str, str]:
        people = list(dict.fromkeys(one["pubkey"] for one in events))[-NAMES:]
        if not people:
            return {}
        told = await self.chorus.ask({"kinds": [PROFILE], "authors": people})
        return {one: wire.named(wire.profile(told, one)) for one in people}
