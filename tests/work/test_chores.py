"""Rare chores are kept by Procrastinate, and run once for all workers."""

import threading

import pytest
from django.db import connection

from antiphon.work.engine import chores
from antiphon.work.sweeps import Chore, all_chores

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_chore_is_done_when_its_time_has_come() -> None:
    done = threading.Event()
    engine = chores.engine()
    chores.register(engine, Chore("errand", "* * * * *", done.set))

    engine.configure_task("chore:errand", queue=chores.QUEUE)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args)"
            " values (%s, 'chore:errand', '{\"timestamp\": 0}')",
            [chores.QUEUE],
        )
    engine.run_worker(queues=[chores.QUEUE], install_signal_handlers=False, wait=False)

    assert done.is_set()


def test_every_chore_has_a_name_of_its_own() -> None:
    names = [chore.name for chore in all_chores()]

    assert len(names) == len(set(names)) >= 2


def test_the_time_of_the_trail_heads_is_known() -> None:
    known = chores.engine().periodic_registry.periodic_tasks.values()

    times = {task.task.name for task in known}
    assert "chore:trail-heads" in times
