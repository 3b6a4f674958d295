"""A simulated network for each test of this folder."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.networks.discord.simulator import Simulator
from antiphon.networks.discord.tests.lines import Line, Stage, Town, theatre


@pytest.fixture(scope="session")
def house() -> Iterator[tuple[Stage, str, PostOffice]]:
    """What outlasts a test."""
    with theatre() as found:
        yield found


@pytest.fixture
def town(house: tuple[Stage, str, PostOffice]) -> Town:
    """A fresh network, whose clock a test may put forward."""
    stage, server, office = house
    simulator = Simulator(base=server, now=lambda: datetime.now(UTC) + stage.current.ahead)
    stage.current = Town(office, server, simulator)
    return stage.current


@pytest.fixture
def line(town: Town) -> Line:
    """A channel with a bot."""
    return town.line()


@pytest.fixture
def forum(town: Town) -> Line:
    """A forum with two tags, of which every post wants one."""
    channel = town.line("talk", kind="forum").channel
    channel.tags, channel.needs_tag = {"1001": "News", "1002": "Help"}, True
    return town.line("talk", kind="forum")


@pytest.fixture
def hook(town: Town) -> Line:
    """A channel with a webhook."""
    return town.line("hook", kind="webhook")
