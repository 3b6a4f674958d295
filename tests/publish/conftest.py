"""What publishing needs around it."""

from collections.abc import Iterator

import pytest

from antiphon.kernel import ids
from antiphon.publish.duty import DUTY
from antiphon.sandbox.serving import Sandbox
from tests.publish import world


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port, for the whole session."""
    with Sandbox(world.NETWORKS).serving() as served:
        yield served


@pytest.fixture(autouse=True)
def outside() -> Iterator[None]:
    """This process may speak to loopback."""
    # One connection, so that a test's rows need not be committed to be seen.
    DUTY.keeps = False
    # Ids only grow: those made at a wrong time would lead the clock in every later test.
    newest = ids._last
    with world.private_networks():
        yield
        DUTY.end()
        DUTY.keeps = True
        ids._last = newest
