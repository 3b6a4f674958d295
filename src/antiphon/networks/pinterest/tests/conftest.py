"""A simulated Pinterest for the tests of this folder."""

from collections.abc import Iterator
from itertools import count

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.networks.pinterest.simulator import Simulator
from antiphon.networks.pinterest.simulator.world import Quirks
from antiphon.networks.pinterest.tests.lines import Line, connect, talking

_NUMBERS = count()


@pytest.fixture(scope="module")
def town() -> Iterator[tuple[PostOffice, Simulator]]:
    """The office and the server, shared by one file's tests."""
    with talking() as found:
        yield found


@pytest.fixture
def line(town: tuple[PostOffice, Simulator]) -> Line:
    """An account of its own for each test."""
    office, server = town
    server.world.quirks = Quirks()
    found = connect(office, server, f"fizz{next(_NUMBERS)}")
    found.recorder.lose = 0
    found.recorder.heard.clear()
    return found
