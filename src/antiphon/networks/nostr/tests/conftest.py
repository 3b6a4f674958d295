"""A post office that may speak to this machine, and a channel at simulated relays."""

from collections.abc import Iterator

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard
from antiphon.networks.nostr.tests.trial import Here, here


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    """What speaks for all channels."""
    office = PostOffice(guard=Guard(allow_private=True))
    yield office
    office.close()


@pytest.fixture
def us(office: PostOffice) -> Iterator[Here]:
    """A key at one relay."""
    with here(office) as found:
        yield found


@pytest.fixture
def both(office: PostOffice) -> Iterator[Here]:
    """A key that writes to two relays."""
    with here(office, relays="both") as found:
        yield found
