"""Somebody is invited in one browser and comes in by another; and audiences find places."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page

from antiphon.people.models import Member, Role
from antiphon.tailor.models import Audience
from tests import builders as a
from tests.pages.conftest import Visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "a-long-word-8372-of-hers"


def test_somebody_is_invited_and_comes_in_with_their_role(visit: Visiting, size: str) -> None:
    lead = a.member(person=a.person(name="Grace"), workspace=a.workspace(name="Lemon & Co"))
    email = f"{size}@example.org"  # allauth mails one address only now and then
    link = invited(visit, lead, size, email)
    with visit(None, size=size) as visitor:
        page = visitor.go(link)
        page.locator("input[type=password]").first.fill(WORDS)
        if page.locator("input[type=password]").count() > 1:
            page.locator("input[type=password]").nth(1).fill(WORDS)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/confirm-email/**")
        visitor.go(mailed(r"(/accounts/confirm-email/[^\s]+)"))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        arrives(page, email)
        page.wait_for_url(f"**/w/{lead.workspace.slug}/**")
        assert visitor.violations() == []

    assert Member.objects.get(person__email=email).role == Role.EDITOR


def test_a_place_that_was_found_is_put_into_the_audience(visit: Visiting, size: str) -> None:
    by = a.member()
    with visit(by, size=size) as visitor:
        page = visitor.go("audiences/new")
        page.get_by_label("Name", exact=True).fill("Brazil")
        page.get_by_label("Find a country or a city").press_sequentially("Brazi")
        page.get_by_role("button", name="Brazil", exact=True).click()
        page.get_by_role("button", name="Keep").click()
        page.get_by_role("heading", name="Where its people are now").wait_for()

    assert Audience.objects.get().countries == ["BR"]


def invited(visit: Visiting, lead: Member, size: str, email: str) -> str:
    """The path of the link that the mail brought."""
    with visit(lead, size=size) as visitor:
        page = visitor.go("people/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_role("button", name="Invite", exact=True).click()
        page.get_by_label("Told only this once").wait_for()
        assert visitor.violations() == []
    return mailed(r"(/invitations/[^\s]+)")


def mailed(pattern: str) -> str:
    """What the last mail says that fits."""
    found = re.search(pattern, str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def arrives(page: Page, email: str) -> None:
    """Sign in where confirming does not do so by itself."""
    if "/login/" in page.url:
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(WORDS)
        page.get_by_role("button", name="Sign in", exact=True).click()
