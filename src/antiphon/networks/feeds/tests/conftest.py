"""A fresh house for each test, and a channel on one of its feeds."""

from collections.abc import Iterator

import pytest

from antiphon.networks.feeds.tests.served_house import Channel, Served, served


@pytest.fixture
def house() -> Iterator[Served]:
    """A house of feeds on loopback."""
    with served() as found:
        yield found


@pytest.fixture
def channel(house: Served) -> Channel:
    """A channel on one feed."""
    return house.channel()
