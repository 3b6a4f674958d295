"""The first run before a real browser, from nothing to a live post; and a look at each page."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from antiphon.channels.models import Channel
from antiphon.connect.registry import networks
from antiphon.engage.models import Message
from antiphon.kernel import ids
from antiphon.people.models import Member
from antiphon.plan.desk import actions as desk
from antiphon.publish.duty import DUTY
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.pages.visitor import Visitor
from tests.publish import world
from tests.web.test_home import publication

pytestmark = pytest.mark.django_db(transaction=True)
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port."""
    with Sandbox(world.NETWORKS).serving() as served:
        yield served


@pytest.fixture(autouse=True)
def beside(sandbox: Sandbox, settings: Settings) -> Iterator[None]:
    """The sandbox runs beside us, as with `antiphon up`."""
    settings.SANDBOX_PORT = sandbox.port
    DUTY.keeps, newest = False, ids._last
    with world.private_networks():
        yield
        DUTY.end()
        DUTY.keeps, ids._last = True, newest


def test_three_steps_from_nothing_to_live(
    visit: Any, size: str, sandbox: Sandbox, meanwhile: Meanwhile
) -> None:
    by, text = a.member(), f"The first boat brings the first books, {size} ones."
    with visit(by, size=size) as visitor:
        page: Page = visitor.go("/workspaces/new")
        page.get_by_label("Name").fill(f"Quay Books {size}")
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
        page.get_by_role("button", name="Write a first post").click()
        page.get_by_label("Your message").fill(text)
        expect(page.locator("live-preview").first).to_have_text(text)
        page.get_by_role("button", name="Publish now").click()
        expect(page.get_by_role("heading", name="Going out…")).to_be_visible()
        meanwhile(lambda: world.settle(*Publication.objects.all()))
        expect(page.get_by_role("heading", name="Live on 3 channels")).to_be_visible()
        expect(page.get_by_role("link", name="See it")).to_have_count(3)
        page.get_by_role("link", name="To Home").click()
        expect(page.get_by_role("heading", name="Today, call and response")).to_be_visible()

    chosen = [one.key for one in networks()][:3]
    texts = [world.shown(sandbox, key, text) for key in chosen]
    assert texts == [1, 1, 1]
    assert [*Publication.objects.values_list("state", flat=True)] == [State.LIVE] * 3


def busy(by: Member) -> Channel:
    """A workspace in which something of every kind happened today."""
    now, soon = clock.now(), clock.now() + timedelta(minutes=45)
    fizz = a.channel(workspace=by.workspace, handle="fizz", name="Fizz")
    lost = a.channel(workspace=by.workspace, handle="gone", reason="Its owner took it back.")
    Channel.objects.filter(pk=lost.pk).update(state="lost")
    post = a.post(workspace=by.workspace, text="Behind the oven door " + "and further " * 20)
    publication(by, "x", post=post, channel=fizz, state=State.REFUSED,
                reason="A film of at most 90 seconds is wanted; this one has 104.")  # fmt: skip
    row = publication(by, "Out", channel=fizz, state=State.LIVE, live_at=now)
    publication(by, "Soon", channel=fizz, planned_at=soon, due_at=soon)
    desk.set_goal(by, fizz, 5)
    for number in range(4):
        Message.objects.create(workspace=by.workspace, channel=fizz, publication=row, at=now,
                               remote_id=str(number), author="Aiko", text="Lovely!")  # fmt: skip
    return fizz


PAGES = ("", "channels/", "channels/{channel}/", "channels/connect", "channels/connect/{network}",
         "notices/", "more", "welcome/", "welcome/say")  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_of_these_pages(visit: Any, size: str, scheme: str) -> None:
    by = a.member()
    fizz = busy(by)
    names = {"channel": fizz.pk, "network": networks()[0].key}
    with visit(by, size=size, scheme=scheme) as visitor:
        found = {place: _look(visitor, place.format(**names)) for place in PAGES}
        found["begin"] = _look(visitor, "/workspaces/new")

    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def _look(visitor: Visitor, place: str) -> list[str]:
    page = visitor.go(place)
    expect(page.locator(".skeleton")).to_have_count(0)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*visitor.violations(), *(["scrolls sideways"] if wide else [])]


def test_a_channel_put_away_is_back_by_one_key(visit: Any) -> None:
    by = a.member()
    fizz = busy(by)
    with visit(by) as visitor:
        page = visitor.go(f"channels/{fizz.pk}/")
        page.get_by_role("button", name="Take out of use").click()
        expect(page.get_by_role("status").filter(has_text="out of use")).to_be_visible()
        page.keyboard.press("Shift+Z")
        expect(page.get_by_role("link", name="fizz").first).to_be_visible()


def test_the_first_bad_field_has_the_focus(visit: Any) -> None:
    by = a.member()
    fizz = busy(by)
    with visit(by) as visitor:
        page = visitor.go(f"channels/{fizz.pk}/")
        page.get_by_label("Countries").fill("Atlantis")
        page.locator("form", has=page.get_by_label("Countries")).get_by_role("button").click()
        expect(page.get_by_label("Countries")).to_be_focused()
        expect(page.get_by_label("Countries")).to_have_value("Atlantis")
