"""Pages of a list: each row once, whatever comes meanwhile, and no more questions than needed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antiphon.publish.models import Publication
from tests import builders as a
from tests.api.program import Program, rules
from tests.publish.world import publication_on

pytestmark = pytest.mark.django_db


def read(program: Program, path: str) -> list[dict[str, Any]]:
    """A list to its end."""
    found: list[dict[str, Any]] = []
    page: str | None = path
    while page:
        answer = program.get(page).json()
        found += answer["items"]
        page = answer["next"]
    return found


def test_every_row_is_told_once_although_new_ones_come() -> None:
    program = Program()
    rows = [a.post(workspace=program.by.workspace) for _ in range(7)]
    first = program.get("/posts?limit=3").json()
    a.post(workspace=program.by.workspace)

    rest = read(program, first["next"])

    told = [row["id"] for row in first["items"] + rest]
    assert told == [str(row.pk) for row in reversed(rows)]


def test_rows_of_the_same_moment_are_told_in_one_order() -> None:
    program = Program()
    rows = [a.post(workspace=program.by.workspace) for _ in range(5)]
    type(rows[0]).objects.update(made_at="2026-11-28T09:00Z")

    told = [row["id"] for row in read(program, "/posts?limit=2")]

    assert sorted(told) == sorted(str(row.pk) for row in rows)
    assert len(set(told)) == 5


def test_a_cursor_is_good_for_its_own_list_only() -> None:
    program, other = Program(), Program()
    for by in (program.by, other.by):
        for _ in range(3):
            a.post(workspace=by.workspace)
    page = program.get("/posts?limit=1").json()["next"]

    assert rules(program.get(f"{page}&state=draft")) == ["bad_cursor"]
    assert rules(program.get(page.replace("/posts", "/publications"))) == ["bad_cursor"]
    assert rules(other.get(page)) == ["bad_cursor"]
    assert rules(program.get(page.replace("cursor=W", "cursor=X"))) == ["bad_cursor"]


def test_a_page_goes_on_under_its_filters() -> None:
    program = Program()
    channel = a.channel(workspace=program.by.workspace)
    for _ in range(3):
        publication_on(channel)
        publication_on(a.channel(workspace=program.by.workspace))

    told = read(program, f"/publications?limit=1&channel={channel.pk}")

    assert {row["channel"] for row in told} == {str(channel.pk)}
    assert len(told) == 3


def test_two_hundred_publications_take_a_dozen_questions_at_most() -> None:
    program = Program()
    channel = a.channel(workspace=program.by.workspace)
    one = publication_on(channel)
    kept = {f.attname: getattr(one, f.attname) for f in Publication._meta.fields if f.name != "id"}
    Publication.objects.bulk_create(Publication(**kept) for _ in range(199))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = program.get("/publications?limit=200")

    assert len(answer.json()["items"]) == 200
    assert len(asked) <= 12
