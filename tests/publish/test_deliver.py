import pytest

from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from tests.publish import world

pytestmark = pytest.mark.django_db


@pytest.mark.promise("P1", "P2")
@pytest.mark.parametrize("key", world.NETWORKS)
def test_a_due_publication_goes_live_once(sandbox: Sandbox, key: str) -> None:
    text = f"Once on {key}, and never twice."
    row = world.publication_on(world.channel_on(sandbox, key), text)

    world.settle(row)

    assert (row.state, row.reason) == (State.LIVE, "")
    assert world.shown(sandbox, key, text) == 1
    assert row.remote_id
    assert row.url
