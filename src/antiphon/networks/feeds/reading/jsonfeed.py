"""JSON Feed 1.0 and 1.1; pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from antiphon.kernel.markup import seen
from antiphon.networks.feeds.reading.harmless import harmless
from antiphon.networks.feeds.reading.values import (
    LONGEST,
    MOST_FILES,
    MOST_ITEMS,
    MOST_TAGS,
    Document,
    Enclosed,
    Item,
    Refused,
)

_OURS = "jsonfeed.org/version/"


def is_one(body: bytes) -> bool:
    """Whether it looks like JSON; XML never does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def read(body: bytes, *, url: str, mime: str) -> Document:  # noqa: ARG001 -- as for XML
    """The feed; raises Refused where it is other JSON."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("unknown", "That is no feed: its JSON is broken.") from None
    if not isinstance(found, dict) or _OURS not in str(found.get("version")):
        raise Refused("unknown", "That is JSON, but no feed.")
    items = found.get("items")
    whole = items if isinstance(items, list) else []
    told = [_item(one, found) for one in whole[: 5 * MOST_ITEMS] if isinstance(one, dict)]
    return Document(
        title=_text(found, "title")[:1_000],
        url=_web(found.get("home_page_url")),
        language=_text(found, "language")[:35],
        items=tuple(item for item in told if item.id),
        hub=_hub(found),
        topic=_web(found.get("feed_url")),
        version="json" + str(found["version"]).rpartition("/")[2].replace(".", "")[:3],
    )


def _item(told: Mapping[str, Any], feed: Mapping[str, Any]) -> Item:
    """An item without an id is none (the specification says so); its id may be a number."""
    id = told.get("id")
    html = harmless(_text(told, "content_html")) or _paragraph(_text(told, "content_text"))
    files = _files(told)
    image = _web(told.get("image")) or _web(told.get("banner_image"))
    pictures = (one.url for one in files if one.mime.startswith("image/"))
    return Item(
        id=str(id)[:2_000] if isinstance(id, str | int | float) else "",
        url=_web(told.get("url")) or _web(told.get("external_url")),
        title=_text(told, "title")[:1_000],
        html=html[:LONGEST],
        text=(_text(told, "content_text") or seen(html).text or _text(told, "summary"))[:LONGEST],
        published=_moment(told.get("date_published")) or _moment(told.get("date_modified")),
        updated=_moment(told.get("date_modified")),
        author=_author(told) or _author(feed),
        language=(_text(told, "language") or _text(feed, "language"))[:35],
        tags=tuple(dict.fromkeys(_tags(told))),
        files=files,
        image=image or next(pictures, ""),
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


def _tags(told: Mapping[str, Any]) -> list[str]:
    found = told.get("tags")
    whole = found if isinstance(found, list) else []
    return [one.strip()[:200] for one in whole if isinstance(one, str) and one.strip()][:MOST_TAGS]


def _files(told: Mapping[str, Any]) -> tuple[Enclosed, ...]:
    found = told.get("attachments")
    whole = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    files = [
        Enclosed(url=url, mime=_text(one, "mime_type")[:100], size=_size(one))
        for one in whole[:MOST_FILES]
        if (url := _web(one.get("url")))
    ]
    return tuple(files)


def _size(one: Mapping[str, Any]) -> int:
    found = one.get("size_in_bytes")
    return found if isinstance(found, int) and 0 <= found < 1 << 50 else 0


def _author(told: Mapping[str, Any]) -> str:
    several = told.get("authors")
    first = several[0] if isinstance(several, list) and several else told.get("author")
    return _text(first, "name")[:300] if isinstance(first, dict) else ""


def _hub(told: Mapping[str, Any]) -> str:
    hubs = told.get("hubs")
    whole = [one for one in hubs if isinstance(one, dict)] if isinstance(hubs, list) else []
    return next((_web(one.get("url")) for one in whole if one.get("type") == "WebSub"), "")


def _text(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    return found if isinstance(found, str) else ""


def _web(url: object) -> str:
    told = str(url or "")
    return told if told.startswith(("https://", "http://")) and len(told) <= 2_000 else ""


def _moment(told: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
