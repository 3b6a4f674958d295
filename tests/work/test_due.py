"""A due row is claimed once, in its turn, by the database's clock."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.apps.registry import Apps
from django.db import connection, models

from antiphon.work import clock
from antiphon.work.models import Due

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def errands() -> type[Due]:
    """A table of rows that want something done, as a later stage has one."""

    class Errand(Due):
        workspace_id = models.IntegerField(default=1)

        class Meta(Due.Meta):
            app_label = "errands"
            apps = Apps()

    return Errand


@pytest.fixture(autouse=True)
def table(errands: type[Due]) -> Iterator[None]:
    """Their table, for one test."""
    with connection.schema_editor() as editor:
        editor.create_model(errands)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(errands)


def due(errands: type[Due], count: int, **facts: object) -> None:
    """So many rows that are due, each a little later than the one before."""
    start = clock.now() - timedelta(hours=1)
    errands._default_manager.bulk_create(
        errands(**{"due_at": start + timedelta(seconds=number)} | facts) for number in range(count)
    )


def test_two_workers_never_get_the_same_row(errands: type[Due]) -> None:
    due(errands, 200)
    taken: list[int] = []

    def work() -> None:
        while batch := errands.claim(limit=10, hold=MINUTE):
            taken.extend(row.pk for row in batch)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(taken) == len(set(taken)) <= 200
    assert len(errands.claim(limit=200, hold=MINUTE)) == 200 - len(taken)


def test_a_long_queue_of_one_workspace_does_not_make_the_others_wait(errands: type[Due]) -> None:
    due(errands, 100, workspace_id=1)
    due(errands, 2, workspace_id=2)

    claimed = errands.claim(limit=10, hold=MINUTE)

    assert sum(row.workspace_id == 2 for row in claimed) == 2  # type: ignore[attr-defined]


def test_a_held_row_is_free_again_when_its_lease_ran_out(errands: type[Due]) -> None:
    due(errands, 1)

    assert errands.claim(limit=1, hold=timedelta(0))
    again = errands.claim(limit=1, hold=MINUTE)

    assert [row.lease for row in again] == [2]
    assert errands.claim(limit=1, hold=MINUTE) == []


def test_whoever_was_too_slow_writes_nothing(errands: type[Due]) -> None:
    due(errands, 1)
    (slow,) = errands.claim(limit=1, hold=timedelta(0))
    (quick,) = errands.claim(limit=1, hold=MINUTE)

    assert not slow.settle(due_at=None)
    assert quick.settle(due_at=None)
    assert errands.claim(limit=1, hold=MINUTE) == []


@pytest.mark.promise("T5", "F39")
@pytest.mark.parametrize("skew", [timedelta(minutes=10), timedelta(days=1), timedelta(days=-1)])
def test_a_process_with_a_wrong_clock_is_neither_early_nor_a_thief(
    errands: type[Due], skew: timedelta
) -> None:
    due(errands, 1)
    errands.claim(limit=1, hold=MINUTE)
    errands._default_manager.create(due_at=clock.now() + MINUTE)

    with time_machine.travel(clock.now() + skew):
        assert errands.claim(limit=2, hold=MINUTE) == []
