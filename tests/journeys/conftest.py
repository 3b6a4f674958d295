"""One installation for the journeys of a session: starting it takes longer than most of them."""

from collections.abc import Iterator

import pytest

from tests.journeys.house import House, house


@pytest.fixture(scope="session")
def standing() -> Iterator[House]:
    with house() as found:
        yield found


@pytest.fixture
def at_home(standing: House) -> Iterator[House]:
    """The installation with nobody at work and nothing going wrong, before and after."""
    standing.client.go_right()
    yield standing
    standing.kill_all()
    standing.client.go_right()
