"""The worker: every sweep in a thread of its own, so that none can stop another.

A signal to end means: claim nothing more, finish what is held within the deadline. What is not
finished by then is claimed by another worker when its lease has run out.
"""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from types import FrameType

import structlog
from django.conf import settings
from django.db import DatabaseError, connections

from antiphon.work import actions, health, identity
from antiphon.work.engine import chores
from antiphon.work.engine.listener import Listener
from antiphon.work.sweeps import Sweep, all_sweeps

BEAT_EVERY = 5.0
LONGEST_PAUSE = timedelta(minutes=1)
TOLD_EVERY = 10.0
LOOKED_EVERY = 1.0
"""Seconds between two looks whether the database was adopted."""

log = structlog.get_logger(__name__)


def work_forever(stop: threading.Event | None = None) -> None:
    """Work until told to stop: by a signal in the main thread, or by the event."""
    health.insist()
    worker = Worker(all_sweeps(), stop=stop or threading.Event())
    if threading.current_thread() is threading.main_thread():
        for end in (signal.SIGTERM, signal.SIGINT):
            signal.signal(end, worker.on_signal)
    if not _is_ours(worker.stop):
        return
    chores.start(worker.stop)
    worker.run()


def _is_ours(stop: threading.Event) -> bool:
    """In a copy of somebody else's database nothing moves until an operator adopts it (P19).

    False when we were told to stop before that.
    """
    told = ""
    while True:
        try:
            words = identity.stranger()
        except DatabaseError as error:
            words = f"The database does not answer ({type(error).__name__})."
        finally:
            connections.close_all()
        if not words:
            return True
        if words != told:
            log.error(words)
            told = words
        if stop.wait(LOOKED_EVERY):
            return False


class Worker:
    """One process's share of the work."""

    def __init__(self, sweeps: Sequence[Sweep], *, stop: threading.Event) -> None:
        # Never a name that another worker had: whose heartbeat it is must be certain.
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[-120:]
        self.stop = stop
        self.loops = [Loop(sweep, stop) for sweep in sweeps]

    def on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Claim nothing more."""
        self.stop.set()
        os.write(2, f'{{"event": "asked to stop", "signal": {number}}}\n'.encode())

    def run(self) -> None:
        """Start everything, wait for the end, and give what is held its time."""
        listener = Listener({loop.sweep.channel: loop.awake for loop in self.loops}, self.stop)
        listener.start()
        for loop in self.loops:
            loop.start()
        log.info("worker started", worker=self.name, sweeps=[loop.name for loop in self.loops])
        while not self.stop.wait(BEAT_EVERY if self._beat() else 1.0):
            pass
        self._end(listener)

    def _beat(self) -> bool:
        try:
            actions.beat(self.name)
        except Exception as error:  # noqa: BLE001 -- the database may be away; it comes back
            log.warning("no heartbeat", worker=self.name, failure=type(error).__name__)
            return False
        else:
            return True
        finally:
            connections.close_all()

    def _end(self, listener: Listener) -> None:
        until = time.monotonic() + settings.STOP_WITHIN.total_seconds()
        for loop in self.loops:
            loop.awake.set()
        for thread in (*self.loops, listener):
            thread.join(max(0.0, until - time.monotonic()))
        unfinished = [loop.name for loop in self.loops if loop.is_alive()]
        log.info("worker ended", worker=self.name, unfinished=unfinished)
        actions.rest(self.name)
        connections.close_all()
        # The chores end with the process; that their database went first is no news.
        for quiet in ("procrastinate", "psycopg"):
            logging.getLogger(quiet).setLevel(logging.CRITICAL + 1)


class Loop(threading.Thread):
    """One sweep, again and again."""

    def __init__(self, sweep: Sweep, stop: threading.Event) -> None:
        super().__init__(name=sweep.name, daemon=True)
        self.sweep = sweep
        self.stop = stop
        self.awake = threading.Event()
        self.failures = 0
        self._told_at = 0.0

    def run(self) -> None:
        """At once again while there is work, else after a while or when woken."""
        while not self.stop.is_set():
            self.awake.clear()
            if not self.turn():
                self.awake.wait(self.pause().total_seconds())

    def turn(self) -> int:
        """One run of the sweep; whatever breaks in it breaks only this run."""
        began = time.monotonic()
        try:
            moved = self.sweep.do()
            self.failures = 0
            self._tell(moved, began)
        except Exception as error:
            self.failures += 1
            log.exception("sweep failed", sweep=self.name)
            self._tell_failure(error)
            return 0
        else:
            return moved
        finally:
            connections.close_all()

    def pause(self) -> timedelta:
        """The sweep's own rhythm, longer after each failure in a row."""
        if not self.failures:
            return self.sweep.every
        longer: timedelta = max(self.sweep.every, timedelta(seconds=1)) * 2 ** min(self.failures, 6)
        return min(longer, max(LONGEST_PAUSE, self.sweep.every))

    def _tell(self, moved: int, began: float) -> None:
        now = time.monotonic()
        if moved or now - self._told_at > TOLD_EVERY:
            self._told_at = now
            actions.record_run(self.name, moved=moved, took=timedelta(seconds=now - began))

    def _tell_failure(self, error: Exception) -> None:
        try:
            actions.record_failure(self.name, type(error).__name__)
        except Exception:  # noqa: BLE001 -- then the database itself is away
            log.warning("failure not recorded", sweep=self.name)
