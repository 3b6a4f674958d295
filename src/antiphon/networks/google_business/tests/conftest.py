"""A simulated Google for the tests of this folder."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard
from antiphon.networks.google_business import NETWORK
from antiphon.networks.google_business.simulator import Simulator
from antiphon.networks.google_business.tests.town import Town, Watch
from antiphon.sandbox.lines import Line
from antiphon.sandbox.serving import Sandbox


@pytest.fixture(scope="session")
def harbour() -> Iterator[tuple[int, Watch]]:
    """One port for all tests of this folder."""
    sandbox = Sandbox([NETWORK.key])
    watch = Watch(sandbox.simulators[NETWORK.key].app)
    sandbox.simulators[NETWORK.key].app = watch
    with sandbox.serving():
        yield sandbox.port, watch


@pytest.fixture
def town(harbour: tuple[int, Watch]) -> Iterator[Town]:
    """A fresh simulator whose clock can be moved, and an office of its own."""
    port, watch = harbour
    office, clock = PostOffice(guard=Guard(allow_private=True)), [timedelta()]
    with Line(port).running() as line:
        server = line.base(NETWORK.key)
        simulator = Simulator(base=server, now=lambda: datetime.now(UTC) + clock[0])
        watch.app, watch.passed = simulator.app, []
        yield Town(simulator, watch, office, line, server, clock)
    office.close()
