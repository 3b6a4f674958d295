"""What connecting needs around it."""

from collections.abc import Iterator
from itertools import count

import pytest
from pytest_django import Settings

from antiphon.connect.registry import networks
from antiphon.sandbox.lines import Line
from antiphon.sandbox.serving import Sandbox
from tests import offices
from tests.channels.world import keys_of

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port, for the whole session."""
    with Sandbox([one.key for one in networks()]).serving() as served:
        yield served


@pytest.fixture(autouse=True)
def outside(
    sandbox: Sandbox,  # noqa: ARG001 -- its simulators say which keys they know
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """This process may speak to loopback, and has keys of its own at every network."""
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    for one in networks():
        if any(way.needs_app for way in one.sign_ins):
            name = f"ANTIPHON_{one.key.upper()}_CLIENT"
            id, secret = keys_of(one)
            monkeypatch.setenv(f"{name}_ID", id)
            monkeypatch.setenv(f"{name}_SECRET", secret)
    with offices.opened_anew():
        yield


@pytest.fixture
def line(sandbox: Sandbox) -> Iterator[Line]:
    """A way to the simulators that can go wrong."""
    with Line(sandbox.port).running() as one:
        yield one


@pytest.fixture
def handle() -> str:
    """A name that no other test has."""
    return f"fizz{next(_NUMBERS)}"
