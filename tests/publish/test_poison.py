"""A row that raises is set aside; everybody else proceeds."""

from typing import Any
from uuid import uuid4

import pytest

from antiphon.connect.values import Receipt, RemoteId
from antiphon.publish import actions
from antiphon.publish.actions.claim import claim
from antiphon.publish.actions.record import record_patiently
from antiphon.publish.duty import DUTY
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from tests.publish import choice, world

pytestmark = pytest.mark.django_db

POISONS: dict[str, dict[str, Any]] = {
    "no step": {"steps": []},
    "a step that is none": {"steps": [7]},
    "an unknown type": {"steps": [{"text": "x", "type": "hologram"}]},
    "a file that is none": {
        "steps": [{"text": "x", "type": "text", "enclosures": [{"path": "x"}]}]
    },
    "odd progress": {"progress": [{"handles": 3, "receipt": {"id": 5}}], "at_step": 0},
}


def _some(sandbox: Sandbox, key: str, count: int) -> list[Publication]:
    """So many publications, each on a channel of its own."""
    return [
        world.publication_on(world.channel_on(sandbox, key), f"{n} {uuid4()}") for n in range(count)
    ]


@pytest.mark.promise("P15")
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_row_at_any_place_of_a_batch_harms_nobody(
    sandbox: Sandbox, place: int, poison: str
) -> None:
    key = choice.FIRST
    rows = _some(sandbox, key, 3)
    sick = rows.pop(place)
    Publication.objects.filter(pk=sick.pk).update(**POISONS[poison])

    world.settle(*rows, rounds=3)

    assert {row.state for row in rows} == {State.LIVE}


@pytest.mark.promise("P15", "F4")
@pytest.mark.parametrize(
    "poison", ["a step that is none", "an unknown type", "a file that is none"]
)
def test_a_poisoned_row_is_set_aside_after_three_times_with_its_reason(
    sandbox: Sandbox, poison: str
) -> None:
    key = choice.FIRST
    sick = world.publication_on(world.channel_on(sandbox, key), f"Sick {uuid4()}")
    Publication.objects.filter(pk=sick.pk).update(**POISONS[poison])

    for turn in range(3):
        world.make_due(sick)
        actions.deliver(key)
        sick.refresh_from_db()
        assert (sick.state == State.REFUSED) == (turn == 2), sick.reason

    assert sick.reason.startswith("Set aside after 3")


@pytest.mark.promise("P15")
def test_a_doubt_that_cannot_be_looked_for_keeps_no_other_from_being_looked_for(
    sandbox: Sandbox,
) -> None:
    key = choice.LOOKED_AT[0]
    rows = _some(sandbox, key, 2)
    Publication.objects.update(state=State.UNSURE)
    Publication.objects.filter(pk=rows[0].pk).update(steps=[7])

    actions.look_at_doubts()

    for row in rows:
        row.refresh_from_db()
    assert [row.looks for row in rows] == [0, 1]
    assert {row.state for row in rows} == {State.UNSURE}


@pytest.mark.promise("P15", "P21")
@pytest.mark.parametrize("id", ["x" * 500, "nul\x00"])
def test_an_outcome_that_cannot_be_written_leaves_us_unsure_and_harms_nobody(
    sandbox: Sandbox, id: str
) -> None:
    key = choice.NEVER[0]
    rows = _some(sandbox, key, 2)
    claimed = claim(DUTY.begin(), key)
    receipts = {row.pk: Receipt(id=RemoteId(row.steps[0]["text"])) for row in claimed}
    receipts[rows[0].pk] = Receipt(id=RemoteId(id))

    record_patiently([(row, receipts[row.pk]) for row in claimed])

    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [State.UNSURE, State.LIVE]
