"""One line for each module; every test finds it as new."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from antiphon.networks.linkedin.simulator.world import Quirks
from antiphon.networks.linkedin.tests.line import Channel, Line, serving

_opened = iter(range(10_000))


@pytest.fixture(scope="module")
def _line() -> Iterator[Line]:
    yield from serving()


@pytest.fixture
def line(_line: Line) -> Line:
    _line.simulator.world.quirks = Quirks()
    _line.ahead = timedelta(0)
    _line.recorder.kept.clear()
    _line.recorder.lose = ""
    _line.recorder.fails = 0
    return _line


@pytest.fixture
def page(line: Line) -> Channel:
    return line.sign_in(f"soda{next(_opened)}", kind="page", country="DE")


@pytest.fixture
def member(line: Line) -> Channel:
    return line.sign_in(f"anna{next(_opened)}", kind="member")
