"""Somebody who answers agents."""

from collections.abc import Iterator

import pytest

from tests.api.agents.agent import served


@pytest.fixture
def port() -> Iterator[int]:
    with served() as one:
        yield one
