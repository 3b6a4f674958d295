"""What was asked for is asked again when it is done: by whom, for which workspace."""

from uuid import uuid4

import pytest

from antiphon.people import actions as people
from antiphon.people.models import Member, Role
from antiphon.publish import actions
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.publish import choice, world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("W6")]


@pytest.fixture
def owner() -> Member:
    return a.member()


@pytest.fixture
def editor(owner: Member) -> Member:
    return a.member(workspace=owner.workspace, role=Role.EDITOR)


@pytest.fixture
def row(sandbox: Sandbox, owner: Member, editor: Member) -> Publication:
    channel = world.channel_on(sandbox, choice.FIRST, by=owner)
    return world.publication_on(channel, f"Theirs {uuid4()}", by=editor)


@pytest.mark.promise("F67")
def test_what_somebody_scheduled_who_left_since_asks_a_person(
    sandbox: Sandbox, row: Publication, owner: Member, editor: Member
) -> None:
    people.remove(editor, by=owner)

    world.settle(row)

    assert row.state == State.MISSED
    assert "may not publish here any more" in row.reason
    assert world.shown(sandbox, row.network, row.steps[0]["text"]) == 0


@pytest.mark.promise("F67")
def test_a_role_that_was_lost_is_lost_for_what_waits_too(
    row: Publication, owner: Member, editor: Member
) -> None:
    people.change_role(editor, Role.ANALYST, by=owner)

    world.settle(row)

    assert row.state == State.MISSED


def test_somebody_who_may_sends_it_in_their_own_name(
    sandbox: Sandbox, row: Publication, owner: Member, editor: Member
) -> None:
    people.remove(editor, by=owner)
    world.settle(row)

    actions.send_late(owner, row)
    world.settle(row)

    assert (row.state, row.by) == (State.LIVE, owner)
    assert world.shown(sandbox, row.network, row.steps[0]["text"]) == 1


def test_what_is_still_theirs_goes_out(row: Publication) -> None:
    world.settle(row)

    assert row.state == State.LIVE


@pytest.mark.promise("W1")
def test_a_batch_of_many_workspaces_speaks_for_each_through_its_own_channel(
    sandbox: Sandbox,
) -> None:
    key, brands = choice.FIRST, ("north", "south", "west")
    rows = [
        world.publication_on(world.channel_on(sandbox, key, handle=brand), f"{brand} {uuid4()}")
        for brand in brands
    ]
    assert len({row.workspace_id for row in rows}) == len(brands)

    world.settle(*rows)

    for brand, row in zip(brands, rows, strict=True):
        said = [post.text for post in sandbox.simulators[key].timeline(brand)]
        assert [text.startswith(brand) for text in said if text in _texts(rows)] == [True], brand
        assert row.state == State.LIVE


def _texts(rows: list[Publication]) -> set[str]:
    return {row.steps[0]["text"] for row in rows}
