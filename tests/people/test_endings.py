"""What somebody opened ends when they may not any more, at the very next request."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from antiphon.people import actions, queries
from antiphon.people.models import Member, Person, Role
from tests import builders as a

pytestmark = [pytest.mark.django_db, pytest.mark.promise("W5", "S13")]
WORDS = "a-long-word-8372-of-hers"
NEWER = "another-word-1029-of-hers"


@pytest.fixture
def ada() -> Member:
    """Somebody with a password, an editor in a workspace of others."""
    return a.member(person=a.person(password=WORDS), role=Role.EDITOR)


@pytest.fixture
def lead(ada: Member) -> Member:
    """Who leads there."""
    return a.member(workspace=ada.workspace)


@pytest.fixture
def browser(ada: Member) -> Client:
    """Hers, signed in."""
    client = Client()
    client.force_login(ada.person)
    return client


def is_in(browser: Client) -> bool:
    """Whether the browser is still signed in: a page of theirs is shown, or the sign-in page."""
    return "login" not in browser.get("/").headers.get("Location", "")


def new_password(_lead: Member, ada: Member) -> None:
    person = Person.objects.get(pk=ada.person_id)
    person.set_password(NEWER)
    person.save()


def leaves(_lead: Member, ada: Member) -> None:
    actions.leave(ada)


def is_removed(lead: Member, ada: Member) -> None:
    actions.remove(ada, by=lead)


def loses_the_role(lead: Member, ada: Member) -> None:
    actions.change_role(ada, Role.ANALYST, by=lead)


def is_shut_out(_lead: Member, ada: Member) -> None:
    actions.shut_out(ada.person)


ENDINGS = [new_password, leaves, is_removed, loses_the_role, is_shut_out]
each = pytest.mark.parametrize("end", ENDINGS)


@each
def test_what_somebody_lost_ends_their_sessions(
    browser: Client, lead: Member, ada: Member, end: Callable[..., Any]
) -> None:
    assert is_in(browser)
    end(lead, ada)

    assert not is_in(browser)


@each
def test_what_somebody_lost_ends_their_keys(
    lead: Member, ada: Member, end: Callable[..., Any]
) -> None:
    _, secret = actions.make_key("one", ["post.read"], by=ada)
    assert actions.speaker(secret) is not None
    end(lead, ada)

    assert actions.speaker(secret) is None


@each
def test_what_stays_open_hears_of_it(lead: Member, ada: Member, end: Callable[..., Any]) -> None:
    _, secret = actions.make_key("one", ["post.read"], by=ada)
    through = actions.speaker(secret)
    assert through is not None
    assert queries.still_may(ada)
    assert queries.still_may(through)
    by = Member.objects.select_related("person").get(pk=ada.pk)
    end(lead, ada)

    assert not queries.still_may(by)
    assert not queries.still_may(through)


def test_a_revoked_key_closes_what_it_opened_and_nothing_else(ada: Member) -> None:
    row, secret = actions.make_key("one", ["post.read"], by=ada)
    through = actions.speaker(secret)
    actions.revoke_key(row, by=Member.objects.get(pk=ada.pk))

    assert through is not None
    assert not queries.still_may(through)
    assert queries.still_may(Member.objects.select_related("person").get(pk=ada.pk))


def test_more_rights_end_nothing(browser: Client, lead: Member, ada: Member) -> None:
    _, secret = actions.make_key("one", ["post.read"], by=ada)
    actions.change_role(ada, Role.MANAGER, by=lead)

    assert is_in(browser)
    assert actions.speaker(secret) is not None


def test_a_role_lost_in_one_place_ends_no_key_of_another(lead: Member, ada: Member) -> None:
    elsewhere = a.member(person=ada.person, role=Role.EDITOR)
    _, secret = actions.make_key("one", ["post.read"], by=elsewhere)
    loses_the_role(lead, ada)

    assert actions.speaker(secret) is not None


def test_who_may_sign_in_again_makes_new_keys(ada: Member) -> None:
    _, secret = actions.make_key("one", ["post.read"], by=ada)
    actions.shut_out(ada.person)
    assert not Client().login(email=ada.person.email, password=WORDS)
    actions.let_in(ada.person)

    assert actions.speaker(secret) is None
    fresh = Member.objects.get(pk=ada.pk)
    assert actions.speaker(actions.make_key("two", ["post.read"], by=fresh)[1]) is not None


def test_a_password_that_is_only_hashed_anew_ends_nothing(ada: Member) -> None:
    _, secret = actions.make_key("one", ["post.read"], by=ada)
    older = make_password(WORDS, hasher="pbkdf2_sha256")
    Person.objects.filter(pk=ada.person_id).update(password=older)
    browser = Client()
    browser.post("/accounts/login/", {"login": ada.person.email, "password": WORDS})

    assert Person.objects.get(pk=ada.person_id).password.startswith("argon2")
    assert actions.speaker(secret) is not None


def test_a_new_password_on_the_page_ends_the_other_browsers(browser: Client, ada: Member) -> None:
    other = Client()
    other.force_login(ada.person)
    form = {"oldpassword": WORDS, "password1": NEWER, "password2": NEWER}
    browser.post("/accounts/password/change/", form)

    assert Person.objects.get(pk=ada.person_id).check_password(NEWER)
    assert not is_in(other)
    assert not is_in(browser)
