"""All relays of one key at once: the same event goes to each, and one that has it is enough."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    LookFirst,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.networks.nostr.events import DELETION
from antiphon.networks.nostr.keys import Event
from antiphon.networks.nostr.relay import Relay
from antiphon.networks.nostr.wire import Filter

T = TypeVar("T")
GRACE = 5.0
"""Seconds for the other relays, once one has taken an event; they are told again later."""
TELLS_FOR = 7 * 24 * 3600
"""Seconds for which relays that lack an event are told again; older ones nobody looks for."""
_GRAVEST = (LookFirst, TryLater, SignInAgain, FixSetup, ChangeIt)


@dataclass(frozen=True, slots=True)
class Chorus:
    """Relays to write to, the channel's own server first."""

    relays: Sequence[Relay]

    async def tell(self, event: Event) -> None:
        """Tell all; content when one has taken it, else raises what is gravest."""
        tasks = [asyncio.ensure_future(relay.tell(event)) for relay in self.relays]
        try:
            failures = await _first_success(tasks)
        finally:
            await _leave(tasks)
        if len(failures) == len(tasks):
            raise _gravest(failures)

    async def tell_every(self, event: Event) -> None:
        """Tell all; raises what is gravest where one could not be asked or may not know."""
        _told, failures = await _all(relay.tell(event) for relay in self.relays)
        open_ = [one for one in failures if isinstance(one, LookFirst | TryLater)]
        if open_ or len(failures) == len(self.relays):
            raise _gravest(open_ or failures)

    async def ask(self, *filters: Filter) -> list[Event]:
        """What they hold together, each event once; raises where nobody answered."""
        held = await self.each(*filters)
        return list({one["id"]: one for events in held.values() for one in events}.values())

    async def each(self, *filters: Filter) -> Mapping[str, list[Event]]:
        """What each relay holds, by its address; those that did not answer are left out."""
        told, failures = await _all(_held(relay, filters) for relay in self.relays)
        if not told:
            raise _gravest(failures)
        return dict(told)

    async def spread(self, ids: Sequence[str], author: str) -> list[Event]:
        """Our own events that are live, after bringing them to relays that lack them.

        Nothing new becomes visible by that: the event is the same wherever it is. What was taken
        back is taken back there too.
        """
        wanted = {"ids": list(ids), "authors": [author]}
        held = await self.each(wanted, {"kinds": [DELETION], "authors": [author], "#e": list(ids)})
        every = {one["id"]: one for events in held.values() for one in events}
        taken_back = {
            tag[1] for one in every.values() if one["kind"] == DELETION
            for tag in one["tags"] if tag[:1] == ["e"] and tag[1:]
        }  # fmt: skip
        live = {id: one for id, one in every.items() if id not in taken_back}
        await asyncio.gather(
            *(
                self._bring(relay, held[relay.url], live)
                for relay in self.relays
                if relay.url in held
            )
        )  # fmt: skip
        return [live[id] for id in ids if id in live]

    async def _bring(self, relay: Relay, held: Sequence[Event], every: Mapping[str, Event]) -> None:
        has, now = {one["id"] for one in held}, datetime.now(UTC).timestamp()
        for id, event in every.items():
            if id not in has and event["created_at"] > now - TELLS_FOR:
                with suppress(NetworkError):
                    await relay.tell(event, effect=False)


async def _held(relay: Relay, filters: Sequence[Filter]) -> tuple[str, list[Event]]:
    return relay.url, await relay.ask(*filters)


async def _first_success(tasks: Sequence[asyncio.Future[None]]) -> list[NetworkError]:
    """Wait until one succeeded and the others had a little time; what failed until then."""
    pending = set(tasks)
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        if any(not one.exception() for one in done):
            if pending:
                await asyncio.wait(pending, timeout=GRACE)
            break
    return [error for one in tasks if one.done() and (error := _error(one))]


def _error(task: asyncio.Future[None]) -> NetworkError | None:
    error = task.exception()
    if error is not None and not isinstance(error, NetworkError):
        raise error
    return error


async def _leave(tasks: Iterable[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _all(asked: Iterable[Coroutine[Any, Any, T]]) -> tuple[list[T], list[NetworkError]]:
    told: list[T] = []
    failures: list[NetworkError] = []
    for one in await asyncio.gather(*asked, return_exceptions=True):
        if isinstance(one, NetworkError):
            failures.append(one)
        elif isinstance(one, BaseException):
            raise one
        else:
            told.append(one)
    return told, failures


def _gravest(failures: Sequence[NetworkError]) -> NetworkError:
    """What leaves most unknown decides what is done about all."""
    found = (one for kind in _GRAVEST for one in failures if isinstance(one, kind))
    return next(found, TryLater("There is no relay to speak to."))
