"""Signing in and the pages about oneself, in a real browser: readable by all, under the policy."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page

from antiphon.people import actions
from antiphon.people.models import Member, Role
from tests import builders as a
from tests.pages.conftest import Visiting
from tests.pages.drawing import draw

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.promise("S15"),
]
WORDS = "a-long-word-8372-of-hers"
LOGIN = "/accounts/login/?next=/accounts/email/"
PROOF = "/accounts/reauthenticate/?next=/accounts/email/"

OUTSIDE = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/",
           "inactive/", "password/reset/key/x-y/", "confirm-email/made-up/"]  # fmt: skip
ABOUT = ["email/", "password/change/", "logout/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/",
         "reauthenticate/", "2fa/webauthn/"]  # fmt: skip
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture
def ada() -> Member:
    """Somebody with a password and a proved address."""
    by = a.member(person=a.person(name="Ada", password=WORDS))
    EmailAddress.objects.create(user=by.person, email=by.person.email, primary=True, verified=True)
    return by


@schemes
def test_whoever_stands_outside_can_read_and_use_all(
    visit: Visiting, size: str, scheme: str
) -> None:
    with visit(None, size=size, scheme=scheme) as visitor:
        for path in OUTSIDE:
            page = visitor.go(f"/accounts/{path}")
            assert visitor.violations() + visitor.wrong == [], path
            assert not sideways(page), path
            draw(page, f"account-{path.strip('/').replace('/', '-')}-{size}-{scheme}")


@schemes
def test_the_pages_about_oneself_can_be_read_and_used_by_all(
    visit: Visiting, ada: Member, size: str, scheme: str
) -> None:
    with visit(None, size=size, scheme=scheme) as visitor:
        signs_in(visitor.go(LOGIN), ada)
        proves(visitor.go(PROOF))
        for path in ABOUT:
            page = visitor.go(f"/accounts/{path}")
            assert visitor.violations() + visitor.wrong == [], path
            assert not sideways(page), path
            draw(page, f"account-{path.strip('/').replace('/', '-')}-{size}-{scheme}")


def test_an_invitation_says_who_invites_to_where_and_as_what(visit: Visiting, size: str) -> None:
    lead = a.member(person=a.person(name="Grace"), workspace=a.workspace(name="Lemon & Co"))
    _, token = actions.invite("ada@example.org", Role.EDITOR, by=lead)
    with visit(None, size=size) as visitor:
        page = visitor.go(f"/invitations/{token.reveal()}/")
        told = page.locator(".invited").inner_text()

        assert token.reveal() not in page.url
        assert all(word in told for word in ("Grace", "Lemon & Co", "Editor", "ada@example.org"))
        assert page.get_by_label("Email").input_value() == "ada@example.org"
        assert visitor.violations() == []


def test_what_is_wrong_stands_at_its_field(visit: Visiting, size: str) -> None:
    with visit(None, size=size) as visitor:
        page = visitor.go("/accounts/login/")
        page.get_by_label("Email").fill("ada@example.org")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in", exact=True).click()

        page.get_by_role("alert").first.wait_for()
        assert page.get_by_label("Email").input_value() == "ada@example.org"
        assert visitor.violations() == []


def test_a_passkey_is_added_and_opens_the_door(visit: Visiting, ada: Member) -> None:
    with visit(None) as visitor:
        page = visitor.go(LOGIN)
        has_a_passkey(page)
        signs_in(page, ada)
        proves(visitor.go(PROOF))
        visitor.go("/accounts/2fa/webauthn/add/")
        page.get_by_label("Passwordless").check()
        page.get_by_role("button", name="Add").click()
        page.wait_for_url("**/2fa/recovery-codes/**")
        assert visitor.violations() == []

        visitor.go("/accounts/logout/").get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/accounts/login/**")
        visitor.go(LOGIN).get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/accounts/email/")


def test_no_passkey_is_said_in_words(visit: Visiting) -> None:
    with visit(None) as visitor:
        page = visitor.go("/accounts/login/")
        page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()); }")
        page.get_by_role("button", name="Sign in with a passkey").click()

        assert "No passkey was used" in page.locator("passkey-trouble [role=alert]").inner_text()


def signs_in(page: Page, by: Member) -> None:
    """With address and password."""
    page.get_by_label("Email").fill(by.person.email)
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/accounts/email/")


def proves(page: Page) -> None:
    """Once more, that it is still them."""
    page.locator("input[type=password]").fill(WORDS)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_load_state()


def has_a_passkey(page: Page) -> None:
    """A device that keeps keys and always says yes."""
    devices: Any = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True}},
    )  # fmt: skip


def sideways(page: Page) -> bool:
    """Whether one would have to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
