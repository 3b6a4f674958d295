"""Approvals: what waits for whom, what changed, and a word that counts for what was seen."""

from typing import Any

import pytest
from django.test import Client

from antiphon.people.models import Approval, Guest, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.models import Post, SharedView
from antiphon.plan.states import State
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
WRONG = "0" * 64


@pytest.fixture
def by() -> Member:
    """Who may agree."""
    return a.member(workspace=a.workspace(approval=Approval.ONE), person=a.person(name="Mira"))


def asked(by: Member, text: str = "Lemon or lime?") -> Post:
    editor = a.member(workspace=by.workspace, role=Role.EDITOR, person=a.person(name="Jonas"))
    return plan.submit(editor, plan.draft(editor, text=text, title=text[:20]))


def case(page: Client, by: Member, post: Post) -> str:
    return page.get(at(by, f"approvals/{post.pk}/case")).content.decode()


def digest_in(shown: str) -> str:
    return shown.split('name="digest" value="')[1].split('"', maxsplit=1)[0]


def test_a_case_says_why_it_came_and_what_was_checked(page: Client, by: Member) -> None:
    a.channel(workspace=by.workspace)
    shown = case(page, by, asked(by))

    assert "Jonas" in shown
    assert "You may agree to posts here" in shown
    assert "Nothing stands against it on" in shown
    assert "Nothing of it was agreed on before" in shown


def test_a_changed_post_is_held_against_what_was_agreed_on(page: Client, by: Member) -> None:
    a.channel(workspace=by.workspace)
    post = asked(by)
    plan.approve(by, post)
    post.refresh_from_db()
    editor = post.author
    assert editor
    plan.submit(editor, plan.edit(editor, post, post.version, text="Lemon or mint?"))
    shown = case(page, by, post)

    assert "<del>lime</del>" in shown
    assert "<ins>mint</ins>" in shown


def test_agreeing_leads_to_the_next(page: Client, by: Member) -> None:
    first, second = asked(by, "One"), asked(by, "Two")
    given = {"digest": digest_in(case(page, by, second))}
    answer = page.post(at(by, f"approvals/{second.pk}/approve"), given)

    assert answer.headers["Location"].endswith(f"/approvals/{first.pk}")
    second.refresh_from_db()
    assert second.state == State.APPROVED


@pytest.mark.promise("W3")
def test_nobody_agrees_to_what_they_have_not_seen(page: Client, by: Member) -> None:
    post = asked(by)
    answer = page.post(at(by, f"approvals/{post.pk}/approve"), {"digest": WRONG})
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.content.decode()

    post.refresh_from_db()
    assert post.state == State.REVIEW


def test_giving_back_wants_a_word_and_loses_nothing(page: Client, by: Member) -> None:
    a.channel(workspace=by.workspace)
    post = asked(by)
    given = {"digest": digest_in(case(page, by, post)), "words": " "}
    address = at(by, f"approvals/{post.pk}/return")
    answer = page.post(address, given)
    assert answer.status_code == 422
    assert "Say what should change" in answer.content.decode()

    page.post(address, given | {"words": "Name the shop."})
    post.refresh_from_db()
    assert (post.state, post.reviews.get().note) == (State.DRAFT, "Name the shop.")
    assert "One" not in page.get(at(by, "approvals/")).content.decode()


def test_a_remark_decides_nothing(page: Client, by: Member) -> None:
    post = asked(by)
    page.post(at(by, f"approvals/{post.pk}/say"), {"text": "<b>Which shop?</b>"})
    shown = case(page, by, post)

    assert "&lt;b&gt;Which shop?" in shown
    assert page.post(at(by, f"approvals/{post.pk}/say"), {"text": " "}).status_code == 422


def test_somebody_outside_is_asked_by_a_link_that_is_shown_once(page: Client, by: Member) -> None:
    post = asked(by)
    given = {"name": "Ida", "email": "ida@example.org"}
    shown = page.post(at(by, f"approvals/{post.pk}/invite"), given).content.decode()
    assert "/r/" in shown
    link = "/r/" + shown.split("/r/")[1].split('"')[0]
    assert Client().get(link).status_code == 200
    assert link not in case(page, by, post)

    page.post(at(by, f"approvals/links/{SharedView.objects.get().pk}/revoke"))
    assert Client().get(link).status_code == 404


def test_a_wrong_address_invites_nobody(page: Client, by: Member) -> None:
    given = {"name": "Ida", "email": "ida"}
    answer = page.post(at(by, f"approvals/{asked(by).pk}/invite"), given)

    assert "is no e-mail address" in answer.content.decode()
    assert not Guest.objects.exists()


@pytest.mark.parametrize("amount", [1, 40])
def test_list_and_case_ask_as_much_for_many_as_for_few(
    page: Client, by: Member, amount: int, django_assert_max_num_queries: Any
) -> None:
    post = asked(by)
    for number in range(amount):
        asked(by, f"Number {number}")
        a.channel(workspace=by.workspace)
    with django_assert_max_num_queries(12):
        page.get(at(by, f"approvals/{post.pk}"))
    with django_assert_max_num_queries(25):
        case(page, by, post)
