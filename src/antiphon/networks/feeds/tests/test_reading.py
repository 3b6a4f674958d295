"""Any feed becomes items; what is hostile, too large or no feed is refused."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.kernel.feed import FORMS, Entry, Feed, File, uri
from antiphon.networks.feeds.reading import Refused, feeds_of, read, read_apart
from antiphon.networks.feeds.reading.values import MOST_BYTES, MOST_ITEMS

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>Tea &amp; Co</title><link>https://a.example/</link><ttl>90</ttl>{}</channel></rss>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""
OUT = """<!-- <a> --><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&x;</title></channel></rss>"""


def items(inner: str) -> bytes:
    """A feed with these items."""
    return RSS.format(inner).encode()


@pytest.mark.promise("S20", "I5")
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (BOMB.encode(), "hostile"),
        (BOMB.encode("utf-16"), "hostile"),
        (OUT.encode(), "hostile"),
        (b"\xef\xbb\xbf" + OUT.encode(), "hostile"),
        (b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/">%p;]><rss version="2.0"/>',
         "hostile"),
        (b" " * (MOST_BYTES + 1), "large"),
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><html><p>Parked</p></html>", "page"),
        (b"just words", "unknown"),
        (b'{"a": 1}', "unknown"),
        (b'{"a": ', "unknown"),
        (b"[" * 100_000, "unknown"),
    ],
)  # fmt: skip
def test_what_is_no_honest_feed_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body)

    assert refused.value.why == why
    assert str(refused.value).endswith(".")


def test_an_old_feed_that_only_names_its_grammar_is_read() -> None:
    named = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://a.example/rss.dtd">'
    body = RSS.format("<item><title>Old</title></item>").replace("<rss ", f"{named}<rss ")

    assert [item.title for item in read(body.encode()).items] == ["Old"]


def test_our_own_feeds_come_back_as_they_went() -> None:
    feed = Feed(slug="news", title="Tea & Co", base="https://a.example/feeds", made_at=NOW,
                hub="https://hub.example/", home="https://a.example/")  # fmt: skip
    file = File(url="https://a.example/1.png", mime="image/png", size=9, title="A glass")
    entry = Entry(id="e1", title="Iced <tea>", html="<p>Cold &amp;</p>", text="Cold &",
                  tags=("tea", "ice"), files=(file,), published=NOW, updated=NOW)  # fmt: skip
    for suffix, form in FORMS.items():
        found = read(form.write(feed, [entry]), mime=form.mime, now=NOW)
        (item,) = found.items
        assert (found.title, found.hub, found.topic) == (
            "Tea & Co", feed.hub, feed.address(suffix),
        )  # fmt: skip
        assert (item.id, item.title, item.text) == (uri(feed, "e1"), "Iced <tea>", "Cold &")
        assert (item.published, item.tags, item.image) == (NOW, ("tea", "ice"), file.url)
        assert [one.url for one in item.files] == [file.url]


def test_the_newest_come_first_each_once_and_not_all() -> None:
    days = [NOW - timedelta(days=n) for n in range(MOST_ITEMS + 50)]
    told = [
        f"<item><guid>{n}</guid><title>{n}</title>"
        f"<pubDate>{day.strftime('%a, %d %b %Y %H:%M:%S GMT')}</pubDate></item>"
        for n, day in enumerate(days)
    ]
    found = read(items("".join([*reversed(told), told[0]])), now=NOW)

    assert [item.id for item in found.items] == [str(n) for n in range(MOST_ITEMS)]
    assert found.rest == timedelta(minutes=90)


def test_a_clock_that_runs_ahead_is_set_to_now() -> None:
    told = "<item><guid>1</guid><pubDate>Mon, 01 Jan 2035 00:00:00 GMT</pubDate></item>"

    assert read(items(told), now=NOW).items[0].published == NOW


def test_an_item_without_an_id_is_known_by_its_address_or_by_what_it_says() -> None:
    told = "<item><link>https://a.example/1</link></item><item><title>A</title></item><item/>"
    found = read(items(told)).items

    assert found[0].id == "https://a.example/1"
    assert len(found[1].id) == 64
    assert len(found) == 2


def test_a_truncated_feed_gives_what_came_before_the_break() -> None:
    whole = items("<item><title>One</title></item><item><title>Two</title></item>")
    found = read(whole[: whole.index(b"Two") + 1])

    assert found.broken
    assert found.items[0].title == "One"


@pytest.mark.promise("S15")
def test_nothing_that_runs_or_reads_comes_through() -> None:
    evil = "<script>x()</script><p onclick='x()'>Hi</p><iframe src='https://e.example'></iframe>"
    xml = items(f"<item><title>&lt;b&gt;T&lt;/b&gt;</title><link>javascript:x()</link>"
                f"<guid>1</guid><description><![CDATA[{evil}]]></description></item>")  # fmt: skip
    bad = {"id": 1, "content_html": evil, "url": "file:///etc/passwd"}
    json_feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [bad]}
    for body in (xml, json.dumps(json_feed).encode()):
        (item,) = read(body).items
        assert item.url == ""
        assert item.text == "Hi"
        assert not {"script", "onclick", "iframe", "x()"} & set(item.html.replace("<", " ").split())
        assert "onclick" not in item.html
        assert "<script" not in item.html


def test_a_json_feed_of_either_version_is_read() -> None:
    told = {"version": "https://jsonfeed.org/version/1", "title": "Tea", "author": {"name": "Asha"},
            "home_page_url": "https://a.example/", "hubs": [{"type": "WebSub", "url": "https://h.example"}],
            "items": [{"id": 7, "content_text": "a < b", "external_url": "https://b.example/",
                       "date_modified": "2026-11-01T00:00:00+02:00", "tags": ["x", 1, " "],
                       "attachments": [{"url": "https://a.example/1", "mime_type": "audio/mpeg"}]},
                      {"title": "no id"}, "no item"]}  # fmt: skip
    found = read(json.dumps(told).encode(), now=NOW)
    (item,) = found.items

    assert (found.version, found.hub, item.id, item.author) == (
        "json1",
        "https://h.example",
        "7",
        "Asha",
    )
    assert (item.html, item.text, item.url) == ("<p>a &lt; b</p>", "a < b", "https://b.example/")
    assert (item.tags, item.files[0].mime) == (("x",), "audio/mpeg")
    assert item.published == datetime(2026, 10, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": "x"},
        {"items": [{"id": "1", "tags": "x", "attachments": [{"url": 7}], "authors": [7]}]},
        {"items": [{"id": "1", "date_published": 7, "content_html": 7, "image": "data:x"}]},
        {"hubs": "x", "authors": "y", "title": 7},
    ],
)
def test_a_json_feed_with_nonsense_in_it_breaks_nothing(wrong: dict[str, object]) -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", **wrong}).encode()

    assert len(read(body).items) <= 1


def test_a_process_of_its_own_reads_the_same_and_is_stopped_in_time() -> None:
    body = items("<item><guid>1</guid><title>One</title></item>")

    assert asyncio.run(read_apart(body, url="https://a.example/")) == read(
        body, url="https://a.example/"
    )
    for given, why in ((b"", "empty"), (BOMB.encode(), "hostile")):
        with pytest.raises(Refused) as refused:
            asyncio.run(read_apart(given))
        assert refused.value.why == why
    with pytest.raises(Refused, match="too long"):
        asyncio.run(read_apart(body, seconds=0.01))


def test_a_page_names_its_feeds_posts_before_comments() -> None:
    page = """<base href="https://a.example/blog/"><link rel="alternate" type="application/rss+xml"
    title="Comments" href="comments.xml">
    <link rel="Alternate" type="application/rss+xml" href="rss.xml">
    <link rel=alternate type="application/atom+xml; charset=x" href="/atom.xml">
    <link rel="stylesheet" href="x.css"><link rel=alternate type=text/html href=en>
    <link rel="alternate" type="application/rss+xml" href="javascript:x">
    <link rel="alternate" type="application/rss+xml" href="http://[x">"""

    assert [one.url for one in feeds_of(page, "https://a.example/")] == [
        "https://a.example/atom.xml", "https://a.example/blog/rss.xml",
        "https://a.example/blog/comments.xml",
    ]  # fmt: skip
