"""A simulated network for the tests of this folder."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.networks.x.simulator import Quirks, Simulator
from antiphon.networks.x.tests.lines import Line, connect, talking
from antiphon.networks.x.tests.recorder import Recorder

_NUMBERS = count()


@pytest.fixture(scope="module")
def town() -> Iterator[tuple[PostOffice, Simulator]]:
    """The office and the network, shared by one file's tests."""
    with talking() as found:
        yield found


@pytest.fixture
def someone(town: tuple[PostOffice, Simulator]) -> Callable[..., Line]:
    """Opens an account at a network without quirks."""
    office, server = town
    server.quirks = Quirks()
    assert isinstance(server.app, Recorder)
    server.app.lost_after = server.app.lost_before = 0
    return lambda **facts: connect(office, server, f"amina{next(_NUMBERS)}", **facts)


@pytest.fixture
def line(someone: Callable[..., Line]) -> Line:
    """An account of its own for each test."""
    return someone()
