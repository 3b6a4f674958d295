"""A simulated network for the tests of this folder."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard
from antiphon.networks.snapchat.simulator import Simulator
from antiphon.networks.snapchat.tests.lines import Line, connect
from antiphon.sandbox.serving import Sandbox
from tests.networks.recording import Recorder


@pytest.fixture(scope="session")
def town() -> Iterator[tuple[PostOffice, Recorder, str]]:
    """An office, and a server; what stands behind its recorder is changed for each test."""
    office = PostOffice(guard=Guard(allow_private=True))
    sandbox = Sandbox(["snapchat"])
    recorder = Recorder(sandbox.simulators["snapchat"].app)
    sandbox.simulators["snapchat"].app = recorder
    with sandbox.serving():
        yield office, recorder, sandbox.base("snapchat")
    office.close()


@pytest.fixture
def line(town: tuple[PostOffice, Recorder, str]) -> Line:
    """A profile at a fresh simulator."""
    office, recorder, base = town
    server = Simulator(base=base, now=lambda: datetime.now(UTC))
    recorder.inner, recorder.loses, recorder.when = server.app, "", "after"
    recorder.instead = {}
    found = connect(office, server, recorder)
    recorder.heard.clear()
    return found
