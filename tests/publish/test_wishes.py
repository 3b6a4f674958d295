"""The hour that a post asks for while people still have to agree."""

from datetime import datetime, time, timedelta

import pytest

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import Moment, resolve
from antiphon.people import actions as people
from antiphon.people.models import Approval, Member
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.publish.agenda import actions
from antiphon.publish.models import Publication, Wish
from antiphon.publish.states import State, Wished
from antiphon.work import clock
from tests import builders as a

pytestmark = pytest.mark.django_db


def in_days(days: int) -> Moment:
    """Noon in Berlin, some days from now."""
    day = (clock.now() + timedelta(days=days)).date()
    return resolve(datetime.combine(day, time(12)), "Europe/Berlin")


def written(by: Member) -> Post:
    return plan.draft(by, text="Cold drinks", title="Drinks")


@pytest.fixture
def by() -> Member:
    """An author where one other person must agree."""
    return a.member(workspace=a.workspace(approval=Approval.ONE))


def test_where_nobody_must_agree_a_wish_is_granted_at_once() -> None:
    by = a.member()
    post, channel, at = written(by), a.channel(workspace=by.workspace), in_days(2)

    wish = actions.ask_for(by, post, [channel], at=at)

    row = Publication.objects.get(post=post)
    assert (wish.state, row.planned_at, row.zone) == (Wished.GRANTED, at.instant, "Europe/Berlin")


def test_a_post_that_waits_for_a_word_keeps_its_hour_until_it_has_it(by: Member) -> None:
    post, channel, at = written(by), a.channel(workspace=by.workspace), in_days(2)
    actions.ask_for(by, post, [channel], at=at)
    assert actions.grant_approved() == 0

    plan.approve(a.member(workspace=by.workspace), post)
    assert (actions.grant_approved(), actions.grant_approved()) == (1, 0)

    row = Publication.objects.get(post=post)
    assert (row.planned_at, row.by) == (at.instant, by)


def test_another_hour_voids_no_word(by: Member) -> None:
    post, channel = written(by), a.channel(workspace=by.workspace)
    actions.ask_for(by, post, [channel], at=in_days(2))
    plan.approve(a.member(workspace=by.workspace), post)

    actions.ask_for(by, post, at=in_days(3))

    assert Publication.objects.get(post=post).planned_at == in_days(3).instant


def test_an_hour_that_passed_meanwhile_is_for_a_person(by: Member) -> None:
    post, channel = written(by), a.channel(workspace=by.workspace)
    wish = actions.ask_for(by, post, [channel], at=in_days(2))
    plan.approve(a.member(workspace=by.workspace), post)
    Wish.objects.update(planned_at=clock.now() - timedelta(hours=2))

    actions.grant_approved()

    wish.refresh_from_db()
    assert (wish.state, Publication.objects.count()) == (Wished.FAILED, 0)
    assert "passed" in wish.reason


def test_an_hour_within_the_grace_goes_out_now(by: Member) -> None:
    post, channel = written(by), a.channel(workspace=by.workspace)
    actions.ask_for(by, post, [channel], at=in_days(2))
    plan.approve(a.member(workspace=by.workspace), post)
    Wish.objects.update(planned_at=clock.now() - timedelta(minutes=20))

    actions.grant_approved()

    due = Publication.objects.get(post=post).due_at
    assert due is not None
    assert due <= clock.now()


def test_who_may_not_any_more_is_granted_nothing(by: Member) -> None:
    lead = a.member(workspace=by.workspace)
    post, channel = written(by), a.channel(workspace=by.workspace)
    wish = actions.ask_for(by, post, [channel], at=in_days(2))
    plan.approve(a.member(workspace=by.workspace), post)
    people.remove(by, by=lead)

    actions.grant_approved()

    wish.refresh_from_db()
    assert (wish.state, Publication.objects.count()) == (Wished.FAILED, 0)


def test_a_wish_for_the_queue_takes_a_free_slot_from_its_day_on() -> None:
    by = a.member()
    channel = a.channel(workspace=by.workspace, time_zone="UTC")
    plan.set_slots(by, channel, [(day, time(9)) for day in range(7)])

    actions.ask_for(by, written(by), [channel], at=in_days(5), queue=True)

    row = Publication.objects.get()
    assert row.floating
    assert row.state == State.WAITING
    assert row.planned_at > in_days(5).instant


def test_what_is_asked_for_can_be_taken_back_and_asked_again(by: Member) -> None:
    post, channel = written(by), a.channel(workspace=by.workspace)
    actions.ask_for(by, post, [channel], at=in_days(2))

    before = actions.take_back(by, post)

    assert before is not None
    assert before.planned_at == in_days(2).instant
    assert actions.take_back(by, post) is None
    with pytest.raises(BadInputError, match="Nobody would hear"):
        actions.ask_for(by, post, at=in_days(2))


@pytest.mark.promise("W1")
def test_nothing_of_others_is_asked_for(by: Member) -> None:
    with pytest.raises(NotHereError):
        actions.ask_for(by, written(by), [a.channel().pk])
    with pytest.raises(NotHereError):
        actions.ask_for(by, a.post().pk, [a.channel(workspace=by.workspace)])
