"""Agreeing, repairing and holding in a real browser, wide and narrow."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.people import actions as people
from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish import actions as publish
from antiphon.publish.duty import DUTY
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.tailor.choosing import tellings
from antiphon.work import clock
from tests import builders as a
from tests.pages.conftest import Visiting
from tests.pages.drawing import draw, overflowing
from tests.pages.visitor import Scheme, Visitor
from tests.publish import choice, world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
KEY = choice.FIRST
Meanwhile = Callable[[Callable[[], object]], None]
TEXT = "Our stollen has been resting since September. Marzipan or without, 24 euros."
NEW = "Our stollen has been resting since October. Marzipan or without."


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox([KEY]).serving() as served:
        yield served


@pytest.fixture
def lead(sandbox: Sandbox) -> Iterator[Member]:
    """An owner with one channel of a pretend network."""
    # Each round of the worker has a thread of its own, and its shift ends with it.
    DUTY.keeps = False
    with world.private_networks():
        by = a.member(workspace=a.workspace(name="Saltmarsh Bakery"), person=a.person(name="Mira"))
        world.channel_on(sandbox, KEY, by=by, handle="saltmarsh")
        yield by
        DUTY.end()
    DUTY.keeps = True


def asked(lead: Member) -> Post:
    """A post of an editor that was agreed on once, and changed since."""
    people.change_workspace(lead, approval=Approval.ONE)
    editor = a.member(workspace=lead.workspace, role=Role.EDITOR, person=a.person(name="Jonas"))
    post = plan.submit(editor, plan.draft(editor, text=TEXT, title="Stollen"))
    plan.approve(lead, post)
    post.refresh_from_db()
    post = plan.edit(editor, post, post.version, text=NEW)
    return plan.submit(editor, post)


def test_a_post_is_agreed_to_by_its_difference_and_one_key(
    visit: Visiting, lead: Member, size: str
) -> None:
    post = asked(lead)
    with visit(lead, size=size) as visitor:
        page = visitor.go("approvals/")
        page.locator(".diff del").first.wait_for()
        assert page.locator(".diff ins").first.inner_text() == "October"
        seen(visitor, f"approvals-case-{size}")
        page.get_by_role("button", name="Return").click()
        expect(page.get_by_role("alert")).to_contain_text("Say what should change")
        page.get_by_role("heading", name="Stollen").click()
        page.keyboard.press("a")
        expect(page.get_by_text("Nothing waits for you")).to_be_visible()

    post.refresh_from_db()
    assert post.state == PostState.APPROVED


def test_a_client_agrees_by_magic_link(visit: Visiting, lead: Member, size: str) -> None:
    post = asked(lead)
    with visit(lead, size=size) as visitor:
        page = visitor.go(f"approvals/{post.pk}")
        page.get_by_text("Ask somebody outside").click()
        page.get_by_label("Name", exact=True).fill("Ida Client")
        page.get_by_label("E-mail").fill("ida@example.org")
        page.get_by_role("button", name="Ask them").click()
        link = page.get_by_label("The link").input_value()
        seen(visitor, f"approvals-invited-{size}")

    with visit(None, size=size) as client:
        page = client.go("/r/" + link.split("/r/")[1])
        expect(page.locator("ins").first).to_have_text("October")
        assert client.violations() == []
        page.get_by_role("button", name="Agree to it as it is").click()
        expect(page.get_by_text("You agreed to this version.")).to_be_visible()

    post.refresh_from_db()
    assert (post.state, post.reviews.get(guest__name="Ida Client").verdict) == (
        "approved",
        "agrees",
    )


def refused(lead: Member, meanwhile: Meanwhile) -> Publication:
    """What the network did not take, because it is too long there."""
    post = plan.submit(lead, plan.draft(lead, text="Stollen! " * 200))
    row = world.publication_on(_channel(lead), post.text, post=post, by=lead)
    meanwhile(lambda: world.settle(row))
    row.refresh_from_db()
    assert row.state == State.REFUSED
    return row


def test_a_failed_publication_is_repaired(
    visit: Visiting, lead: Member, sandbox: Sandbox, size: str, meanwhile: Meanwhile
) -> None:
    row = refused(lead, meanwhile)
    words = f"Stollen, at last ({size})."
    with visit(lead, size=size) as visitor:
        page = visitor.go(f"publications/{row.pk}")
        expect(page.locator(".says")).to_have_text(row.reason)
        seen(visitor, f"publication-refused-{size}")
        page.get_by_label("The words").fill(words)
        page.get_by_role("button", name="Change it and send it again").click()
        expect(page.locator(".state").first).to_have_text("Scheduled")
        meanwhile(lambda: world.settle(row))
        visitor.go(f"publications/{row.pk}")
        expect(page.get_by_text("It can be seen.")).to_be_visible()
        page.get_by_text("Nobody has answered yet.").wait_for()
        seen(visitor, f"publication-live-{size}")

    assert world.shown(sandbox, KEY, words) == 1


def test_everything_is_held_and_let_go(
    visit: Visiting, lead: Member, sandbox: Sandbox, size: str, meanwhile: Meanwhile
) -> None:
    post = plan.submit(lead, plan.draft(lead, text=f"Held for a while ({size})."))
    with visit(lead, size=size) as visitor:
        page = visitor.go("holds/")
        page.get_by_label("Why").fill("A storm is coming")
        page.get_by_role("button", name="Stop it").click()
        expect(page.locator(".hold-bar")).to_contain_text("A storm is coming")
        row = publish.schedule(lead, post, tellings(post, [_channel(lead)]))[0]
        meanwhile(lambda: world.settle(row))
        visitor.go("holds/")
        seen(visitor, f"holds-standing-{size}")
        page.locator(".standing").get_by_role("link", name="Release").click()
        seen(visitor, f"holds-release-{size}")
        assert world.shown(sandbox, KEY, post.text) == 0
        page.get_by_role("button", name="Release 1 post").click()
        expect(page.get_by_text("Nothing stands still")).to_be_visible()

    meanwhile(publish.free_held)
    meanwhile(lambda: world.settle(row))
    row = Publication.objects.get(pk=row.pk)
    assert row.state == State.LIVE, (row.reason, row.tries, row.due_at, clock.now())
    assert world.shown(sandbox, KEY, post.text) == 1


def seen(visitor: Visitor, name: str) -> None:
    """A picture of it; and it shuts nobody out, light or dark."""
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        visitor.page.emulate_media(color_scheme=scheme)
        draw(visitor.page, f"{name}-{scheme}")
        assert visitor.violations() == []
    assert overflowing(visitor.page, name) == []


def _channel(by: Member) -> Channel:
    return channels.channels(by.workspace).get()
