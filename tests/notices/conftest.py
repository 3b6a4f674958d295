"""Somebody who is told."""

from collections.abc import Iterator

import pytest

from antiphon.people.models import Member
from tests import builders as a
from tests.notices.receiver import Receiver, listening
from tests.publish.world import private_networks


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with private_networks(), listening() as one:
        yield one


@pytest.fixture
def by() -> Member:
    return a.member()
