"""A post office that may speak to this machine, and a channel in each dialect."""

from collections.abc import Iterator

import pytest

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard
from antiphon.networks.lemmy.dialect import DIALECTS
from antiphon.networks.lemmy.tests.trial import Trial, trial


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    """What speaks for all channels."""
    office = PostOffice(guard=Guard(allow_private=True))
    yield office
    office.close()


@pytest.fixture(params=DIALECTS)
def us(office: PostOffice, request: pytest.FixtureRequest) -> Iterator[Trial]:
    """A community on a server of each kind in turn."""
    with trial(office, request.param) as found:
        yield found


@pytest.fixture
def lemmy(office: PostOffice) -> Iterator[Trial]:
    """A community on a server of the common kind."""
    with trial(office, "v3") as found:
        yield found
