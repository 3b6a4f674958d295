"""A simulated server for the tests of this folder."""

from collections.abc import Iterator
from itertools import count

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.networks.mastodon.simulator import Quirks, Simulator
from antiphon.networks.mastodon.tests.lines import Line, connect, talking
from antiphon.networks.mastodon.tests.recorder import Recorder

_NUMBERS = count()


@pytest.fixture(scope="module")
def town() -> Iterator[tuple[PostOffice, Simulator]]:
    """The office and the server, shared by one file's tests."""
    with talking() as found:
        yield found


@pytest.fixture
def line(town: tuple[PostOffice, Simulator]) -> Line:
    """A member of its own for each test, at a vanilla server."""
    office, server = town
    server.quirks = Quirks()
    assert isinstance(server.app, Recorder)
    server.app.lose, server.app.instead = 0, None
    return connect(office, server, f"amina{next(_NUMBERS)}")
