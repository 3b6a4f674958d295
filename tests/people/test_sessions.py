"""Signing in, and what the table of sessions is worth to a thief."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests import builders as a

pytestmark = pytest.mark.django_db


@pytest.mark.promise("S32")
@pytest.mark.promise("K1", "K2")
def test_the_table_holds_no_key_with_which_one_could_sign_in(client: Client) -> None:
    client.force_login(a.person())
    key = client.cookies["antiphon"].value
    stored = Session.objects.get().session_key

    assert key != stored
    thief = Client(headers={"cookie": f"antiphon={stored}"})
    assert not thief.session.get("_auth_user_id")
    assert client.session["_auth_user_id"]


def test_signing_out_ends_the_session(client: Client) -> None:
    client.force_login(a.person())

    client.logout()

    assert not Session.objects.exists()


@pytest.mark.promise("W4")
def test_nobody_signs_up_who_was_not_invited(client: Client) -> None:
    answer = client.get("/accounts/signup/")

    assert b"By invitation only" in answer.content


def test_the_sign_in_page_lets_nothing_foreign_in(client: Client) -> None:
    answer = client.get("/accounts/login/")

    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Request-Id"]


def test_guessing_a_password_is_stopped_after_a_few_tries(client: Client) -> None:
    a.person(email="ada@example.org", password="the-right-one-4711")
    guess = {"login": "ada@example.org", "password": "wrong"}

    answers = [client.post("/accounts/login/", guess) for _ in range(8)]
    right = client.post("/accounts/login/", guess | {"password": "the-right-one-4711"})

    assert b"Too many failed" in answers[-1].content
    assert "_auth_user_id" not in client.session
    assert right.status_code == 200
