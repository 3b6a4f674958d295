"""Talking about a post: who, about which version, to whom, and whether it is dealt with."""

import pytest

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Role
from antiphon.plan import actions as plan
from antiphon.plan.desk import actions, queries
from tests import builders as a

pytestmark = pytest.mark.django_db


def test_a_remark_speaks_of_the_version_that_was_seen() -> None:
    by = a.member()
    post = plan.draft(by, text="First")

    early = actions.say(by, post, "Too short")
    plan.edit(by, post, 1, text="Second")
    late = actions.say(by, post, "Better", about=early)

    assert [(one.version, one.about) for one in queries.comments(post)] == [(1, None), (2, early)]
    assert late.author == by


def test_a_client_remarks_and_an_answer_to_an_answer_stays_in_the_thread() -> None:
    client = a.member(role=Role.CLIENT)
    post = a.post(workspace=client.workspace)
    first = actions.say(client, post, "May we see another picture?")

    answer = actions.say(client, post, "Or none?", about=first)
    third = actions.say(client, post, "Please", about=answer)

    assert third.about == first


def test_a_name_calls_a_member_and_nobody_else() -> None:
    by = a.member()
    anna = a.member(workspace=by.workspace, person=a.person(name="Anna Schmidt"))
    a.member(workspace=by.workspace, person=a.person(name="Anna"))
    post = a.post(workspace=by.workspace)

    called = actions.say(by, post, "What do you think, @Anna Schmidt?").mentions
    short = actions.say(by, post, "mail@annaschmidt and @annaschmidtova").mentions

    assert anna.pk in called
    assert short == []
    assert [one.text for one in queries.calls(anna)] == ["What do you think, @Anna Schmidt?"]


def test_members_can_be_found_by_how_their_name_begins() -> None:
    by = a.member(person=a.person(name="Zoë Ortiz", email="zo@example.org"))

    assert queries.to_call(by.workspace, "@zo") == [by]
    assert queries.to_call(by.workspace, "x") == []


def test_a_resolved_remark_can_be_opened_again() -> None:
    by = a.member()
    post = a.post(workspace=by.workspace)
    remark = actions.say(by, post, "Too long")

    done = actions.resolve_comment(by, remark)
    assert (done.resolved_by, queries.open_remarks([post])) == (by, {})

    actions.reopen_comment(by, remark)
    assert queries.open_remarks([post]) == {post.pk: 1}


def test_a_remark_that_says_nothing_is_refused() -> None:
    by = a.member()

    for text in (" ", "x" * 5001, "a\x07b"):
        with pytest.raises(BadInputError):
            actions.say(by, a.post(workspace=by.workspace), text)


@pytest.mark.promise("W1")
def test_a_post_of_others_is_not_talked_about() -> None:
    by, other = a.member(), a.member()
    theirs = actions.say(other, a.post(workspace=other.workspace), "Ours")

    with pytest.raises(NotHereError):
        actions.say(by, theirs.post_id, "Hello")
    with pytest.raises(NotHereError):
        actions.resolve_comment(by, theirs.pk)
    mine = actions.say(by, a.post(workspace=by.workspace), "Mine")
    with pytest.raises(BadInputError):
        actions.say(by, a.post(workspace=by.workspace), "Hello", about=mine)
