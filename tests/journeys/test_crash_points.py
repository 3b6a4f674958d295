"""Death at any line between the claim and the last word written."""

import os
import random
import signal

import pytest

from tests.journeys.house import House
from tests.publish import choice

KNOWN = [key for key in choice.WRITTEN if key not in choice.BLIND]
POINTS = 400 if os.environ.get("ANTIPHON_SLOW") == "1" else 48
TAG = "crash"


@pytest.mark.timeout(900 if POINTS > 100 else 150)
@pytest.mark.promise("P1", "P2", "P3", "P4", "F1")
def test_a_worker_killed_at_any_line_loses_and_doubles_nothing(at_home: House) -> None:
    at_home.fill(TAG, POINTS + len(KNOWN), KNOWN, delay=3_600, batch=1)
    with at_home.program("tests.journeys.crashing", TAG) as tell:
        whole = [int(tell(f"{number} 0")) for number in range(len(KNOWN))]
        assert min(whole) > 200, at_home.log()
        chance = random.Random(4711)
        ends = [
            int(tell(f"{number} {chance.randrange(1, max(whole))}"))
            for number in range(len(KNOWN), len(KNOWN) + POINTS)
        ]
    killed = sum(end == signal.SIGKILL for end in ends)
    assert killed > POINTS / 2, ends

    at_home.work()
    at_home.settle(TAG, seconds=90)

    shown = at_home.shown(TAG, KNOWN)
    assert [text for text, times in shown.items() if times != 1] == []
    assert len(shown) == POINTS + len(KNOWN)
