"""A table of 300 rows with five wrong ones: brought, judged, taken in, put right, in a browser."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from antiphon.people.models import Member
from antiphon.plan.models import Post
from antiphon.publish.models import Publication
from antiphon.publish.sheets import actions
from tests import builders as a
from tests.pages.conftest import Visiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.django_db(transaction=True),
]
ROWS, WRONG = 300, (7, 50, 111, 222, 299)
SOON = datetime.now(UTC) + timedelta(days=10)


def table(path: Path) -> Path:
    """Each row at an hour of its own, five of them at none that exists."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Caption", "Posting Time"])
        for number in range(ROWS):
            at = f"{SOON + timedelta(hours=number):%Y-%m-%d %H:%M}"
            rows.writerow([f"Post number {number}", "at noon" if number in WRONG else at])
    return path


def work() -> None:
    while actions.read_rows() or actions.make_rows():
        pass


def bring(page: Page, file: Path) -> None:
    page.get_by_label("CSV or XLSX file").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Being read")).to_be_visible()


def put_right(page: Page, path: Path) -> Path:
    """The wrong rows as the page gives them, their hours put right."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Wrong rows as CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.count("at noon") >= len(WRONG)
    at = f"{SOON + timedelta(days=60):%Y-%m-%d %H:%M}"
    path.write_text(text.replace('"at noon"', f'"{at}"'), encoding="utf-8")
    return path


def test_three_hundred_rows_with_five_wrong_ones(
    visit: Visiting, meanwhile: Callable[[Callable[[], object]], None], size: str, tmp_path: Path
) -> None:
    by: Member = a.member()
    a.channel(workspace=by.workspace)
    with visit(by, size=size) as visitor:
        page = visitor.go("imports/")
        bring(page, table(tmp_path / "posts.csv"))
        meanwhile(work)
        expect(page.get_by_text("5 rows are wrong")).to_be_visible()
        expect(page.locator(".report tbody tr")).to_have_count(len(WRONG))
        assert Post.objects.count() == 0

        page.get_by_role("button", name="Take in 295 rows").click()
        meanwhile(work)
        expect(page.get_by_text("295 rows taken in")).to_be_visible()
        assert Publication.objects.filter(workspace=by.workspace).count() == ROWS - len(WRONG)
        file = put_right(page, tmp_path / "right.csv")
        visitor.go("imports/")
        bring(page, file)
        meanwhile(work)
        expect(page.get_by_role("button", name="Take in 5 rows")).to_be_visible()
