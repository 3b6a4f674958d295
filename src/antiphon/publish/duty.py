"""This process's right to send: a shift in the database, renewed every few seconds.

A shift lasts `LASTS` by the database's clock. The process itself stops writing `MARGIN` earlier,
by a clock that neither stands still nor steps, so nothing leaves after others began to doubt.
"""

import os
import socket
import threading
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError, connections

from antiphon.connect.post_office import Letter, Rein
from antiphon.connect.transport.guard import now
from antiphon.publish import queries
from antiphon.publish.models import Shift

LASTS = 15.0
MARGIN = 5.0
RENEWED_EVERY = 2.0

log = structlog.get_logger(__name__)


@dataclass
class Duty:
    """One process on duty; begins at the first claim."""

    shift: int | None = None
    holds: queries.Standing = field(default_factory=queries.Standing)
    keeps: bool = True
    """Whether a thread renews the shift; without it every claim does."""
    _valid: dict[int, float] = field(default_factory=dict)
    """Until when bytes may leave under each shift, by `guard.now()`; never prolonged by another."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _keeper: threading.Thread | None = None
    _pid: int = 0

    def begin(self) -> int:
        """The shift under which rows may be claimed now."""
        with self._lock:
            if self._pid != os.getpid():
                self.shift, self._keeper, self._pid = None, None, os.getpid()
                self._valid = {}
            if self.shift is None or now() > self._valid[self.shift] or not self.keeps:
                self._renew()
            if self.keeps and (self._keeper is None or not self._keeper.is_alive()):
                self._keeper = threading.Thread(target=self._keep, name="duty", daemon=True)
                self._keeper.start()
            if self.shift is None:
                raise RuntimeError("the shift could not begin")
            return self.shift

    def end(self) -> None:
        """Claim nothing more under this shift; what it still held is doubted when it has ended."""
        with self._lock:
            self.shift = None

    def rein(self, shift: int) -> Rein:
        """How sending under that shift can still be kept back.

        A shift that could not be renewed lets nothing more leave, though its process goes on under
        a new one: others may be in doubt about its rows already.
        """
        return Rein(until=lambda: self._valid.get(shift, 0.0), stops=self._stops)

    def _stops(self, letter: Letter) -> bool:
        return self.holds.stops(letter.address.network, letter.address.channel)

    def _renew(self) -> None:
        asked_at = now()
        if self.shift is None or not Shift.renew(self.shift, LASTS):
            name = f"{socket.gethostname()}:{os.getpid()}"
            self.shift = Shift.begin(name, LASTS)
        self._valid = {id: until for id, until in self._valid.items() if until > asked_at}
        self._valid[self.shift] = asked_at + LASTS - MARGIN
        self.holds = queries.standing_holds()

    def _keep(self) -> None:
        while True:
            threading.Event().wait(RENEWED_EVERY)
            try:
                with self._lock:
                    if self.shift is not None:
                        self._renew()
            except DatabaseError as error:
                log.warning("shift not renewed", failure=type(error).__name__)
            finally:
                connections.close_all()


DUTY = Duty()
