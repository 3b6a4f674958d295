"""A whole run on the real simulators can be repeated."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.registry import networks
from antiphon.connect.transport.guard import Guard
from antiphon.sandbox.crowd import Crowd
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from tests.networks.correspondent import account

KEYS = [one.key for one in networks()]
TOLD = (
    "Ice cold for a hot day!",
    "Wer möchte noch eine? Das ist für dich.",
    "É hora de uma gelada.",
)
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    opened = PostOffice(guard=Guard(allow_private=True))
    yield opened
    opened.close()


def run(office: PostOffice, seed: int) -> list[tuple[str, ...]]:
    """Post to every network at noon, let the crowd live two days, and say what it did."""
    with Sandbox(KEYS, now=lambda: NOON).serving() as sandbox:
        for key in KEYS:
            with account(sandbox, office, key, handle="fizz") as us:
                for text in TOLD:
                    us.told(text)
        people = Crowd(seed, sandbox.simulators, now=lambda: NOON)
        done = people.step(NOON + timedelta(days=2))
    return [(one.kind, one.by.id, one.text, one.at.isoformat()) for one in done]


def test_the_same_seed_repeats_a_run_on_every_network(office: PostOffice) -> None:
    first, second, other = run(office, 5), run(office, 5), run(office, 6)

    assert first == second
    assert first != other
    assert len(first) > 1_000


def test_a_slow_line_answers_late_and_rightly(office: PostOffice) -> None:
    with Sandbox(KEYS[:1]).serving() as sandbox, account(sandbox, office, KEYS[0]) as us:
        assert isinstance(us.line, Line)
        us.line.go_wrong(Trouble.SLOW, seconds=0.2)
        us.told("Slow and steady.")

        assert len(us.seen("Slow and steady.")) == 1
