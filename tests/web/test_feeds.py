"""Feeds of this installation: read by everybody, filled by whoever has the token."""

import json
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from antiphon.people.models import Member
from antiphon.share import actions, queries
from antiphon.share.models import Feed
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
ITEM = {"title": "Iced <tea>", "content_text": "Cold & sweet", "content_html": "<p>Cold</p>",
        "attachments": [{"url": "https://a.example/1.png", "mime_type": "image/png",
                         "title": "A “glass”"}]}  # fmt: skip


@pytest.fixture
def token() -> str:
    """Of the feed that is called news."""
    return actions.make_feed(a.member(), "Tea & Co", "news", hub="https://hub.example/")[1].reveal()


def ask(method: str, path: str, token: str = "", body: object = None, **headers: str) -> Any:
    """A program at the door."""
    about = {name.replace("_", "-"): value for name, value in headers.items()}
    about |= {"Authorization": f"Bearer {token}"} if token else {}
    return Client().generic(
        method, path, json.dumps(body) if body is not None else "", "application/json",
        headers=about,
    )  # fmt: skip


def test_an_item_is_put_read_changed_and_taken_out(token: str) -> None:
    made = ask("PUT", "/feeds/news/items/a1", token, ITEM, If_None_Match="*")
    again = ask("PUT", "/feeds/news/items/a1", token, {**ITEM, "title": "x"}, If_None_Match="*")
    changed = ask("PUT", "/feeds/news/items/a1", token, {**ITEM, "title": "Warm"}, If_Match="*")
    there = ask("GET", "/feeds/news/items/a1", token)
    out = [ask("DELETE", "/feeds/news/items/a1", token).status_code for _ in range(2)]

    assert (made.status_code, again.status_code, changed.status_code) == (201, 412, 200)
    assert (made.json()["id"], again.json()["title"]) == ("a1", "Iced <tea>")
    assert there.json()["title"] == "Warm"
    assert out == [204, 410]
    assert ask("PUT", "/feeds/news/items/a1", token, ITEM).status_code == 410
    assert ask("GET", "/feeds/news/items/never", token).json() == {"error": "no_item"}


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_everybody_reads_it_and_an_unchanged_feed_is_not_sent_again(
    token: str, suffix: str, settings: LazySettings
) -> None:
    ask("PUT", "/feeds/news/items/a1", token, ITEM)
    first = Client().get(f"/feeds/news.{suffix}")
    tag, time = first.headers["ETag"], first.headers["Last-Modified"]

    assert "Cold" in first.content.decode()
    assert f"{settings.PUBLIC_URL}/feeds/news.{suffix}" in first.headers["Link"]
    assert '<https://hub.example/>; rel="hub"' in first.headers["Link"]
    assert not first.cookies
    for name, value, status in (
        ("If-None-Match", tag, 304), ("If-None-Match", '"no"', 200),
        ("If-Modified-Since", time, 304), ("If-Modified-Since", "x", 200),
    ):  # fmt: skip
        headers = {name: value}
        assert Client().get(f"/feeds/news.{suffix}", headers=headers).status_code == status
    ask("DELETE", "/feeds/news/items/a1", token)
    later = Client().get(f"/feeds/news.{suffix}", headers={"If-None-Match": tag})
    assert (later.status_code, b"Cold" in later.content) == (200, False)


def test_the_feed_says_who_it_is_to_whoever_has_the_token(token: str) -> None:
    told = ask("GET", "/feeds/news", token).json()

    assert (told["slug"], told["title"], set(told["feeds"])) == (
        "news",
        "Tea & Co",
        {"atom", "rss", "json"},
    )
    assert told["id"].startswith("tag:")


@pytest.mark.promise("S5", "S26")
@pytest.mark.parametrize("wrong", ["", "x", "é"])
def test_without_the_token_nothing_is_put_or_taken_out(token: str, wrong: str) -> None:
    ask("PUT", "/feeds/news/items/a1", token, ITEM)
    actions.make_feed(a.member(), "Other", "other")
    for method, path in (("GET", "news"), ("PUT", "news/items/a1"), ("DELETE", "news/items/a1"),
                         ("GET", "news/items/a1"), ("PUT", "nobody/items/a1")):  # fmt: skip
        refused = ask(method, f"/feeds/{path}", wrong, ITEM)
        assert (refused.status_code, refused.json()) == (401, {"error": "bad_token"})
    assert ask("PUT", "/feeds/other/items/a1", token, ITEM).status_code == 401
    assert b"Cold" in Client().get("/feeds/news.atom").content


def test_a_browser_that_is_signed_in_opens_nothing_more(by: Member) -> None:
    actions.make_feed(by, "Tea", "mine")
    client = Client()
    client.force_login(by.person)

    assert client.get("/feeds/mine").status_code == 401


@pytest.mark.parametrize(
    ("body", "field"), [({"title": 7}, "title"), ([], ""), ({}, "content_text"), (None, "")]
)
def test_an_item_that_does_not_fit_names_its_field(token: str, body: object, field: str) -> None:
    refused = ask("PUT", "/feeds/news/items/a1", token, body)

    assert (refused.status_code, refused.json()["field"]) == (422, field)


@pytest.mark.promise("S15")
def test_an_item_by_itself_is_text_and_runs_nothing(token: str) -> None:
    evil = {**ITEM, "title": "<script>x()</script>", "content_text": "<img onerror=x()>",
            "content_html": "<script>x()</script>"}  # fmt: skip
    ask("PUT", "/feeds/news/items/a1", token, evil)
    shown = Client().get("/feeds/news/items/a1.html")

    assert shown.status_code == 200
    assert "<script>x" not in shown.content.decode()
    assert "<img onerror" not in shown.content.decode()
    assert 'alt="A “glass”"' in shown.content.decode()
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    assert Client().get("/feeds/news/items/b.html").status_code == 404


def test_a_closed_feed_is_not_there_any_more(by: Member) -> None:
    feed, secret = actions.make_feed(by, "Tea", "soon-closed")
    actions.close_feed(by, feed)

    assert Client().get("/feeds/soon-closed.atom").status_code == 404
    assert ask("GET", "/feeds/soon-closed", secret.reveal()).status_code == 401
    assert Client().get("/feeds/nobody.rss").status_code == 404


def shown_token(page: str) -> str:
    """The token that a page tells this once."""
    (found,) = re.findall(r'id="secret" value="([^"]+)"', page)
    return str(found)


def test_a_feed_is_made_on_a_page_and_its_token_is_shown_once(page: Client, by: Member) -> None:
    made = page.post(at(by, "feeds/new"), {"title": "Tea & Co", "slug": "tea-page", "hub": ""})
    token = shown_token(made.content.decode())
    row = Feed.objects.get(workspace=by.workspace)

    assert queries.feed_of("tea-page", token) == row
    assert token not in page.get(at(by, "feeds/")).content.decode()
    renewed = shown_token(page.post(at(by, f"feeds/{row.pk}/token")).content.decode())
    assert queries.feed_of("tea-page", token) is None
    assert queries.feed_of("tea-page", renewed) == row
    page.post(at(by, f"feeds/{row.pk}/close"))
    assert queries.feed_called("tea-page") is None


def test_a_feed_that_cannot_be_made_says_why_beside_the_field(page: Client, by: Member) -> None:
    actions.make_feed(a.member(), "Other", "taken-name")
    for typed in ({"title": "x", "slug": "Not Good"}, {"title": "x", "slug": "taken-name"}):
        refused = page.post(at(by, "feeds/new"), typed)
        assert refused.status_code == 422
        assert 'id="slug-wrong"' in refused.content.decode() or "error" in refused.content.decode()
    assert not Feed.objects.filter(workspace=by.workspace).exists()
