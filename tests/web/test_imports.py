"""Importing from a page: judged row by row before anything is kept, then taken in."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from antiphon.people.models import Member, Role
from antiphon.plan.models import Post
from antiphon.publish.models import Import
from antiphon.publish.sheets import actions
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
SOON = (datetime.now(UTC) + timedelta(days=30)).date()


def table(good: int, wrong: int = 0) -> str:
    """So many rows that are right, and after them so many that are wrong."""
    rows = [f"Post number {number},{SOON} 09:{number % 60:02}" for number in range(good)]
    return "\n".join(["text,at", *rows, *(f"Wrong {n},never" for n in range(wrong))])


def bring(page: Client, by: Member, text: str | bytes, **given: str) -> Import | None:
    raw = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("posts.csv", raw, content_type="text/csv")
    page.post(at(by, "imports/new"), {"table": file} | given)
    return Import.objects.filter(workspace=by.workspace).first()


def settle() -> None:
    """What a worker does with tables."""
    while actions.read_rows() or actions.make_rows():
        pass


def test_a_table_is_judged_row_by_row_and_nothing_is_kept(page: Client, by: Member) -> None:
    a.channel(workspace=by.workspace)
    sheet = bring(page, by, table(3, wrong=2))
    assert sheet is not None
    assert "hx-trigger" in page.get(at(by, f"imports/{sheet.pk}")).content.decode()

    settle()
    told = page.get(at(by, f"imports/{sheet.pk}")).content.decode()
    assert "Take in 3 rows" in told
    assert "2 rows are wrong" in told
    assert 'id="sheet" hx-get' not in told
    assert not Post.objects.filter(workspace=by.workspace).exists()


def test_good_rows_become_posts_once(page: Client, by: Member) -> None:
    a.channel(workspace=by.workspace)
    sheet = bring(page, by, table(3, wrong=2))
    assert sheet is not None
    settle()
    for _ in range(2):
        page.post(at(by, f"imports/{sheet.pk}/confirm"))
        settle()

    assert Post.objects.filter(workspace=by.workspace).count() == 3
    assert "3 rows taken in" in page.get(at(by, f"imports/{sheet.pk}")).content.decode()


def test_wrong_rows_leave_with_their_reasons(page: Client, by: Member) -> None:
    a.channel(workspace=by.workspace)
    sheet = bring(page, by, table(1, wrong=2))
    assert sheet is not None
    settle()
    answer = page.get(at(by, f"imports/{sheet.pk}/wrong.csv"))

    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (head[-1], [row[0] for row in rows]) == ("reason", ["Wrong 0", "Wrong 1"])


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\x01\x02", b"nothing\nknown", b"text\n" + b"x\n" * 6000]
)
def test_what_is_no_table_is_refused_beside_the_form(page: Client, by: Member, raw: bytes) -> None:
    file = SimpleUploadedFile("posts.csv", raw)
    answer = page.post(at(by, "imports/new"), {"table": file})

    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)
    assert not Import.objects.exists()


def test_a_table_can_be_stopped_and_forgotten(page: Client, by: Member) -> None:
    sheet = bring(page, by, table(2))
    assert sheet is not None
    page.post(at(by, f"imports/{sheet.pk}/stop"))
    page.post(at(by, f"imports/{sheet.pk}/forget"))

    assert not Import.objects.exists()


@pytest.mark.promise("W1")
def test_nobody_sees_or_takes_in_a_table_of_others(page: Client, by: Member) -> None:
    other = a.member()
    theirs = actions.take_in_table(other, table(2).encode(), "posts.csv")
    paths = [f"imports/{theirs.pk}", f"imports/{theirs.pk}/wrong.csv"]

    assert [page.get(at(by, path)).status_code for path in paths] == [404, 404]
    for deed in ("confirm", "stop", "forget"):
        assert page.post(at(by, f"imports/{theirs.pk}/{deed}")).status_code == 404
    assert Import.objects.filter(pk=theirs.pk, state="reading").exists()


def test_an_analyst_brings_no_table(client: Client, by: Member) -> None:
    client.force_login(a.member(workspace=by.workspace, role=Role.ANALYST).person)

    assert client.get(at(by, "imports/")).status_code == 403
    assert bring(client, by, table(1)) is None
