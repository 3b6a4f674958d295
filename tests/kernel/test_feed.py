"""A feed of ours in its three forms, and the items that programs hand in."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernel.feed import FORMS, Entry, Feed, File, Unfit, entry_from, headers, told, uri

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
FEED = Feed(
    slug="news", title="Tea & Co", base="https://a.example/feeds", made_at=NOW,
    home="https://a.example/", hub="https://hub.example/", author="Tea", language="en",
)  # fmt: skip
FILE = File(url="https://a.example/1.png?a=1&b=2", mime="image/png", size=9, title="A “glass”")
ENTRY = Entry(id="e1", title="Iced <tea>", html='<p>Cold &amp; <img alt="x"></p>', text="Cold &",
              summary="Short", link="https://b.example/", language="en-GB", tags=("tea", "R&D"),
              files=(FILE,), published=NOW, updated=NOW + timedelta(hours=1))  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom_tells_everything_and_names_stay() -> None:
    root = fromstring(FORMS["atom"].write(FEED, [ENTRY]))
    (entry,) = root.findall(f"{ATOM}entry")
    links = {one.get("rel"): one for one in entry.findall(f"{ATOM}link")}

    assert root.findtext(f"{ATOM}id") == "tag:a.example,2026-11-28:news"
    assert entry.findtext(f"{ATOM}id") == "tag:a.example,2026-11-28:news/e1" == uri(FEED, "e1")
    assert entry.findtext(f"{ATOM}content") == ENTRY.html
    assert (entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")) == (
        "2026-11-28T09:00:00Z", "2026-11-28T10:00:00Z",
    )  # fmt: skip
    assert (links["enclosure"].get("href"), links["enclosure"].get("title")) == (
        FILE.url, FILE.title,
    )  # fmt: skip
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["tea", "R&D"]
    assert {one.get("rel") for one in root.findall(f"{ATOM}link")} == {"self", "alternate", "hub"}


def test_rss_tells_one_enclosure_and_all_media() -> None:
    entry = replace(ENTRY, files=(FILE, replace(FILE, url="https://a.example/2.png")))
    root = fromstring(FORMS["rss"].write(FEED, [entry]))
    item = root.find("channel/item")

    assert item is not None
    assert (item.findtext("title"), item.findtext("guid")) == ("Iced <tea>", uri(FEED, "e1"))
    assert item.findtext("pubDate") == "Sat, 28 Nov 2026 09:00:00 GMT"
    assert len(item.findall("enclosure")) == 1
    assert len(item.findall("{http://search.yahoo.com/mrss/}content")) == 2


def test_json_feed_tells_the_same() -> None:
    found = json.loads(FORMS["json"].write(FEED, [ENTRY]))
    (item,) = found["items"]

    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["hubs"] == [{"type": "WebSub", "url": FEED.hub}]
    assert (item["id"], item["content_html"], item["image"]) == (
        uri(FEED, "e1"),
        ENTRY.html,
        FILE.url,
    )
    assert item["attachments"][0]["title"] == FILE.title
    assert item["date_modified"] == "2026-11-28T10:00:00Z"


def test_an_item_without_a_title_is_called_by_its_first_words() -> None:
    assert replace(ENTRY, title="", text="One\ntwo").name == "One"
    assert replace(ENTRY, title="", text="word " * 40).name.endswith("…")
    assert len(replace(ENTRY, title="", text="word " * 40).name) <= 80


@given(st.text(max_size=60))
def test_any_text_makes_a_document_that_can_be_read(text: str) -> None:
    entry = replace(ENTRY, title=text, text=text, html=text, summary=text, tags=(text,))
    for suffix in ("atom", "rss"):
        fromstring(FORMS[suffix].write(FEED, [entry]))
    assert json.loads(FORMS["json"].write(FEED, [entry]))["items"]


def test_an_item_comes_back_as_it_was_handed_in() -> None:
    found = entry_from("e1", json.loads(json.dumps(told(ENTRY))), NOW + timedelta(hours=1))

    assert found == ENTRY
    assert found.says_the_same_as(replace(ENTRY, updated=NOW))
    assert not found.says_the_same_as(replace(ENTRY, title="Other"))


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ([], ""),
        ({}, "content_text"),
        ({"title": 7}, "title"),
        ({"title": "a" * 301}, "title"),
        ({"content_text": "x", "tags": "a"}, "tags"),
        ({"content_text": "x", "tags": [1]}, "tags"),
        ({"content_text": "x", "tags": ["a"] * 51}, "tags"),
        ({"content_text": "x", "external_url": "javascript:x"}, "external_url"),
        ({"content_text": "x", "external_url": "http://[x"}, "external_url"),
        ({"content_text": "x", "date_published": "soon"}, "date_published"),
        ({"attachments": [{"url": "file:///etc/passwd", "mime_type": "x/y"}]}, "attachments"),
        ({"attachments": [{"url": "https://a.example/"}]}, "attachments"),
        (
            {
                "attachments": [
                    {"url": "https://a.example/", "mime_type": "x/y", "size_in_bytes": "9"}
                ]
            },
            "attachments",
        ),
    ],
)
def test_an_item_that_does_not_fit_names_its_field(given_: object, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        entry_from("e1", given_, NOW)

    assert refused.value.field == field


def test_a_clock_that_runs_ahead_is_set_to_now() -> None:
    found = entry_from("a", {"title": "x", "date_published": "2030-01-01T00:00:00"}, NOW)

    assert found.published == NOW


def test_headers_change_with_the_body_and_name_the_hub() -> None:
    one, two = (headers(FEED, "atom", body, NOW) for body in (b"a", b"b"))

    assert one["ETag"] != two["ETag"]
    assert one["Last-Modified"] == "Sat, 28 Nov 2026 09:00:00 GMT"
    assert one["Link"] == (
        '<https://a.example/feeds/news.atom>; rel="self", <https://hub.example/>; rel="hub"'
    )
