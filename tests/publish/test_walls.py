"""A plan keeps the time on the wall, also when the rules of its zone change."""

from datetime import UTC, datetime, timedelta

import pytest

from antiphon.kernel.window import resolve
from antiphon.people.models import TrailLine
from antiphon.publish import actions
from antiphon.publish.models import Publication
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests.publish import choice, world

pytestmark = pytest.mark.django_db


def _planned(sandbox: Sandbox, wall: datetime, zone: str, wrong_by: timedelta) -> Publication:
    """A publication whose instant was computed by rules that are no longer those of its zone."""
    then = resolve(wall, zone, 0).instant + wrong_by
    channel = world.channel_on(sandbox, choice.FIRST)
    return world.publication_on(
        channel, due_at=then, planned_at=then, wall=wall.replace(tzinfo=UTC), zone=zone
    )


def _next_year() -> datetime:
    return datetime(clock.now().year + 1, 7, 1, 9, 30)  # noqa: DTZ001 -- on a wall


@pytest.mark.promise("T1", "F38")
def test_a_changed_rule_moves_the_instant_and_not_the_wall(sandbox: Sandbox) -> None:
    wall = _next_year()
    row = _planned(sandbox, wall, "Europe/Berlin", timedelta(hours=1))

    moved = [actions.follow_walls(), actions.follow_walls()]

    row.refresh_from_db()
    assert moved == [1, 0]
    assert row.planned_at == row.due_at == resolve(wall, "Europe/Berlin", 0).instant
    assert row.wall == wall.replace(tzinfo=UTC)
    assert "Europe/Berlin" in row.reason
    assert TrailLine.objects.filter(action="publication.change").count() == 1


@pytest.mark.promise("T1", "F38", "F41")
@pytest.mark.parametrize("day", [(2028, 2, 29), (2026, 12, 31), (2027, 1, 1), (2027, 10, 31)])
def test_a_plan_by_rules_that_stand_is_left_alone(
    sandbox: Sandbox, day: tuple[int, int, int]
) -> None:
    wall = datetime(*day, 23, 59)  # noqa: DTZ001 -- on a wall
    row = _planned(sandbox, wall, "America/Sao_Paulo", timedelta(0))

    assert actions.follow_walls() == 0
    row.refresh_from_db()
    assert row.planned_at == resolve(wall, "America/Sao_Paulo", 0).instant
