"""A review does not wait for ever, and everybody knows why it came to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions
from antiphon.plan.models import Nudge, Post
from antiphon.plan.outside import actions as outside
from antiphon.plan.outside import queries
from antiphon.plan.states import State
from antiphon.work import clock
from tests import builders as a

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=3)


def handed_in(approval: Approval = Approval.ONE) -> tuple[Post, Member, Member, Member]:
    workspace = a.workspace(approval=approval)
    author = a.member(workspace=workspace, role=Role.EDITOR)
    ann, ben = (a.member(workspace=workspace, role=Role.APPROVER) for _ in range(2))
    post = actions.draft(author, text="Hi\r\nBcc: all@example.org")
    return actions.submit(author, post, until=clock.now() + SOON), author, ann, ben


def late(post: Post, name: str) -> None:
    Post.objects.filter(pk=post.pk).update(**{name: clock.now() - timedelta(seconds=1)})


def told() -> list[str]:
    outside.tell_nudges()
    return [to for letter in mail.outbox for to in letter.to]


def test_nobody_agreed_in_time_and_the_author_hears_of_it() -> None:
    post, author, _ann, _ben = handed_in()
    assert outside.end_reviews() == 0
    late(post, "review_until")

    assert (outside.end_reviews(), outside.end_reviews()) == (1, 0)

    post.refresh_from_db()
    assert (post.state, post.review_until) == (State.DRAFT, None)
    assert told() == [author.person.email]
    assert "Nothing went out" in mail.outbox[0].body
    assert "\n" not in mail.outbox[0].subject


def test_what_was_approved_in_time_stays_approved() -> None:
    post, _author, ann, _ben = handed_in()
    post = actions.approve(ann, post)

    assert (post.review_until, outside.end_reviews()) == (None, 0)


def test_others_are_asked_when_the_first_do_not_answer() -> None:
    post, author, ann, ben = handed_in()
    outside.ask(author, post, [ann], "Today, please")
    assert "asked for your word" in queries.why(ann, post)
    late(post, "escalate_at")

    assert (outside.escalate(), outside.escalate()) == (1, 0)

    assert told() == [ann.person.email, ben.person.email]
    assert "has not answered yet" in queries.why(ben, post)
    assert "One more yes" in queries.why(ben, post)
    assert "They write: Today, please" in mail.outbox[0].body


def test_who_was_not_asked_knows_why_it_is_there_all_the_same() -> None:
    post, _author, ann, _ben = handed_in()

    assert queries.why(ann, post).startswith("You may agree to posts here")


def test_who_may_not_agree_is_not_asked() -> None:
    post, author, _ann, _ben = handed_in()

    with pytest.raises(BadInputError):
        outside.ask(author, post, [author])


def test_a_time_that_has_passed_is_refused() -> None:
    author = a.member(workspace=a.workspace(approval=Approval.ONE))
    post = actions.draft(author, text="Hi")

    with pytest.raises(BadInputError, match="passed already"):
        actions.submit(author, post, until=clock.now() - SOON)


def test_a_mail_that_cannot_leave_is_tried_again_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post, author, ann, _ben = handed_in()
    outside.ask(author, post, [ann])

    def away(*_given: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("antiphon.plan.outside.mail.EmailMessage.send", away)
    for _ in range(20):
        outside.tell_nudges()
        Nudge.objects.exclude(due_at=None).update(due_at=clock.now())

    row = Nudge.objects.get()
    assert (row.tries, row.due_at, row.told_at) == (8, None, None)


def test_a_mail_whose_reason_is_gone_does_not_leave() -> None:
    post, author, ann, ben = handed_in()
    outside.ask(author, post, [ann])
    actions.approve(ben, post)

    assert told() == []
