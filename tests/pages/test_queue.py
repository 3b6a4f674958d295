"""The queue put into another order by keys alone, in a real browser."""

from datetime import time

import pytest
from playwright.sync_api import expect

from antiphon.channels.models import Channel
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.publish.queue.queries import floating
from tests import builders as a
from tests.pages.conftest import Visiting
from tests.web.test_queue import queued

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def by() -> Member:
    return a.member()


@pytest.fixture
def channel(by: Member) -> Channel:
    row = a.channel(workspace=by.workspace)
    plan.set_slots(by, row, [(day, time(hour)) for day in range(7) for hour in (9, 17)])
    return row


def test_a_row_goes_up_by_keys_and_comes_back(
    visit: Visiting, by: Member, channel: Channel
) -> None:
    rows = queued(channel, 3)
    first = [row.pk for row in rows]
    with visit(by) as visitor:
        page = visitor.go("queue/")
        handle = page.get_by_role("button", name=f"Move “{rows[2].post.text}”")
        handle.focus()
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator(".toast")).to_contain_text("Number 2")
        expect(page.locator(f"[data-id='{first[2]}'] .grip")).to_be_focused()
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator(".toast")).to_contain_text("Number 1")
        assert [row.pk for row in floating(channel)] == [first[2], first[0], first[1]]

        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator(".toast")).to_contain_text("Number 2")
        page.keyboard.press("Shift+Z")
        expect(page.get_by_text("Undone.")).to_be_visible()
        assert [row.pk for row in floating(channel)] == [first[2], first[0], first[1]]


def test_a_row_is_dragged_before_another(visit: Visiting, by: Member, channel: Channel) -> None:
    rows = queued(channel, 3)
    with visit(by) as visitor:
        page = visitor.go("queue/")
        page.locator(f"[data-id='{rows[2].pk}'] .when").drag_to(
            page.locator(f"[data-id='{rows[0].pk}'] .when")
        )
        expect(page.locator(".toast")).to_contain_text("Number 1")
        assert floating(channel)[0].pk == rows[2].pk
