"""The plan as people look at it: one chip for a post on several channels, and moving it about."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import resolve
from antiphon.people.models import Member, Role
from antiphon.people.policy import Refused
from antiphon.plan import actions as plan
from antiphon.plan.errors import NotNowError
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.agenda.actions.wishes import ask_for
from antiphon.publish.calendar import actions, queries
from antiphon.publish.calendar.hours import Aim
from antiphon.publish.calendar.queries import Much
from antiphon.publish.calendar.values import Plan, Span, Wanted
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a

pytestmark = pytest.mark.django_db
ZONE = "Europe/Berlin"
YEAR = datetime.now(UTC).year + 1
"""Nothing is planned for the past, nor for more than two years ahead."""


def wall(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """As a clock on the wall shows it."""
    return datetime.combine(date(YEAR, month, day), time(hour, minute))


def last_sunday(month: int) -> date:
    """When clocks change in Berlin."""
    last = date(YEAR, month, 31)
    return last - timedelta((last.weekday() + 1) % 7)


SPRING, AUTUMN = last_sunday(3), last_sunday(10)


@pytest.fixture
def by() -> Member:
    return a.member(workspace=a.workspace(time_zone=ZONE))


def planned(by: Member, at: datetime, *, on: int = 1, **given: Any) -> Post:
    """A post on so many channels at one hour of the wall in Berlin."""
    moment = resolve(at, ZONE, 0)
    facts: dict[str, Any] = {
        "due_at": moment.instant,
        "wall": at.replace(tzinfo=UTC),
        "zone": ZONE,
    } | given
    post = facts.pop("post", None) or a.post(workspace=by.workspace, state=PostState.APPROVED)
    for _ in range(on):
        channel = a.channel(workspace=by.workspace)
        Publication.objects.create(
            workspace=by.workspace, post=post, channel=channel, network=channel.network,
            planned_at=moment.instant, steps=[{"text": post.text}], digest="0" * 64,
            made_at=clock.now(), **facts,
        )  # fmt: skip
    return post


def month(by: Member, year: int, of: int, **how: Any) -> Plan:
    first = date(year, of, 1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    return queries.sight(by.workspace, Span(first, last, ZONE), **how).plan


def instants(post: Post) -> set[datetime]:
    return set(post.publications.values_list("planned_at", flat=True))


def test_one_chip_stands_for_a_post_on_several_channels(by: Member) -> None:
    post = planned(by, wall(5, 7, 9, 30), on=3)

    (chip,) = month(by, YEAR, 5).chips
    assert (chip.post, chip.day, chip.size, chip.state) == (post.pk, date(YEAR, 5, 7), 3, "waiting")


def test_of_a_full_day_three_are_told_and_the_rest_is_counted(by: Member) -> None:
    for minute in range(5):
        planned(by, wall(5, 7, 9, minute))

    shown = month(by, YEAR, 5)
    assert (len(shown.chips), shown.of_day) == (3, {date(YEAR, 5, 7): 5})
    assert shown.counts == {State.WAITING: 5}


def test_what_went_wrong_is_never_among_the_rest(by: Member) -> None:
    for minute in range(3):
        planned(by, wall(5, 7, 9, minute))
    failed = planned(by, wall(5, 7, 22), state=State.REFUSED, due_at=None)

    assert failed.pk in {chip.post for chip in month(by, YEAR, 5).chips}


def test_a_day_is_a_day_of_the_wall(by: Member) -> None:
    planned(by, wall(3, 29, 23, 59))
    planned(by, wall(3, 30, 0, 0))

    assert [chip.day.day for chip in month(by, YEAR, 3).chips] == [29, 30]


@pytest.mark.promise("W1")
def test_no_other_workspace_is_told(by: Member) -> None:
    planned(a.member(), wall(5, 7, 9))

    assert month(by, YEAR, 5).chips == ()


def test_it_can_be_asked_for_a_part_of_it(by: Member) -> None:
    mine = planned(by, wall(5, 7, 9))
    planned(by, wall(5, 8, 9))
    channel = mine.publications.get().channel_id

    told = month(by, YEAR, 5, wanted=Wanted(channels=(channel,)))
    assert [chip.post for chip in told.chips] == [mine.pk]
    assert month(by, YEAR, 5, wanted=Wanted(states=("live",))).chips == ()


def test_a_post_under_review_stands_at_the_hour_that_it_asks_for(by: Member) -> None:
    by.workspace.approval = "one"
    by.workspace.save()
    post = a.post(workspace=by.workspace, author=by)
    ask_for(by, post, [a.channel(workspace=by.workspace)], at=resolve(wall(5, 7, 9), ZONE))

    (chip,) = month(by, YEAR, 5).chips
    assert (chip.post, chip.state, chip.publication) == (post.pk, "review", None)
    actions.move(by, post.pk, chip.at, Aim(date(YEAR, 5, 9), ZONE))
    assert [chip.day.day for chip in month(by, YEAR, 5).chips] == [9]


@pytest.mark.promise("T1")
@pytest.mark.parametrize(
    ("day", "to"),
    [
        (SPRING - timedelta(2), SPRING + timedelta(3)),
        (AUTUMN + timedelta(1), AUTUMN - timedelta(2)),
    ],
)
def test_a_move_across_the_change_of_clocks_keeps_the_minute_on_the_wall(
    by: Member, day: date, to: date
) -> None:
    post = planned(by, datetime.combine(day, time(9, 30)), on=2)
    before = instants(post)
    kept = actions.move(by, post.pk, before.copy().pop(), Aim(to, ZONE))

    assert instants(post) == {resolve(datetime.combine(to, time(9, 30)), ZONE).instant}
    actions.undo(by, kept)
    assert instants(post) == before


def test_a_minute_that_does_not_exist_is_refused_with_words(by: Member) -> None:
    post = planned(by, datetime.combine(SPRING - timedelta(1), time(2, 30)))
    before = instants(post)

    with pytest.raises(BadInputError, match="does not exist"):
        actions.move(by, post.pk, before.copy().pop(), Aim(SPRING, ZONE))
    assert instants(post) == before


def test_a_move_keeps_the_clock_on_which_the_hour_was_chosen(by: Member) -> None:
    tokyo = resolve(wall(3, 28, 9), "Asia/Tokyo")
    post = planned(by, wall(3, 28, 1), wall=tokyo.wall.replace(tzinfo=UTC),
                   zone="Asia/Tokyo")  # fmt: skip
    actions.move(by, post.pk, tokyo.instant, Aim(date(YEAR, 4, 1), ZONE))

    assert instants(post) == {resolve(wall(4, 1, 9), "Asia/Tokyo").instant}


def test_nothing_goes_to_a_day_that_is_past(by: Member) -> None:
    post = planned(by, wall(5, 7, 9))

    with pytest.raises(BadInputError, match="is past"):
        actions.move(by, post.pk, instants(post).pop(), Aim(date(2020, 5, 7), ZONE))


@pytest.mark.parametrize(
    ("state", "says"),
    [("live", "live already"), ("held", "on hold"), ("unsure", "Nobody knows"),
     ("accepted", "has it already")],
)  # fmt: skip
def test_what_cannot_be_moved_says_why(by: Member, state: str, says: str) -> None:
    due = resolve(wall(5, 7, 9), ZONE).instant
    post = planned(by, wall(5, 7, 9), state=state,
                   due_at=due if state in {"unsure", "accepted"} else None)  # fmt: skip

    with pytest.raises(NotNowError, match=says):
        actions.move(by, post.pk, due, Aim(date(YEAR, 5, 8), ZONE))
    assert instants(post) == {due}


def test_an_analyst_moves_nothing(by: Member) -> None:
    post = planned(by, wall(5, 7, 9))
    analyst = a.member(workspace=by.workspace, role=Role.ANALYST)

    with pytest.raises(Refused):
        actions.move(analyst, post.pk, instants(post).pop(), Aim(date(YEAR, 5, 8), ZONE))


def test_a_draft_without_a_time_is_meant_for_one_and_nothing_goes_out(by: Member) -> None:
    post = plan.draft(by, text="Soon")
    a.channel(workspace=by.workspace)
    assert list(queries.tray(by.workspace)) == [post]
    kept, at = actions.place(by, post.pk, Aim(date(YEAR, 5, 7), ZONE))

    assert at == resolve(wall(5, 7, 9), ZONE).instant
    (chip,) = month(by, YEAR, 5).chips
    assert (chip.state, instants(post), list(queries.tray(by.workspace))) == ("draft", set(), [])
    actions.undo(by, actions.move(by, post.pk, at, Aim(date(YEAR, 5, 9), ZONE)))
    assert [chip.at for chip in month(by, YEAR, 5).chips] == [at]
    actions.undo(by, kept)
    assert list(queries.tray(by.workspace)) == [post]


def test_an_approved_post_without_a_time_is_planned(by: Member) -> None:
    post = plan.submit(by, plan.draft(by, text="Soon"))
    a.channel(workspace=by.workspace)
    kept, at = actions.place(by, post.pk, Aim(date(YEAR, 5, 7), ZONE))

    assert instants(post) == {at}
    actions.undo(by, kept)
    assert [row.state for row in post.publications.all()] == [State.CANCELLED]
    assert list(queries.tray(by.workspace)) == [post]


def test_where_it_goes_is_never_guessed(by: Member) -> None:
    post = plan.submit(by, plan.draft(by, text="Soon"))
    for _ in range(2):
        a.channel(workspace=by.workspace)

    with pytest.raises(BadInputError, match="choose its channels"):
        actions.place(by, post.pk, Aim(date(YEAR, 5, 7), ZONE))


def test_out_of_the_calendar_and_back_at_its_hour(by: Member) -> None:
    post = plan.submit(by, plan.draft(by, text="Soon"))
    planned(by, wall(5, 7, 9), on=2, post=post)
    kept = actions.unplan(by, post.pk, instants(post).pop())
    assert (month(by, YEAR, 5).chips, list(queries.tray(by.workspace))) == ((), [post])

    actions.undo(by, kept)
    assert [chip.size for chip in month(by, YEAR, 5).chips] == [2]


def test_free_times_are_weekly_times_that_nothing_has_taken(by: Member) -> None:
    channel = a.channel(workspace=by.workspace, time_zone=ZONE)
    plan.set_slots(by, channel, [(date(YEAR, 5, 7).weekday(), time(17, 30))])
    post = planned(by, wall(5, 7, 17, 30))
    post.publications.update(channel=channel)

    two_weeks = Span(date(YEAR, 5, 5), date(YEAR, 5, 18), ZONE)
    (found,) = queries.sight(by.workspace, two_weeks).free
    assert (found.channel, found.at.wall) == (channel.pk, wall(5, 14, 17, 30))


def test_a_page_of_a_long_list(by: Member) -> None:
    for minute in range(5):
        planned(by, wall(5, 7, 9, minute))

    told = month(by, YEAR, 5, much=Much(a_day=100, most=2, skip=2))
    assert [chip.at.minute for chip in told.chips] == [2, 3]
