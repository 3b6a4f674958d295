"""Where and when a draft is meant for."""

import pytest

from antiphon.connect.registry import networks
from antiphon.people.models import Approval, Member
from antiphon.plan import actions as plan
from antiphon.plan.states import State as PostState
from antiphon.publish.agenda import actions, queries
from antiphon.publish.models import Publication
from antiphon.publish.states import Wished
from antiphon.tailor.choosing import tellings
from tests import builders as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Member:
    return a.member()


def test_what_a_draft_is_meant_for_sends_nothing(by: Member) -> None:
    post = plan.draft(by, text="Cold drinks")
    channel = a.channel(workspace=by.workspace)

    actions.sketch(by, post, [channel])
    plan.submit(by, post)

    assert actions.grant_approved() == 0
    assert not Publication.objects.exists()
    found = queries.meant(post)
    assert found is not None
    assert (found.state, found.named) == (Wished.SKETCHED, [channel.pk])  # type: ignore[attr-defined]


def test_a_sketch_asked_for_is_granted_like_any_wish(by: Member) -> None:
    post = plan.draft(by, text="Cold drinks", title="Drinks")
    actions.sketch(by, post, [a.channel(workspace=by.workspace)])

    assert actions.ask_for(by, post).state == Wished.GRANTED
    assert Publication.objects.filter(post=post).count() == 1


def test_what_was_asked_for_stays_asked_for_on_other_channels() -> None:
    by = a.member(workspace=a.workspace(approval=Approval.ONE))
    post = plan.draft(by, text="Cold drinks", title="Drinks")
    here, there = (a.channel(workspace=by.workspace) for _ in range(2))
    actions.ask_for(by, post, [here])

    wish = actions.sketch(by, post, [there])

    post.refresh_from_db()
    assert (wish.state, post.state) == (Wished.OPEN, PostState.REVIEW)


def network_where(*, refuses_twins: bool) -> str:
    """A network that refuses the same text twice, or one that does not."""
    return next(one.key for one in networks() if one.proof.refuses_twins == refuses_twins)


def test_a_network_that_takes_no_text_twice_is_told_before() -> None:
    by = a.member()
    careful, other = (
        a.channel(workspace=by.workspace, network=network_where(refuses_twins=twins))
        for twins in (True, False)
    )
    actions.ask_for(by, plan.draft(by, text="Cold drinks"), [careful, other])

    again = plan.draft(by, text="Cold drinks")
    told = queries.said_before(tellings(again, [careful, other]))

    assert [(one.channel, problem.rule) for one, problem in told] == [(careful, "said_before")]
    assert queries.said_before(tellings(plan.draft(by, text="Warm ones"), [careful])) == []
