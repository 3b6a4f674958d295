"""Hears the notices that wake sweeps; losing one only means waiting for the sweep's own rhythm."""

import threading
from collections.abc import Mapping

import psycopg
import structlog
from django.db import connection
from psycopg import sql

LISTEN_FOR = 1.0
AGAIN_AFTER = 2.0

log = structlog.get_logger(__name__)


class Listener(threading.Thread):
    """One connection that listens for all sweeps."""

    def __init__(self, bells: Mapping[str, threading.Event], stop: threading.Event) -> None:
        super().__init__(name="listener", daemon=True)
        self.bells = bells
        self.stop = stop

    def run(self) -> None:
        """Listen; after a lost connection wake everybody, because a notice may have been missed."""
        while not self.stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("not listening", failure=type(error).__name__)
                self.stop.wait(AGAIN_AFTER)

    def _listen(self) -> None:
        options = connection.get_connection_params()
        options.pop("cursor_factory", None)
        options.pop("context", None)
        with psycopg.connect(**options, autocommit=True) as line:
            for channel in self.bells:
                line.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
            for bell in self.bells.values():
                bell.set()
            while not self.stop.is_set():
                for notice in line.notifies(timeout=LISTEN_FOR):
                    self.bells[notice.channel].set()
