"""Feeds of ours: made, filled by whoever has the token, told to their hubs, closed."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import IntegrityError, connection, transaction

from antiphon.kernel.feed import Unfit
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Member, Role
from antiphon.people.policy import Refused
from antiphon.share import actions, queries
from antiphon.share.actions import Taken, Unknown
from antiphon.share.jobs import SWEEPS
from antiphon.share.models import Feed, FeedItem
from antiphon.work import clock
from tests import builders as a

pytestmark = pytest.mark.django_db


def made(**given: Any) -> Feed:
    """A feed."""
    by = given.pop("by", None) or a.member()
    facts = {"title": "Tea & Co", "slug": f"news-{by.pk.hex[-8:]}"} | given
    return actions.make_feed(by, **facts)[0]


def put(feed: Feed, key: str = "a", text: str = "Cold.", **how: bool) -> tuple[FeedItem, bool]:
    """An item in its place."""
    about = {"new_only": False, "known_only": False} | how
    return actions.put(feed, key, {"title": text, "content_text": text}, **about)


def test_the_token_opens_its_own_feed_and_nothing_else_does() -> None:
    by = a.member()
    feed, token = actions.make_feed(by, "Tea & Co", "tea-news")
    other, others = actions.make_feed(by, "Other", "other-news")

    assert queries.feed_of("tea-news", token.reveal()) == feed
    assert queries.feed_of("other-news", others.reveal()) == other
    for slug, wrong in (("tea-news", others.reveal()), ("tea-news", ""), ("nobody", "x"),
                        ("tea-news", feed.digest)):  # fmt: skip
        assert queries.feed_of(slug, wrong) is None


@pytest.mark.promise("P2")
def test_an_item_is_put_once_however_often_it_comes() -> None:
    feed = made()
    first, second = put(feed, new_only=True), put(feed, text="Other", new_only=True)

    assert (first[1], second[1]) == (True, False)
    assert first[0] == second[0]
    assert [entry.text for entry in queries.newest(feed)] == ["Cold."]


def test_a_change_keeps_the_day_and_saying_the_same_changes_nothing() -> None:
    feed = made()
    first, _new = put(feed)
    same, _new = put(feed)
    changed, _new = put(feed, text="Warm.", known_only=True)

    assert (same.updated_at, same.published_at) == (first.updated_at, first.published_at)
    assert changed.published_at == first.published_at
    assert changed.updated_at > first.updated_at
    feed.refresh_from_db()
    assert feed.changed_at >= changed.updated_at


def test_what_was_taken_out_never_comes_back_and_says_nothing_more() -> None:
    feed = made()
    put(feed)
    actions.take_out(feed, "a")

    for deed in (lambda: put(feed), lambda: put(feed, new_only=True),
                 lambda: actions.take_out(feed, "a")):  # fmt: skip
        with pytest.raises(Taken):
            deed()
    with pytest.raises(Unknown):
        actions.take_out(feed, "b")
    with pytest.raises(Unknown):
        put(feed, "b", known_only=True)
    assert queries.newest(feed) == []
    assert FeedItem.objects.get(feed=feed).said == {}


def test_an_item_that_does_not_fit_is_refused_and_changes_nothing() -> None:
    feed = made()
    with pytest.raises(Unfit):
        actions.put(feed, "a", {"title": 7}, new_only=True, known_only=False)

    assert queries.newest(feed) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 301}, "title"),
        ({"slug": "Tea"}, "slug"),
        ({"slug": "-tea"}, "slug"),
        ({"slug": "a" * 64}, "slug"),
        ({"hub": "javascript:x"}, "hub"),
        ({"home": "tea"}, "home"),
    ],
)
def test_a_feed_that_cannot_be_is_refused(given: dict[str, str], field: str) -> None:
    with pytest.raises(BadInputError) as refused:
        made(**given)

    assert refused.value.problems[0].field == field


def test_a_public_name_belongs_to_one_feed_of_all_workspaces_even_when_it_is_closed() -> None:
    by = a.member()
    feed = made(by=by, slug="taken")
    actions.close_feed(by, feed)

    with pytest.raises(BadInputError, match="there already"):
        made(slug="taken")
    assert queries.feed_called("taken") is None


def test_only_who_connects_channels_makes_or_closes_a_feed() -> None:
    editor = a.member(role=Role.EDITOR)
    feed = made(by=a.member(workspace=editor.workspace))

    for deed in (lambda: made(by=editor), lambda: actions.close_feed(editor, feed),
                 lambda: actions.renew_token(editor, feed)):  # fmt: skip
        with pytest.raises(Refused):
            deed()


def carry_over(feed: Feed, stranger: Member) -> None:
    """Let an item point across the wall."""
    with transaction.atomic(), connection.cursor() as cursor:
        FeedItem.objects.filter(feed=feed).update(workspace=stranger.workspace)
        cursor.execute("set constraints all immediate")


@pytest.mark.promise("S5")
def test_nobody_of_another_workspace_touches_a_feed_or_its_items() -> None:
    feed, stranger = made(), a.member()
    put(feed)

    for deed in (lambda: actions.close_feed(stranger, feed),
                 lambda: actions.renew_token(stranger, feed)):  # fmt: skip
        with pytest.raises(Exception, match=r"workspace|here"):
            deed()
    with pytest.raises(IntegrityError):
        carry_over(feed, stranger)


@pytest.mark.promise("P20")
def test_a_renewed_token_leaves_the_old_one_useless() -> None:
    by = a.member()
    feed, old = actions.make_feed(by, "Tea", "renewed")
    new = actions.renew_token(by, feed)

    assert queries.feed_of("renewed", old.reveal()) is None
    assert queries.feed_of("renewed", new.reveal()) == feed


class Hub(ThreadingHTTPServer):
    """A hub that answers what a test tells it to."""

    daemon_threads = True
    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.told: list[dict[str, list[str]]] = []


class _Talk(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        """Somebody says that something is new."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.told.append(parse_qs(body.decode()))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub."""
    server = Hub()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.mark.usefixtures("outside")
def test_a_hub_is_told_of_every_form_once_after_a_change(hub: Hub) -> None:
    feed = made(hub=f"http://127.0.0.1:{hub.server_address[1]}/hub")
    assert actions.tell_hubs() == 0
    put(feed)

    assert (actions.tell_hubs(), actions.tell_hubs()) == (1, 0)
    topics = sorted(one["hub.topic"][0].rpartition(".")[2] for one in hub.told)
    assert topics == ["atom", "json", "rss"]
    assert {one["hub.mode"][0] for one in hub.told} == {"publish"}
    put(feed, text="Cold.")
    assert actions.tell_hubs() == 0


@pytest.mark.usefixtures("outside")
def test_a_hub_that_fails_is_told_again_later_and_then_let_be(hub: Hub) -> None:
    feed = made(hub=f"http://127.0.0.1:{hub.server_address[1]}/hub")
    hub.status = 503
    put(feed)
    for turn, wait in enumerate((*actions.PATIENCE, None)):
        Feed.objects.filter(pk=feed.pk).exclude(ping_due_at=None).update(ping_due_at=clock.now())
        assert actions.tell_hubs() == 1
        feed.refresh_from_db()
        assert (feed.ping_due_at is None) == (wait is None), turn
        if wait and feed.ping_due_at:
            assert abs(feed.ping_due_at - clock.now() - wait) < timedelta(seconds=10)

    assert [entry.text for entry in queries.newest(feed)] == ["Cold."]
    assert [sweep.name for sweep in SWEEPS] == ["share.tell_hubs"]
