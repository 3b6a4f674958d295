"""Sweeps run beside each other; none can stop another, and an end is an orderly end."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from antiphon.work import health, sweeps
from antiphon.work.models import Heartbeat, SweepRun
from antiphon.work.runner import Loop, Worker
from antiphon.work.sweeps import Sweep

pytestmark = pytest.mark.django_db(transaction=True)

RARELY = timedelta(minutes=5)
Start = Callable[..., Worker]


def until(true: Callable[[], object], *, within: float = 10.0) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.02)


def telling(event: threading.Event) -> Callable[[], int]:
    """A sweep that only tells that it ran."""

    def do() -> int:
        event.set()
        return 0

    return do


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a worker with these sweeps; it ends with the test."""
    stop, threads = threading.Event(), []

    def begin(*chosen: Sweep) -> Worker:
        worker = Worker(chosen, stop=stop)
        threads.append(threading.Thread(target=worker.run))
        threads[-1].start()
        return worker

    yield begin
    stop.set()
    for thread in threads:
        thread.join()


def test_a_notice_wakes_a_sweep_before_its_time(start: Start) -> None:
    ran = threading.Event()
    start(Sweep("errands", RARELY, telling(ran)))
    until(ran.is_set)
    time.sleep(0.3)  # when listening begins everybody is woken once
    ran.clear()

    sweeps.wake("errands")

    until(ran.is_set)


def test_a_sweep_that_finds_work_runs_at_once_again(start: Start) -> None:
    left = iter([5, 5, 5])
    start(Sweep("errands", RARELY, lambda: next(left, 0)))

    until(lambda: next(left, None) is None)


@pytest.mark.promise("F6")
def test_a_sweep_that_breaks_or_hangs_does_not_stop_another(start: Start) -> None:
    ran, hang = threading.Event(), threading.Event()

    def broken() -> int:
        raise RuntimeError("a canary that belongs into no table")

    start(
        Sweep("broken", RARELY, broken),
        Sweep("hanging", RARELY, lambda: hang.wait(10) and 0),
        Sweep("sound", RARELY, telling(ran)),
    )

    until(ran.is_set)
    until(lambda: SweepRun.objects.filter(name="broken", failure="RuntimeError").exists())
    hang.set()


def test_a_sweep_that_keeps_failing_is_tried_less_and_less_often() -> None:
    loop = Loop(Sweep("broken", timedelta(seconds=1), lambda: 1 // 0), threading.Event())

    pauses = []
    for _ in range(8):
        loop.turn()
        pauses.append(loop.pause())

    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=1)


def test_what_is_held_is_finished_before_the_end(start: Start) -> None:
    begun, done = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        time.sleep(0.3)
        done.set()
        return 0

    worker = start(Sweep("slow", RARELY, slow))
    until(begun.is_set)
    worker.stop.set()

    until(done.is_set)
    until(lambda: not Heartbeat.objects.filter(worker=worker.name).exists())


@pytest.mark.promise("O2", "F5")
def test_ready_follows_the_heartbeat(start: Start, settings: Any) -> None:
    assert not health.worker().is_good

    worker = start()
    until(lambda: health.worker().is_good)
    settings.HEARTBEAT_LIMIT = timedelta(microseconds=1)

    assert not health.worker().is_good
    worker.stop.set()


@pytest.mark.promise("F6")
def test_a_job_of_the_engine_that_stays_in_doing_stops_no_sweep(start: Start) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status, lock, queueing_lock)"
            " values ('chores', 'chore:errands', 'doing', 'errands', 'errands')"
        )
    ran = threading.Event()

    start(Sweep("errands", RARELY, telling(ran)))

    until(ran.is_set)
