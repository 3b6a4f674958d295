"""Feeds by program: made with a token that is told once, renewed, and closed."""

import pytest
from django.test import Client

from tests.api.program import Program, rules

pytestmark = pytest.mark.django_db
NEWS = {"title": "News of the bakery", "slug": "bakery-news"}


def test_a_program_makes_a_feed_that_everybody_reads_and_closes_it() -> None:
    program = Program()
    made = program.post("/feeds", NEWS)
    feed = made.json()
    path = "/" + feed["atom"].split("/", 3)[3]

    assert made.status_code == 201
    assert feed["token"]
    assert "token" not in program.get("/feeds").json()[0]
    assert Client().get(path).status_code == 200
    assert program.call("DELETE", f"/feeds/{feed['id']}").status_code == 204
    assert Client().get(path).status_code in {404, 410}
    assert program.get("/feeds").json() == []


def test_another_token_is_another_one() -> None:
    program = Program()
    feed = program.post("/feeds", NEWS).json()

    again = program.post(f"/feeds/{feed['id']}/token").json()

    assert again["token"] != feed["token"]


def test_a_name_that_is_taken_is_refused() -> None:
    program = Program()
    program.post("/feeds", NEWS)

    refused = program.post("/feeds", NEWS)

    assert (refused.status_code, rules(refused)) == (422, ["taken"])


def test_the_feed_of_another_workspace_is_not_there() -> None:
    feed = Program().post("/feeds", NEWS).json()
    stranger = Program()

    assert stranger.post(f"/feeds/{feed['id']}/token").status_code == 404
    assert stranger.call("DELETE", f"/feeds/{feed['id']}").status_code == 404
