"""Every network in turn, each with an account of its own for each test."""

from collections.abc import Iterator

import pytest

from antiphon.connect.network import Network
from antiphon.connect.post_office import PostOffice
from antiphon.connect.registry import networks
from antiphon.connect.transport.guard import Guard
from antiphon.sandbox.serving import Sandbox
from tests.networks.correspondent import Correspondent, account


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port."""
    with Sandbox([one.key for one in networks()]).serving() as served:
        yield served


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    """An office that may speak to this machine."""
    opened = PostOffice(guard=Guard(allow_private=True))
    yield opened
    opened.close()


@pytest.fixture(params=networks(), ids=lambda one: one.key)
def network(request: pytest.FixtureRequest) -> Network:
    """One network after the other."""
    found: Network = request.param
    return found


@pytest.fixture
def us(sandbox: Sandbox, office: PostOffice, network: Network) -> Iterator[Correspondent]:
    """Us, at that network."""
    with account(sandbox, office, network.key) as correspondent:
        yield correspondent
