"""A simulated network for the tests of this folder."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard
from antiphon.networks.tiktok.simulator import Simulator
from antiphon.networks.tiktok.tests.lines import Line, connect
from antiphon.networks.tiktok.tests.recorder import Recorder
from antiphon.sandbox.serving import Sandbox


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    """One for all: it has a thread."""
    opened = PostOffice(guard=Guard(allow_private=True))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Recorder, str]]:
    """One server for all tests; what stands behind its recorder is changed for each."""
    sandbox = Sandbox(["tiktok"])
    recorder = Recorder(sandbox.simulators["tiktok"].app, sandbox.base("tiktok"))
    sandbox.simulators["tiktok"].app = recorder
    with sandbox.serving():
        yield recorder, sandbox.base("tiktok")


@pytest.fixture
def server(served: tuple[Recorder, str]) -> Simulator:
    """A fresh simulator."""
    recorder, base = served
    found = Simulator(base=base, now=lambda: datetime.now(UTC))
    found.world.processing = timedelta(0)
    recorder.inner, recorder.loses, recorder.when = found.app, "", "after"
    recorder.heard.clear()
    return found


@pytest.fixture
def someone(
    office: PostOffice, server: Simulator, served: tuple[Recorder, str]
) -> Callable[..., Line]:
    """Opens an account and signs it in."""

    def opened(handle: str = "brew", **facts: str) -> Line:
        return connect(office, server, served[0], handle, **facts)

    return opened


@pytest.fixture
def line(someone: Callable[..., Line]) -> Line:
    """A creator with a public account."""
    return someone()


@pytest.fixture
def shop(someone: Callable[..., Line]) -> Line:
    """A business."""
    return someone("shop", kind="business")
