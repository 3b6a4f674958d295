"""One relay: telling it an event, asking it for events, saying who we are where it asks."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.errors import NetworkError
from antiphon.connect.http import Http, Talk
from antiphon.networks.nostr import refusals
from antiphon.networks.nostr.events import LOGIN, parsed, socket_of
from antiphon.networks.nostr.keys import Event, Key, is_true
from antiphon.networks.nostr.wire import Filter, fits

PATIENCE = 30.0
"""Seconds: one relay was seen to answer 2, 4, 8 … seconds late after events it did not take."""
MOST = 5_000
"""Events of one question; what is more is left for the next one."""
_QUESTION = "q"


class Relay:
    """One relay, for one conversation at a time."""

    def __init__(self, http: Http, url: str, key: Key) -> None:
        self.http, self.url, self.key = http, url, key

    async def tell(self, event: Event, *, effect: bool = True) -> None:
        """Make the relay take an event; one that it has already counts as taken."""
        async with self._talk() as talk:
            await _Conversation(talk, self).tell(event, effect=effect)

    async def ask(self, *filters: Filter) -> list[Event]:
        """What the relay holds of what the filters want; only what is whole and rightly signed."""
        async with self._talk() as talk:
            return await _Conversation(talk, self).ask(filters)

    def _talk(self) -> Any:
        # Not `signed`: what goes out was signed for everybody, and a login is for this relay only.
        return self.http.talk(self.url, signed=False, seconds=PATIENCE)


class _Conversation:
    """What is said over one connection."""

    def __init__(self, talk: Talk, relay: Relay) -> None:
        self.talk, self.relay = talk, relay
        self.challenge = ""
        self.is_known = False

    async def tell(self, event: Event, *, effect: bool) -> None:
        await self._say(["EVENT", event], effect=effect)
        while True:
            match await self._hear():
                # Of an event that is not valid some relays say no id (seen, nostr-relay 1.14).
                case ["OK", id, bool(taken), *rest] if id in {event["id"], ""}:
                    self.talk.settle()
                    reason = str(rest[0]) if rest else ""
                    if taken or refusals.word(reason) == refusals.DUPLICATE:
                        return
                    await self._login_or_raise(reason)
                    await self._say(["EVENT", event], effect=effect)
                case _:
                    pass

    async def ask(self, filters: Sequence[Filter]) -> list[Event]:
        await self._say(["REQ", _QUESTION, *filters])
        found: dict[str, Event] = {}
        while len(found) < MOST:
            match await self._hear():
                case ["EVENT", "q", dict(event)] if is_true(event):
                    if any(fits(event, one) for one in filters):
                        found[event["id"]] = event
                case ["EOSE", "q", *_]:
                    break
                case ["CLOSED", "q", *rest]:
                    await self._login_or_raise(str(rest[0]) if rest else "")
                    await self._say(["REQ", _QUESTION, *filters])
                case _:
                    pass
        return list(found.values())

    async def _login_or_raise(self, reason: str) -> None:
        """Say who we are, once, where that is what is missing."""
        if refusals.word(reason) != refusals.AUTH or self.is_known:
            raise refusals.of_relay(reason)
        while not self.challenge:
            await self._hear(5)
        tags = [["relay", socket_of(self.relay.url)], ["challenge", self.challenge]]
        event = self.relay.key.sign(LOGIN, tags, "", at=int(datetime.now(UTC).timestamp()))
        await self._say(["AUTH", event])
        while not self.is_known:
            match await self._hear():
                case ["OK", id, bool(taken), *rest] if id in {event["id"], ""}:
                    if not taken:
                        raise refusals.of_relay(str(rest[0]) if rest else refusals.AUTH)
                    self.is_known = True
                case _:
                    pass

    async def _say(self, what: Sequence[Any], *, effect: bool = False) -> None:
        said = json.dumps(what, separators=(",", ":"), ensure_ascii=False)
        await self.talk.say(said, effect=effect)

    async def _hear(self, seconds: float | None = None) -> list[Any]:
        """The next thing that it says; a challenge is kept for when it is needed."""
        found = parsed(await self.talk.hear(seconds))
        if found is None:
            raise self._unclear()
        if found[0] == "AUTH" and len(found) > 1:
            self.challenge = str(found[1])[:500]
        return list(found)

    def _unclear(self) -> NetworkError:
        return self.talk.unclear("The relay said something that we do not understand.")
