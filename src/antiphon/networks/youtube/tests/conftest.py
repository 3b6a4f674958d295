"""A simulated network for the tests of this folder."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.values import Parcel
from antiphon.networks.youtube.simulator import Simulator
from antiphon.networks.youtube.simulator.gate import UNITS_A_DAY, UPLOADS_A_DAY
from antiphon.networks.youtube.tests.lines import Us, connect, film, opened, parcel, talking
from antiphon.sandbox.lines import Line


@pytest.fixture(scope="module")
def town() -> Iterator[tuple[Simulator, Line]]:
    """The network and the line, shared by one file's tests."""
    with talking() as found:
        yield found


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """An office of its own for each test."""
    with opened() as found:
        yield found


@pytest.fixture
def someone(office: PostOffice, town: tuple[Simulator, Line]) -> Callable[..., Us]:
    """Opens a channel at a network without quirks."""
    server, line = town
    server.world.quirks.clear()
    server.works_for(timedelta(0))
    server.gate.units_a_day, server.gate.uploads_a_day = UNITS_A_DAY, UPLOADS_A_DAY
    line.rules.clear()
    line.requests.clear()
    return lambda **facts: connect(office, server, line, **facts)


@pytest.fixture
def us(someone: Callable[..., Us]) -> Us:
    """A channel of its own for each test."""
    return someone()


@pytest.fixture
def video(tmp_path: Path) -> Callable[..., Parcel]:
    """Makes a parcel with a video on disk."""

    def made(text: str = "All about tea.", *, size: int = 1_000, **more: Any) -> Parcel:
        return parcel(text, **{"enclosures": (film(tmp_path, size),), **more})

    return made
