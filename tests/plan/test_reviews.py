"""Agreeing to a post, and to nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Approval, Member, Role
from antiphon.people.policy import Engine, Refused
from antiphon.plan import actions, queries
from antiphon.plan.errors import NotNowError
from antiphon.plan.models import Post
from antiphon.plan.states import State
from antiphon.work import clock
from tests import builders as a

pytestmark = pytest.mark.django_db


def rule_of(post: Post) -> str:
    """What stands in the way of this post, in one word."""
    found = queries.hindrance(post)
    return found.rule if found else ""


def team(approval: Approval, needed: int = 1, approvers: int = 3) -> tuple[Member, list[Member]]:
    """An author, and as many who may agree."""
    workspace = a.workspace(approval=approval, approvals_needed=needed)
    author = a.member(workspace=workspace, role=Role.EDITOR)
    return author, [a.member(workspace=workspace, role=Role.APPROVER) for _ in range(approvers)]


def handed_in(author: Member) -> Post:
    return actions.submit(author, actions.draft(author, text="Hi"))


def test_where_nobody_must_agree_handing_in_approves() -> None:
    author, _approvers = team(Approval.NONE)
    post = handed_in(author)

    assert post.state == State.APPROVED
    assert queries.hindrance(post) is None


def test_one_word_is_enough_where_one_is_asked_for() -> None:
    author, (ann, *_others) = team(Approval.ONE)
    post = handed_in(author)
    assert post.state == State.REVIEW

    post = actions.approve(ann, post, "Good.")

    assert (post.state, queries.hindrance(post)) == (State.APPROVED, None)


@pytest.mark.parametrize(("needed", "words"), [(1, 2), (2, 2), (3, 3)])
def test_several_means_at_least_two(needed: int, words: int) -> None:
    author, approvers = team(Approval.SEVERAL, needed)
    post = handed_in(author)

    states = [actions.approve(by, post).state for by in approvers[:words]]

    assert states == [State.REVIEW] * (words - 1) + [State.APPROVED]


def test_the_same_person_counts_once() -> None:
    author, (ann, *_others) = team(Approval.SEVERAL, 2)
    post = handed_in(author)
    actions.approve(ann, post)

    assert actions.approve(ann, post).state == State.REVIEW


def test_nobody_approves_what_they_wrote() -> None:
    _author, (ann, *_others) = team(Approval.ONE)

    with pytest.raises(Refused, match="ask somebody else"):
        actions.approve(ann, handed_in(ann))


def test_nobody_approves_what_they_edited_last() -> None:
    author, (ann, ben, *_others) = team(Approval.ONE)
    post = actions.draft(author, text="Hi")
    post = actions.submit(author, actions.edit(ann, post, 1, text="Ho"))

    with pytest.raises(Refused):
        actions.approve(ann, post)
    assert actions.approve(ben, post).state == State.APPROVED


def test_a_program_cannot_agree() -> None:
    author, _approvers = team(Approval.ONE)

    with pytest.raises(Refused, match="Only a person"):
        actions.approve(Engine(author.workspace), handed_in(author))


@pytest.mark.promise("P11")
def test_words_on_an_older_text_do_not_count() -> None:
    author, (ann, ben, *_others) = team(Approval.SEVERAL, 2)
    post = handed_in(author)
    actions.approve(ann, post)
    post = actions.edit(author, post, 1, text="Something else")
    post = actions.submit(author, post)

    assert actions.approve(ben, post).state == State.REVIEW


def test_a_refusal_sends_it_back_and_must_say_why() -> None:
    author, (ann, *_others) = team(Approval.ONE)
    post = handed_in(author)

    with pytest.raises(BadInputError, match="Say what should change"):
        actions.refuse(ann, post, " ")
    post = actions.refuse(ann, post, "Too loud.")

    assert post.state == State.DRAFT
    assert queries.reviews(post).get().note == "Too loud."


def test_a_word_ends_and_with_it_the_approval() -> None:
    author, (ann, *_others) = team(Approval.ONE)
    post = handed_in(author)
    post = actions.approve(ann, post, ends_at=clock.now() + timedelta(days=1))
    assert queries.hindrance(post) is None

    post.reviews.update(ends_at=clock.now() - timedelta(seconds=1))

    assert rule_of(post) == "ended"


def test_the_word_of_somebody_who_left_does_not_count() -> None:
    author, (ann, *_others) = team(Approval.ONE)
    post = actions.approve(ann, handed_in(author))
    ann.move(left_at=clock.now())

    assert rule_of(post) == "ended"


def test_only_what_waits_can_be_agreed_to() -> None:
    author, (ann, *_others) = team(Approval.ONE)

    with pytest.raises(NotNowError):
        actions.approve(ann, actions.draft(author, text="Hi"))


def test_a_reviewer_sees_what_waits_for_them() -> None:
    author, (ann, ben, *_others) = team(Approval.SEVERAL, 2)
    post = handed_in(author)
    mine = handed_in(ann)
    actions.approve(ben, post)

    assert list(queries.waiting_for(ann)) == [post]
    assert list(queries.waiting_for(ben)) == [mine]
    assert list(queries.waiting_for(a.member())) == []


def test_asking_what_waits_costs_the_same_for_many(django_assert_max_num_queries: Any) -> None:
    author, (ann, *_others) = team(Approval.SEVERAL, 2)
    for _ in range(8):
        handed_in(author)

    with django_assert_max_num_queries(2):
        assert queries.waiting_for(ann).count() == 8
