"""From an invitation's link to a place in the workspace."""

import re

import pytest
from django.core import mail
from django.test import Client

from antiphon.people import actions, queries
from antiphon.people.models import Member, Person, Role
from tests import builders as a

pytestmark = [pytest.mark.django_db, pytest.mark.promise("W4")]

WORDS = "a-long-word-8372-of-hers"


def sign_up(client: Client, email: str) -> None:
    client.post("/accounts/signup/", {"email": email, "password1": WORDS, "password2": WORDS})


def confirm(client: Client) -> None:
    link = re.search(r"(/accounts/confirm-email/\S+)", str(mail.outbox[-1].body))
    assert link
    client.post(link[1])


@pytest.fixture
def link() -> str:
    """What stands in the mail to Ada."""
    _, token = actions.invite("ada@example.org", Role.EDITOR, by=a.member())
    return f"/invitations/{token.reveal()}/"


def test_who_was_invited_signs_up_proves_the_address_and_is_in(client: Client, link: str) -> None:
    assert client.get(link).headers["Location"] == "/accounts/signup/"
    sign_up(client, "ada@example.org")
    assert not Member.objects.filter(person__email="ada@example.org").exists()
    confirm(client)
    client.post("/accounts/login/", {"login": "ada@example.org", "password": WORDS})

    ada = Person.objects.get(email="ada@example.org")
    assert [member.role for member in queries.memberships(ada)] == [Role.EDITOR]
    assert client.get(link).status_code == 403


def test_an_invitation_is_not_for_another_address(client: Client, link: str) -> None:
    client.get(link)
    sign_up(client, "eve@example.org")

    assert not Person.objects.filter(email="eve@example.org").exists()


@pytest.mark.promise("K1")
def test_the_session_does_not_remember_the_token(client: Client, link: str) -> None:
    client.get(link)

    assert link.split("/")[2] not in str(dict(client.session))


def test_a_link_that_was_made_up_opens_nothing(client: Client) -> None:
    assert client.get("/invitations/made-up/").status_code == 403
