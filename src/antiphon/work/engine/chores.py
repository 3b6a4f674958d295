"""Rare periodic chores, kept by Procrastinate: each hour's chore runs once, however many workers.

Nothing here is needed for a sweep to run, so a job that died holding Procrastinate's lock delays
its own chore and nothing else.
"""

import threading
from collections.abc import Callable
from functools import cache

import structlog
from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app

from antiphon.work.sweeps import Chore, all_chores

QUEUE = "chores"
AGAIN_AFTER = 10.0

log = structlog.get_logger(__name__)


@cache
def engine() -> App:
    """Procrastinate as a worker speaks to it; one, because a chore belongs to whom it was told."""
    made: App = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    for chore in all_chores():
        register(made, chore)
    return made


def start(stop: threading.Event) -> threading.Thread:
    """Have a thread look after the chores until the end of the program."""
    thread = threading.Thread(target=_run, args=(engine(), stop), name=QUEUE, daemon=True)
    thread.start()
    return thread


def register(engine: App, chore: Chore) -> None:
    """Tell Procrastinate about a chore and its times."""
    if f"chore:{chore.name}" in engine.tasks:
        return
    task = engine.task(name=f"chore:{chore.name}", queue=QUEUE, queueing_lock=chore.name)
    engine.periodic(cron=chore.cron, periodic_id=chore.name)(task(_doing(chore)))


def _doing(chore: Chore) -> Callable[[int], None]:
    def do(timestamp: int) -> None:
        log.info("chore", chore=chore.name, of=timestamp)
        try:
            chore.do()
        finally:
            connections.close_all()

    return do


def _run(engine: App, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            engine.run_worker(
                queues=[QUEUE], install_signal_handlers=False, delete_jobs="successful"
            )
        except Exception as error:  # noqa: BLE001 -- the database may be away; it comes back
            log.warning("chores interrupted", failure=type(error).__name__)
            stop.wait(AGAIN_AFTER)
