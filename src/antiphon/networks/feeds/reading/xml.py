"""RSS and Atom in all their dialects, with no way out of the document; pure."""

import calendar
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax import SAXException

import feedparser
from feedparser.encodings import convert_to_utf8

from antiphon.kernel.markup import seen
from antiphon.networks.feeds.reading.harmless import without_comments
from antiphon.networks.feeds.reading.values import (
    LONGEST,
    MOST_FILES,
    MOST_ITEMS,
    MOST_TAGS,
    Document,
    Enclosed,
    Item,
    Refused,
    identity,
)

_PROLOG = re.compile(rb"\A(?:\s|[\xef\xbb\xbf\xfe\xff]|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(\[?)", re.IGNORECASE)
_PERIODS = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(weeks=1),
            "monthly": timedelta(days=30), "yearly": timedelta(days=365)}  # fmt: skip
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def read(body: bytes, *, url: str, mime: str) -> Document:
    """The feed; raises Refused where it declares entities, or is no feed at all."""
    headers = {"content-location": url} | ({"content-type": mime} if mime else {})
    result = feedparser.util.FeedParserDict()
    # Once more without zeros: letters of two or four bytes that do not name themselves.
    for told in (convert_to_utf8(headers, body, result), body.replace(b"\0", b"")):
        insist_that_it_declares_nothing(told)
    found = feedparser.parse(io.BytesIO(body), response_headers=headers)
    if not found.get("version") and not found.entries:
        is_page = b"<html" in body[:2_000].lower() or b"<!doctype html" in body[:2_000].lower()
        why = "page" if is_page else "unknown"
        raise Refused(why, "That is a page, not a feed." if is_page else "That is no feed.")
    return _document(found)


def insist_that_it_declares_nothing(body: bytes) -> None:
    """Entities are how a document reaches out or grows without end; no feed needs to declare any.

    Only before the first element can they be declared.
    """
    begin = _PROLOG.match(body)
    found = _DOCTYPE.match(body, begin.end() if begin else 0)
    if found is not None and found[1]:
        raise Refused("hostile", "The feed declares entities of its own, so we do not read it.")


def _document(found: Any) -> Document:
    feed = found.feed
    links = feed.get("links") or []
    return Document(
        title=_title(feed),
        url=_web(feed.get("link")),
        language=str(feed.get("language") or "")[:35],
        items=tuple(_item(entry) for entry in found.entries[: 5 * MOST_ITEMS]),
        hub=_related(links, "hub"),
        topic=_related(links, "self"),
        rest=_rest(feed),
        broken=isinstance(found.get("bozo_exception"), SAXException),
        version=str(found.get("version") or ""),
    )


def _item(entry: Any) -> Item:
    # Asked for by `get`, a missing `updated` would be taken from `published`.
    updated = _moment(entry["updated_parsed"]) if "updated_parsed" in entry else None
    published = _moment(entry.get("published_parsed")) or updated
    body = _body(entry)
    title, link = _title(entry), _web(entry.get("link"))
    files = _files(entry)
    return Item(
        id=identity(str(entry.get("id") or ""), link, title or body[0][:200], published),
        url=link,
        title=title,
        html=body[0][:LONGEST],
        text=seen(body[0]).text[:LONGEST],
        published=published,
        updated=updated,
        author=str(entry.get("author") or "")[:300],
        language=body[1],
        tags=tuple(dict.fromkeys(_tags(entry))),
        files=files,
        image=_image(entry, files, body[0]),
    )


def _body(entry: Any) -> tuple[str, str]:
    """The body and its language: the content, else the summary."""
    whole = [one for one in entry.get("content") or [] if one.get("value")]
    markup = [one for one in whole if "html" in str(one.get("type"))]
    chosen = next(iter(markup or whole), None)
    if chosen is None:
        chosen = entry.get("summary_detail") or {}
    return without_comments(str(chosen.get("value") or "")), str(chosen.get("language") or "")[:35]


def _tags(entry: Any) -> list[str]:
    found = [str(one.get("term") or "").strip()[:200] for one in entry.get("tags") or []]
    return [tag for tag in found if tag][:MOST_TAGS]


def _files(entry: Any) -> tuple[Enclosed, ...]:
    told = [*(entry.get("enclosures") or []), *(entry.get("media_content") or [])]
    found = {
        url: Enclosed(url=url, mime=str(one.get("type") or "")[:100], size=_number(one))
        for one in told
        if (url := _web(one.get("href") or one.get("url")))
    }
    return tuple(found.values())[:MOST_FILES]


def _number(one: Mapping[str, Any]) -> int:
    told = str(one.get("length") or one.get("filesize") or "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0


def _image(entry: Any, files: Sequence[Enclosed], body: str) -> str:
    told = [one.get("url") for one in entry.get("media_thumbnail") or []]
    told += [one.url for one in files if one.mime.startswith("image/")]
    told += [(entry.get("image") or {}).get("href")]
    inside = re.search(r"<img\b[^>]*?\bsrc=[\"']([^\"']+)", body)
    return next((url for one in [*told, inside and inside[1]] if (url := _web(one))), "")


def _related(links: Sequence[Mapping[str, Any]], relation: str) -> str:
    return next((_web(one.get("href")) for one in links if one.get("rel") == relation), "")


def _title(found: Any) -> str:
    """As a reader meets it: what says that it is plain text is no markup."""
    told = str(found.get("title") or "")
    is_plain = (found.get("title_detail") or {}).get("type") == "text/plain"
    return (" ".join(told.split()) if is_plain else seen(told).text)[:1_000]


def _web(url: object) -> str:
    """An address of the web, or nothing: never one that runs or reads something."""
    told = str(url or "").strip()
    return told if len(told) <= 2_000 and _WEB.fullmatch(told) else ""


def _moment(told: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(told), UTC) if told else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _rest(feed: Any) -> timedelta | None:
    """By `ttl` in minutes, or by `sy:updatePeriod` and `sy:updateFrequency`."""
    ttl, often = str(feed.get("ttl") or ""), str(feed.get("sy_updatefrequency") or "1")
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 7:
        return timedelta(minutes=int(ttl))
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    times = int(often) if often.isascii() and often.isdigit() and len(often) < 5 else 1
    return period / max(1, times) if period else None
