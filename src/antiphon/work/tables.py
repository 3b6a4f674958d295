"""Bringing the tables to this version, beside a program that goes on working."""

import time
from datetime import timedelta

import psycopg
import structlog
from django.core.management import call_command
from django.db import OperationalError, connection

LOCK_PATIENCE = timedelta(seconds=2)
"""A change that waits for a table keeps everybody behind it from that table: it gives up first."""
PAUSE = 1.0
TRIES = 120
ONE_AT_A_TIME = 0x0A47_1F04
"""An advisory lock: of several first commands one brings the tables up, the others wait."""

log = structlog.get_logger(__name__)


def bring_up() -> None:
    """Apply what is not applied; a table that somebody is busy with is asked for again later."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("select set_config('lock_timeout', %s, false)", [_milliseconds()])
        try:
            _patiently()
        finally:
            cursor.execute("select set_config('lock_timeout', '0', false)")
            cursor.execute("select pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _patiently() -> None:
    for left in reversed(range(TRIES)):
        try:
            # Each migration is a transaction of its own: what was applied stays applied.
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise
            log.warning("a table is busy; its change waits", tries_left=left)
            time.sleep(PAUSE)
        else:
            return


def _milliseconds() -> str:
    return str(LOCK_PATIENCE // timedelta(milliseconds=1))
