"""The main job, played whole on the sandbox."""

from collections.abc import Iterator
from typing import Any

import pytest

from antiphon.cli.demo import demonstrate, story
from antiphon.connect.registry import networks
from antiphon.publish.duty import DUTY
from tests.publish import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outside() -> Iterator[None]:
    DUTY.keeps = False
    with world.private_networks():
        yield
    DUTY.end()
    DUTY.keeps = True


def _routes(told: dict[str, Any]) -> list[tuple[str, ...]]:
    fields = ("network", "channel", "audience", "text")
    return sorted(tuple(row[field] or "" for field in fields) for row in told["publications"])


@pytest.mark.promise("P2")
def test_one_message_reaches_every_network_and_audience_once_and_answers_come_back() -> None:
    told = demonstrate(7)

    assert told["problems"] == []
    assert {row["state"] for row in told["publications"]} == {"live"}
    assert {row["network"] for row in told["publications"]} == set(world.NETWORKS)
    assert {row["audience"] for row in told["publications"]} == {t.audience for t in story.TOLD}
    assert told["messages"]
    assert told["readings"]


def test_the_same_seed_tells_the_same_texts_on_the_same_routes() -> None:
    some = networks()[:2]

    assert _routes(demonstrate(3, some)) == _routes(demonstrate(3, some))
