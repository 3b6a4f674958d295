"""Moving what stands in the calendar, across a change of clocks, in a real browser."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from antiphon.kernel.window import local, resolve
from antiphon.people.models import Member
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication
from antiphon.work import clock
from tests import builders as a
from tests.pages.conftest import Visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZONE = "Europe/Berlin"


def change_of_clocks(month: int) -> date:
    """The last Sunday of that month, the next one to come that lies a week ahead."""
    soon = datetime.now(UTC).date() + timedelta(days=8)
    for year in (soon.year, soon.year + 1):
        last = date(year, month, 31)
        found = last - timedelta(days=(last.weekday() + 1) % 7)
        if found > soon:
            return found
    raise AssertionError("a year has such a Sunday")


SPRING, AUTUMN = change_of_clocks(3), change_of_clocks(10)


@pytest.fixture
def by() -> Member:
    return a.member(workspace=a.workspace(time_zone=ZONE))


def planned(by: Member, day: date, text: str = "Stollen pre-orders open") -> Post:
    post = a.post(workspace=by.workspace, text=text, state=PostState.APPROVED)
    moment = resolve(datetime.combine(day, time(9, 30)), ZONE)
    for _ in range(2):
        channel = a.channel(workspace=by.workspace)
        Publication.objects.create(
            workspace=by.workspace, post=post, channel=channel, network=channel.network,
            planned_at=moment.instant, due_at=moment.instant, zone=ZONE, digest="0" * 64,
            wall=moment.wall.replace(tzinfo=UTC), steps=[{"text": text}], made_at=clock.now(),
        )  # fmt: skip
    return post


def instants(post: Post) -> set[datetime]:
    return set(post.publications.values_list("planned_at", flat=True))


def half_past_nine(day: date) -> set[datetime]:
    return {resolve(datetime.combine(day, time(9, 30)), ZONE).instant}


@pytest.mark.parametrize("sunday", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_a_drag_across_a_change_of_clocks_keeps_the_minute(
    visit: Visiting, by: Member, sunday: date
) -> None:
    tuesday = sunday - timedelta(days=5)
    post = planned(by, tuesday)
    with visit(by) as visitor:
        page = visitor.go(f"calendar/?on={sunday}")
        chip = page.locator(f"#day-{tuesday} .chip")
        chip.drag_to(page.locator(f"#day-{sunday}"))
        expect(page.locator(f"#day-{sunday} .chip time")).to_have_text("09:30")
        expect(page.locator(f"#day-{tuesday} .chip")).to_have_count(0)
        assert instants(post) == half_past_nine(sunday)

        page.get_by_role("button", name="Undo").click()
        expect(page.locator(f"#day-{tuesday} .chip")).to_have_count(1)
        assert instants(post) == half_past_nine(tuesday)


def test_by_keys_alone_and_back(visit: Visiting, by: Member) -> None:
    day = SPRING - timedelta(days=1)
    post = planned(by, day)
    with visit(by) as visitor:
        page = visitor.go(f"calendar/?on={day}")
        page.locator(f"#day-{day} .chip a").focus()
        for key in ("m", "ArrowRight", "Enter"):
            page.keyboard.press(key)
        moved = page.locator(f"#day-{SPRING} .chip a")
        expect(moved).to_be_focused()
        assert instants(post) == half_past_nine(SPRING)
        page.keyboard.press("Shift+Z")
        expect(page.locator(f"#day-{day} .chip")).to_have_count(1)
        assert instants(post) == half_past_nine(day)


def test_by_the_menu_on_a_phone_and_back(visit: Visiting, by: Member) -> None:
    day = SPRING - timedelta(days=1)
    post = planned(by, day)
    with visit(by, size="narrow") as visitor:
        page = visitor.go(f"calendar/?on={day}")
        page.get_by_role("button", name="Move “Stollen pre-orders open”").tap()
        page.get_by_label("Day").fill(str(SPRING))
        page.get_by_role("button", name="Move", exact=True).tap()
        expect(page.locator(f"#day-{SPRING} .chip time")).to_have_text("09:30")
        assert instants(post) == half_past_nine(SPRING)
        page.get_by_role("button", name="Undo").tap()
        expect(page.locator(f"#day-{day} .chip")).to_have_count(1)
        assert instants(post) == half_past_nine(day)


def test_a_drag_to_a_past_day_is_refused_in_words(visit: Visiting, by: Member) -> None:
    today = local(clock.now(), ZONE).date()
    past, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    if past.month != today.month or tomorrow.month != today.month:
        # Where weeks begin on Sunday the other days are in the rows of this month, or the reverse.
        by.workspace.time_zone = ZONE if today.weekday() not in {0, 6} else "America/New_York"
        by.workspace.save()
    post = planned(by, tomorrow)
    before = instants(post)
    with visit(by) as visitor:
        page = visitor.go(f"calendar/?on={today}")
        page.locator(f"#day-{tomorrow} .chip").drag_to(page.locator(f"#day-{past}"))
        expect(page.locator(".toast")).to_contain_text("is past")
        expect(page.locator(f"#day-{tomorrow} .chip")).to_have_count(1)
        assert instants(post) == before
