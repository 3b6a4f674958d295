"""What people see before anything is sent: threads, cards of links, tracked links."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache

from antiphon.connect.values import Step
from antiphon.plan import actions as plan
from antiphon.tailor.choosing import tellings
from antiphon.tailor.packing import joined, parts
from antiphon.tailor.preview import cards, threads
from antiphon.tailor.preview.pages import ABOUTS, TITLES, Head
from antiphon.tailor.telling import Telling
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db

PAGE = b"""<!doctype html><html><head><meta charset="utf-8"><title>Ignored</title>
<meta property="og:title" content="Cold &amp; fresh"><meta name="description" content="A
 drink\xe2\x80\xae"><meta property="og:image" content="/can.png"></head>
<body><meta property="og:site_name" content="No"></body></html>"""


def telling(network: str = "stoa", **post: Any) -> Telling:
    row = a.post(**post)
    channel = a.channel(workspace=row.workspace, network=network, kind="page")
    return tellings(row, [channel])[0]


@contextmanager
def serving(body: bytes, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A page on loopback, and what was asked of it."""
    asked: list[str] = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: Any) -> None:
            """Stay quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with world.private_networks():
            yield f"http://127.0.0.1:{server.server_port}/page?a=b", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
        cache.clear()


def test_each_part_of_a_thread_says_how_long_it_is_and_may_be() -> None:
    found = threads.parts(telling(text="This is a sentence. " * 30))

    assert len(found) > 1
    assert all(part.fits and part.limit and 0 < part.count <= part.limit for part in found)


def test_a_line_of_hyphens_begins_a_new_part_where_there_are_threads() -> None:
    told = telling(text="One.\n---\nTwo.\n\n -----\nThree.")

    assert [part.text.strip() for part in threads.parts(told)] == ["One.", "Two.", "Three."]
    assert joined("One.\n---\nTwo.\n---") == "One.\n\nTwo."
    assert joined("a --- b") == "a --- b"


def test_parts_of_ones_own_are_numbered_together_with_those_that_were_cut() -> None:
    found = parts("One.\n---\n" + "Word word. " * 9, lambda text: len(text) <= 60, numbered=True)

    assert found[0] == f"One. 1/{len(found)}"
    assert len(found) > 2


def test_a_first_comment_is_a_step_of_its_own() -> None:
    told = telling("agora", text="Hi", comment="More below")

    found = threads.parts(told)

    assert [part.step for part in found][-1] is (
        Step.COMMENT if told.network.comment else Step.PART
    )


def test_a_tracked_link_shows_where_it_leads() -> None:
    post = a.post(link="https://soda.example/new", text="Hi")
    post.campaign = plan.make_campaign(a.member(workspace=post.workspace), "Summer Sale")
    channel = a.channel(workspace=post.workspace, network="stoa")

    found = threads.tracked(tellings(post, [channel])[0])

    assert found is not None
    assert found.target == (
        "https://soda.example/new?utm_source=stoa&utm_medium=social&utm_campaign=summer-sale"
    )
    assert threads.tracked(telling(text="Hi")) is None


def test_a_card_says_what_the_page_says_of_itself_and_is_read_once() -> None:
    workspace = a.workspace()
    with serving(PAGE) as (url, asked):
        found = cards.card(workspace, url)
        again = cards.card(workspace, url)
        cards.card(a.workspace(), url)

    assert (found.title, found.about) == ("Cold & fresh", "A drink")
    assert found.picture == url.replace("/page?a=b", "/can.png")
    assert found.site == "127.0.0.1"
    assert again == found
    assert asked == ["/page?a=b"] * 2


def test_of_a_large_page_only_the_beginning_is_read() -> None:
    with serving(PAGE + b"x" * 3_000_000) as (url, _asked):
        assert cards.card(a.workspace(), url).title == "Cold & fresh"


@pytest.mark.parametrize(("status", "rule"), [(404, "not_found"), (500, "not_found")])
def test_a_page_that_is_not_there_has_no_card_and_says_why(status: int, rule: str) -> None:
    with serving(b"", status) as (url, _asked):
        found = cards.card(a.workspace(), url)

    assert (found.title, found.problem["rule"], found.problem["weight"]) == ("", rule, "warns")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "file:///etc/passwd", "http://localhost/", "javascript:x", "x"]
)
def test_an_address_that_is_not_public_is_never_asked(url: str) -> None:
    assert cards.card(a.workspace(), url).problem


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("<title>Größe</title>".encode("latin-1"), "Gr\ufffd\ufffde"),
        (b'<meta charset="latin1">' + "<title>Größe</title>".encode("latin-1"), "Größe"),
        (b'<meta charset="base64"><title>Hi</title>', "Hi"),
        (b'<meta charset="nonsense"><title>Hi</title>', "Hi"),
        ("\ufeff<title>Hi</title>".encode("utf-16"), "Hi"),
        (b"<title>Half", "Half"),
        (b"<title>a</title><title>b</title>", "ab"),
        (b"\x00\xff<<<<!--", ""),
        (b"<svg><title>a\x00\x1b[2Jb</title>", "a [2Jb"),
        (b"<meta " * 10_000, ""),
    ],
)
def test_whatever_stands_in_a_page_something_harmless_is_read(raw: bytes, title: str) -> None:
    head = Head(raw)

    assert head.first(TITLES, 300) == title
    assert head.first(ABOUTS, 300) == ""
