"""Composing in a real browser, until what was composed is live."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from antiphon.connect.registry import networks
from antiphon.connect.values import PostType
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.duty import DUTY
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.tailor.models import Variant
from tests import builders as a
from tests.pages.conftest import Visiting
from tests.publish import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Meanwhile = Callable[[Callable[[], object]], None]
POLLS = [one for one in networks() if PostType.POLL in one.posts][-2:]
PICTURES = [one for one in networks() if {PostType.IMAGES, PostType.TEXT} <= {*one.posts}]
PICTURES = [one for one in PICTURES if PostType.POLL not in one.posts][:2]
NETWORKS = {
    **dict(zip([one.key for one in POLLS], (["DE"], ["BR"]), strict=True)),
    **{one.key: ["DE", "BR"] for one in PICTURES},
}
TEXT = "Our stollen rests since October. Who gets the first slice?"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox([*NETWORKS]).serving() as served:
        yield served


@pytest.fixture
def by(sandbox: Sandbox) -> Iterator[Member]:
    """An owner with a channel on each of four networks, and an audience in two countries."""
    DUTY.keeps = False
    with world.private_networks():
        member = a.member(workspace=a.workspace(name="Saltmarsh Bakery", time_zone="Europe/Berlin"))
        for key, countries in NETWORKS.items():
            row = world.channel_on(sandbox, key, by=member, handle=f"saltmarsh{key[0]}")
            type(row).objects.filter(pk=row.pk).update(countries=countries)
        for name, country in (("Germans", "DE"), ("Brazilians", "BR")):
            a.audience(workspace=member.workspace, name=name, countries=[country])
        yield member
    DUTY.end()
    DUTY.keeps = True


def settled(page: Page) -> None:
    """Wait until everything that was typed is kept."""
    expect(page.locator("kept-draft[busy]")).to_have_count(0, timeout=15_000)


def choose(page: Page, network: str) -> None:
    page.locator(".pick", has=page.get_by_role("img", name=network, exact=True)).first.click()


def fix(page: Page, words: str) -> None:
    """Press the one button that helps, as long as there is one."""
    while (button := page.locator("#checks").get_by_role("button", name=words)).count():
        left = button.count()
        button.first.click()
        expect(button).to_have_count(left - 1)
        settled(page)


def write_to(page: Page, audience: str, text: str) -> None:
    """Give an audience words of its own, on every channel."""
    page.get_by_role("button", name=f"write an own text for {audience}").click()
    field = page.get_by_label(f"To “{audience}” on every channel")
    expect(field).to_be_focused()
    field.fill(text)
    settled(page)


def compose(page: Page, text: str, picture: Path) -> None:
    """The whole message: four networks, two audiences, a described picture and a poll."""
    page.locator("#text").press_sequentially(text)
    expect(page).to_have_url(re.compile("/compose/[0-9a-f-]{36}$"))
    for network in (*POLLS, *PICTURES):
        choose(page, network.name)
    settled(page)
    write_to(page, "Germans", f"Auf Deutsch: {text}")
    write_to(page, "Brazilians", f"Em português: {text}")
    page.locator("#choose").set_input_files(picture)
    page.get_by_role("button", name="Describe it").click()
    page.get_by_label("What it shows").fill("A stollen under sugar")
    settled(page)
    page.keyboard.press("Escape")
    page.locator("#poll summary").click()
    page.get_by_label("Ask a question").check()
    page.get_by_label("Answer 1").fill("Marzipan")
    page.get_by_label("Answer 2").fill("Plain")
    settled(page)


def publish(page: Page) -> None:
    """Help where a network would refuse it, and say that it is meant."""
    fix(page, "Leave the poll out there")
    fix(page, "Leave the files out there")
    expect(page.locator("#checks .is-refused")).to_have_count(0)
    page.get_by_label("Now, or as soon").check()
    settled(page)
    page.locator("footer.send").get_by_role("button", name="Publish now").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish on 4 channels").click()
    expect(page.get_by_role("heading", name="Where it goes")).to_be_visible()


def test_one_message_goes_live_on_four_networks_for_two_audiences(  # noqa: PLR0913, PLR0917 -- fixtures
    visit: Visiting, by: Member, sandbox: Sandbox, size: str, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    picture = tmp_path / "stollen.png"
    picture.write_bytes(a.drawn((900, 600)))
    with visit(by, size=size) as visitor:
        page = visitor.go("compose/")
        compose(page, f"{TEXT} ({size})", picture)
        assert visitor.violations() == []
        publish(page)
        rows = list(Publication.objects.select_related("channel"))
        meanwhile(lambda: world.settle(*rows))
        page.reload()
        expect(page.locator(".rows .is-live")).to_have_count(len(rows))
    assert {row.network for row in rows} == {*NETWORKS}
    assert {row.state for row in Publication.objects.all()} == {State.LIVE}
    assert world.shown(sandbox, POLLS[0].key, "Auf Deutsch") >= 1
    assert world.shown(sandbox, POLLS[1].key, "Em português") >= 1


def test_two_people_write_and_nothing_is_overwritten(visit: Visiting, by: Member) -> None:
    post = plan.draft(by, text="Cold drinks", title="Drinks")
    other = a.member(workspace=by.workspace)
    with visit(by) as visitor:
        page = visitor.go(f"compose/{post.pk}")
        plan.edit(other, post, 1, text="Warm drinks")
        page.locator("#text").press_sequentially(" for all", delay=10)
        expect(page.get_by_role("heading", name="Somebody else changed")).to_be_visible()
        post.refresh_from_db()
        assert post.text == "Warm drinks"
        page.get_by_role("button", name="Keep mine").click()
        expect(page.get_by_role("heading", name="Somebody else changed")).to_have_count(0)
        post.refresh_from_db()
        assert "for all" in post.text


def test_typing_goes_on_while_it_is_kept(visit: Visiting, by: Member) -> None:
    with visit(by) as visitor:
        page = visitor.go("compose/")
        text = page.locator("#text")
        for part in ("One sentence. ", "Another one. ", "And a third, written without a rest."):
            text.press_sequentially(part, delay=30)
            page.wait_for_timeout(420)
        expect(text).to_be_focused()
        settled(page)
        assert Post.objects.get().text == text.input_value()
        assert text.evaluate("field => field.selectionStart") == len(text.input_value())


def test_the_keyboard_alone_composes_and_plans(visit: Visiting, by: Member) -> None:
    with visit(by) as visitor:
        page = visitor.go("compose/")
        page.locator("#text").focus()
        page.keyboard.type("Cold drinks")
        settled(page)
        page.locator(".pick input").first.focus()
        page.keyboard.press("Space")
        settled(page)
        page.get_by_role("tab", name="Everywhere").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        settled(page)
        expect(page.locator("textarea[name^='tell.']")).to_be_focused()
        page.keyboard.type(" with ice")
        settled(page)
        assert "with ice" in (Variant.objects.get().text or "")
        page.locator("input[name=when]:checked").focus()
        page.keyboard.press("ArrowUp")
        settled(page)
        page.get_by_role("button", name="Publish now").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Where it goes")).to_be_visible()
        assert Post.objects.get().state == PostState.APPROVED


def test_words_that_were_not_kept_stay_in_the_browser(visit: Visiting, by: Member) -> None:
    post = plan.draft(by, text="Cold", title="Drinks")
    with visit(by) as visitor:
        page = visitor.go(f"compose/{post.pk}")
        page.route("**/keep", lambda route: route.abort())
        page.locator("#text").press_sequentially(" drinks")
        expect(page.locator("[data-say]")).to_be_visible()
        page.unroute("**/keep")
        page.reload()
        page.get_by_role("button", name="Bring them back").click()
        settled(page)
        post.refresh_from_db()
        assert "drinks" in post.text
        visitor.wrong.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(visit: Visiting, by: Member, size: str, scheme: str) -> None:
    post = plan.draft(by, text=TEXT, title="Stollen")
    with visit(by, size=size, scheme=scheme) as visitor:
        visitor.go("compose/")
        assert visitor.violations() == []
        page = visitor.go(f"compose/{post.pk}")
        choose(page, PICTURES[0].name)
        settled(page)
        assert visitor.violations() == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        assert nodes < 1_500
