"""A simulated server on loopback, and a post office that may speak to it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard
from antiphon.networks.bluesky.simulator import Simulator
from antiphon.networks.bluesky.tests.builders import Trial
from antiphon.networks.bluesky.tests.lines import Line
from antiphon.sandbox.serving import Sandbox


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    office = PostOffice(guard=Guard(allow_private=True))
    yield office
    office.close()


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[str, Line]]:
    """One server for all tests, with a line behind which each test puts a network of its own."""
    sandbox, line = Sandbox(["bluesky"]), Line()
    sandbox.simulators["bluesky"].app = line
    with sandbox.serving():
        yield sandbox.base("bluesky"), line


@pytest.fixture
def line(served: tuple[str, Line]) -> Line:
    _base, line = served
    line.kept, line.lose_before, line.lose_after = [], set(), set()
    return line


@pytest.fixture
def simulator(served: tuple[str, Line], line: Line) -> Simulator:
    simulator = Simulator(base=served[0], now=lambda: datetime.now(UTC))
    line.app = simulator.app
    return simulator


@pytest.fixture
def trial(office: PostOffice, simulator: Simulator) -> Trial:
    entrance = simulator.open_account("alice", "Alice")
    return Trial(office=office, server=entrance.server, entrance=entrance, simulated=simulator)
