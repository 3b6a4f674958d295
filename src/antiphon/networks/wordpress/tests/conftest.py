"""One server for all, a fresh simulator for each test, and a channel on it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from antiphon.networks.wordpress.tests.sandbox_site import Channel, Served, Theatre, theatre


@pytest.fixture(scope="session")
def house() -> Iterator[Theatre]:
    """What outlasts a test."""
    with theatre() as found:
        yield found


@pytest.fixture
def site(house: Theatre) -> Served:
    """A simulator on loopback."""
    return house.served(lambda: datetime.now(UTC))


@pytest.fixture
def channel(site: Served) -> Channel:
    """An editor's channel."""
    return site.channel()


@pytest.fixture
def requests(house: Theatre, channel: Channel) -> list[tuple[str, str]]:  # noqa: ARG001 -- after it
    """Method and path of every request from now on."""
    house.stage.seen = []
    return house.stage.seen
