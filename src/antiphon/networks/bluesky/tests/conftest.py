"""A simulated server on loopback, and a post office that may speak to it."""

from collections.abc import Iterator

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


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def simulator(line: Line) -> Iterator[Simulator]:
    sandbox = Sandbox(["bluesky"])
    simulator = sandbox.simulators["bluesky"]
    assert isinstance(simulator, Simulator)
    line.app, simulator.app = simulator.app, line
    with sandbox.serving():
        yield simulator


@pytest.fixture
def trial(office: PostOffice, simulator: Simulator) -> Trial:
    entrance = simulator.open_account("alice", "Alice")
    return Trial(office=office, server=entrance.server, entrance=entrance, simulated=simulator)
