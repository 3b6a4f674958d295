"""A fresh simulator for each test, and a channel on it."""

from collections.abc import Iterator

import pytest

from antiphon.networks.ghost.tests.sandbox_site import Channel, Served, served


@pytest.fixture
def site() -> Iterator[Served]:
    """A simulator on loopback."""
    with served() as found:
        yield found


@pytest.fixture
def channel(site: Served) -> Channel:
    """A channel on it."""
    return site.channel()
