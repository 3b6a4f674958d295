"""How fast we call: by our own count, and by what the network's headers say is left."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from antiphon.connect.errors import Scope, TryLater
from antiphon.connect.rules import Allowance, Pace
from antiphon.connect.transport.guard import now

SHORTEST, LONGEST = timedelta(seconds=1), timedelta(hours=24)
_PATIENCE = timedelta(seconds=5)
"""Shorter waits are sat out; for longer ones the row waits, not the worker."""
_EPOCH_FROM = 1_000_000_000
_MILLISECONDS_FROM = 100_000_000_000


def waiting_time(value: str | None, *, at: datetime) -> timedelta | None:
    """Read a waiting time in any form met in the wild; garbage counts as missing.

    Seconds, HTTP date, ISO 8601 time, epoch in seconds or milliseconds (RFC 9110 section 10.2.3
    names the first two). Bounded to between one second and 24 hours.
    """
    if not value:
        return None
    wait = _seconds(value.strip(), at) or _until(value.strip(), at)
    return None if wait is None else max(SHORTEST, min(LONGEST, wait))


def _seconds(value: str, at: datetime) -> timedelta | None:
    try:
        number = float(value)
    except ValueError:
        return None
    if not 0 <= number < 1e15:
        return None
    if number >= _MILLISECONDS_FROM:
        number /= 1000
    if number >= _EPOCH_FROM:
        number = max(0.0, number - at.timestamp())
    return timedelta(seconds=max(1.0, number))


def _until(value: str, at: datetime) -> timedelta | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value)
        except (ValueError, TypeError, OverflowError):
            continue
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(SHORTEST, moment - at)
    return None


@dataclass(slots=True)
class _Lane:
    """One channel's, or one application's, calls to one network."""

    sent: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0
    spent: dict[str, Allowance] = field(default_factory=dict)


class Pacer:
    """Keeps every channel of this process below what its network allows."""

    def __init__(self) -> None:
        self._lanes: dict[str, _Lane] = defaultdict(_Lane)
        self._gates: dict[str, asyncio.Semaphore] = {}

    def gate(self, network: str, channel: str, pace: Pace) -> asyncio.Semaphore:
        """Lets only so many calls of one channel be under way at once."""
        key = f"{network}/{channel}"
        if key not in self._gates:
            self._gates[key] = asyncio.Semaphore(pace.in_flight)
        return self._gates[key]

    async def wait(self, network: str, channel: str, pace: Pace) -> None:
        """Wait for our turn; raise TryLater when that would take long."""
        lanes = (self._lanes[f"{network}/{channel}"], self._lanes[network])
        pause = max(self._pause(lane, pace, of_channel=lane is lanes[0]) for lane in lanes)
        if pause > _PATIENCE.total_seconds():
            scope = Scope.CHANNEL if self._closed(lanes[0]) else Scope.APPLICATION
            after = timedelta(seconds=pause)
            raise TryLater("The network's limit of calls is used up.", after=after, scope=scope)
        lanes[0].sent.append(now() + pause)
        if pause:
            await asyncio.sleep(pause)

    def _closed(self, lane: _Lane) -> bool:
        return lane.closed_until > now() or bool(lane.sent)

    def _pause(self, lane: _Lane, pace: Pace, *, of_channel: bool) -> float:
        moment, span = now(), pace.per.total_seconds()
        while lane.sent and lane.sent[0] < moment - span:
            lane.sent.popleft()
        full = of_channel and len(lane.sent) >= pace.calls
        turn = lane.sent[-pace.calls] + span - moment if full else 0.0
        return max(0.0, turn, lane.closed_until - moment)

    def learn(self, network: str, channel: str, pace: Pace, headers: Mapping[str, str]) -> None:
        """Take over what the answer's headers say is left."""
        if pace.read is None:
            return
        at = datetime.now(UTC)
        for allowance in pace.read(headers, at):
            if allowance.left <= 0:
                wait = min(LONGEST, max(timedelta(0), allowance.resets_at - at))
                self.close(network, None if allowance.whole_application else channel, wait)

    def close(self, network: str, channel: str | None, wait: timedelta) -> None:
        """No calls of this channel (None: of the whole application) for so long."""
        lane = self._lanes[network if channel is None else f"{network}/{channel}"]
        lane.closed_until = max(lane.closed_until, now() + wait.total_seconds())
