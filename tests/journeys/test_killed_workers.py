"""Real processes: workers that are killed, stopped and ended in the middle of a burst."""

import os
import random
import signal
import time

import pytest

from tests.journeys.house import House, Worker
from tests.publish import choice

KNOWN = [key for key in choice.WRITTEN if key not in choice.BLIND]
"""Networks on which nothing needs a person."""
SLOWLY = os.environ.get("ANTIPHON_SLOW") == "1"


def _insist_on_once(house: House, tag: str, count: int) -> None:
    """Each is seen once; each that is seen had its intent committed first."""
    shown = house.shown(tag, KNOWN)
    assert [text for text, times in shown.items() if times != 1] == []
    assert len(shown) == count
    without = house.ask(
        "select count(*) from publish_publication p where steps -> 0 ->> 'text' like %s"
        " and not exists (select 1 from publish_attempt a where a.publication_id = p.id"
        " and a.verb = 'publish')", f"{tag}-%",
    )  # fmt: skip
    assert without[0][0] == 0


def _kill_at_random(house: House, tag: str, kills: int, seed: int) -> None:
    """Kill one of two workers again and again, while something is being sent."""
    chance = random.Random(seed)
    house.work()
    house.work()
    for _ in range(kills):
        house.until(lambda: house.states(tag)["sending"], seconds=30, every=0.02)
        time.sleep(chance.uniform(0, 0.6))
        house.kill(chance.choice(house.workers))
        house.work()


@pytest.mark.timeout(180)
@pytest.mark.promise("P1", "P2", "P3", "P4", "F1")
def test_workers_killed_at_random_moments_lose_and_double_nothing(at_home: House) -> None:
    at_home.fill("killed", 400, KNOWN, batch=10)
    at_home.client.go_wrong("slow", method="POST", seconds=0.25, times=-1)

    _kill_at_random(at_home, "killed", 15, seed=2026)
    at_home.settle("killed", seconds=90)

    _insist_on_once(at_home, "killed", 400)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not SLOWLY, reason="takes ten minutes; ANTIPHON_SLOW=1 runs it")
@pytest.mark.promise("P1", "P2", "P3", "P4", "F1")
@pytest.mark.parametrize(("count", "kills", "slow"), [(5_000, 10, 0.05), (3_000, 200, 0.5)])
def test_a_long_burst_with_many_kills_loses_and_doubles_nothing(
    at_home: House, count: int, kills: int, slow: float
) -> None:
    tag = f"long{kills}"
    at_home.fill(tag, count, KNOWN)
    at_home.client.go_wrong("slow", method="POST", seconds=slow, times=-1)

    _kill_at_random(at_home, tag, kills, seed=kills)
    left = at_home.states(tag)
    took = at_home.settle(tag, seconds=600)

    print(f"{count} publications, {kills} kills: all live {took:.0f} s later than {left}")  # noqa: T201
    _insist_on_once(at_home, tag, count)


@pytest.mark.promise("F2", "P4")
def test_a_worker_told_to_stop_finishes_what_it_holds(at_home: House) -> None:
    at_home.fill("ended", 120, KNOWN)
    at_home.client.go_wrong("slow", method="POST", seconds=0.3, times=-1)
    worker = at_home.work()
    at_home.until(lambda: at_home.states("ended")["sending"], seconds=30, every=0.02)

    worker.signal(signal.SIGTERM)
    at_home.until(lambda: not worker.is_there, seconds=30)

    states = at_home.states("ended")
    assert set(states) <= {"live", "waiting"}, states
    assert states["waiting"]
    at_home.work()
    at_home.settle("ended")
    _insist_on_once(at_home, "ended", 120)


@pytest.mark.promise("F3", "P5", "P2")
def test_a_worker_that_slept_longer_than_its_shift_sends_nothing_late(at_home: House) -> None:
    at_home.fill("slept", 120, KNOWN)
    at_home.client.go_wrong("slow", method="POST", seconds=0.4, times=-1)
    sleeper = at_home.work()
    at_home.until(lambda: at_home.states("slept")["sending"], seconds=30, every=0.02)
    time.sleep(0.3)
    sleeper.signal(signal.SIGSTOP)
    awake = at_home.work()
    _let_the_shift_of(sleeper, at_home)

    sleeper.signal(signal.SIGCONT)
    at_home.settle("slept")

    assert awake.is_there
    _insist_on_once(at_home, "slept", 120)


def _let_the_shift_of(sleeper: Worker, house: House) -> None:
    """Wait until the sleeper's rows were taken from it."""
    question = (
        "select count(*) from publish_publication p join publish_shift s on s.id = p.shift_id"
        " where p.state = 'sending' and s.name like %s"
    )
    name = f"%:{sleeper.number}"
    house.until(lambda: not house.ask(question, name)[0][0], seconds=30)


@pytest.mark.promise("F43", "P4")
def test_a_database_killed_and_started_again_loses_and_doubles_nothing(at_home: House) -> None:
    at_home.fill("fallen", 240, KNOWN, batch=8)
    at_home.client.go_wrong("slow", method="POST", seconds=0.3, times=-1)
    at_home.work()
    at_home.work()
    at_home.until(lambda: at_home.states("fallen")["sending"], seconds=30, every=0.02)

    postmaster = int((at_home.cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    at_home.until(lambda: not at_home.cluster.is_running, seconds=20)
    time.sleep(1)
    at_home.cluster.start()

    at_home.settle("fallen", seconds=90)
    _insist_on_once(at_home, "fallen", 240)
