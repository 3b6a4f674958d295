"""Waiting for what happens, on a server whose threads also serve pages.

A stream holds one thread, so there are few seats, they are held briefly, and whoever finds none is
answered at once with what there is and asked to come again soon. Nothing is lost by that: a stream
is read on from the last event that was heard, and clients of server-sent events come again by
themselves (HTML Living Standard 9.2, read November 2026).
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from antiphon.notices.happenings import Place, place
from antiphon.notices.telling import told
from antiphon.people.models import Happening

SEATS = 3
"""Of the eight threads of a process; the others are for pages and calls."""
SEATS_OF_A_KEY = 2
LASTS = 25.0
"""Seconds; shorter than what proxies commonly allow a silent answer (60 by default)."""
LOOKS_EVERY = 1.0
HEARTBEAT = 10.0
SOON, LATER = 1_000, 3_000
"""Milliseconds after which a client comes again."""

Read = Callable[[Place], list[Happening]]


@dataclass
class Seats:
    """Who waits in this process."""

    total: int = SEATS
    of_a_key: int = SEATS_OF_A_KEY
    _taken: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def take(self, key: str) -> Iterator[bool]:
        """Whether there was a seat; it is free again afterwards."""
        mine = self._sit(key)
        try:
            yield mine
        finally:
            if mine:
                with self._lock:
                    self._taken[key] -= 1

    def _sit(self, key: str) -> bool:
        with self._lock:
            is_free = self._taken.total() < self.total and self._taken[key] < self.of_a_key
            self._taken[key] += is_free
            return is_free


SEATING = Seats()


@dataclass(frozen=True, kw_only=True)
class Listener:
    """A program that listens."""

    key: str
    read: Read
    """What happened after a place."""
    insist: Callable[[], object]
    """Raises as soon as it may listen no more."""

    def wait(self, after: Place, seconds: float) -> list[Happening]:
        """What happened after that; if it is nothing yet, as soon as there is something."""
        with SEATING.take(self.key) as seated:
            until = time.monotonic() + (seconds if seated else 0)
            while not (rows := self.read(after)) and time.monotonic() < until:
                time.sleep(LOOKS_EVERY)
                self.insist()
        return rows

    def frames(self, after: Place) -> Iterator[bytes]:
        """The same as server-sent events, for a while."""
        with SEATING.take(self.key) as seated:
            yield f"retry: {SOON if seated else LATER}\n\n".encode()
            until = time.monotonic() + (LASTS if seated else 0)
            beat = time.monotonic() + HEARTBEAT
            while True:
                rows = self.read(after)
                yield from map(frame, rows)
                after = place(rows[-1].cursor) if rows else after
                now = time.monotonic()
                if now >= until:
                    return
                if now >= beat:
                    beat = now + HEARTBEAT
                    yield b": still here\n\n"
                if not rows:
                    time.sleep(LOOKS_EVERY)
                if not self._still_may():
                    return

    def _still_may(self) -> bool:
        try:
            self.insist()
        except Exception:  # noqa: BLE001 -- whatever the reason: the answer has begun, so it ends
            return False
        return True


def frame(row: Happening) -> bytes:
    """One event as it goes over the wire; its id is where the next stream goes on."""
    data = json.dumps(told(row), ensure_ascii=False, separators=(",", ":"))
    return f"id: {row.cursor}\nevent: {row.kind}\ndata: {data}\n\n".encode()
