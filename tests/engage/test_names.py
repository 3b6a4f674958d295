"""Whom a text can mention."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from antiphon.connect.abilities import Finds
from antiphon.connect.registry import networks
from antiphon.engage.models import Message
from antiphon.engage.names import known_names
from antiphon.people.models import Workspace
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db
FINDING = [network.key for network in networks() if network.can(Finds)]


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def heard(workspace: Workspace, network: str, *authors: str) -> None:
    channel = a.channel(workspace=workspace, network=network, state="lost")
    for place, author in enumerate(authors):
        Message.objects.create(
            workspace=workspace, channel=channel, remote_id=str(place), author=author, text="Hi",
            at=clock.now() - timedelta(hours=place),
        )  # fmt: skip


def test_who_wrote_to_us_is_found_by_how_their_name_begins() -> None:
    workspace = a.workspace()
    heard(workspace, FINDING[0], "@anna", "Andy", "bob", "anna")

    assert [one.handle for one in known_names(workspace, FINDING[0], "@an")] == ["anna", "Andy"]
    assert known_names(a.workspace(), FINDING[0], "an") == []


@pytest.mark.parametrize("key", FINDING)
def test_the_network_itself_is_asked_once_for_the_same_letters(sandbox: Sandbox, key: str) -> None:
    by = a.member()
    world.channel_on(sandbox, key, by=by)
    sandbox.simulators[key].open_account("quince", "Quince")

    first = known_names(by.workspace, key, "quin")
    sandbox.simulators[key].open_account("quinoa", "Quinoa")
    again = known_names(by.workspace, key, "QUIN")

    assert [one.name for one in first] == ["Quince"]
    assert not first[0].was_heard
    assert again == first


def test_one_letter_or_one_that_cannot_be_seen_asks_nobody() -> None:
    workspace = a.workspace()
    a.channel(workspace=workspace, network=FINDING[0])

    assert known_names(workspace, FINDING[0], "q") == []
    assert known_names(workspace, FINDING[0], "qu\x00") == []


def test_a_network_that_does_not_answer_leaves_those_whom_we_heard() -> None:
    workspace = a.workspace()
    heard(workspace, FINDING[0], "anna")
    a.channel(workspace=workspace, network=FINDING[0], server="http://127.0.0.1:9")

    assert [one.was_heard for one in known_names(workspace, FINDING[0], "anna")] == [True]
