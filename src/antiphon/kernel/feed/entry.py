"""What a feed of ours holds: its items, as a program hands them in and as they are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

LONGEST_TITLE = 300
LONGEST_TEXT = 500_000
MOST_FILES = 20
MOST_TAGS = 50
_LONGEST = {"title": LONGEST_TITLE, "content_html": 2 * LONGEST_TEXT, "content_text": LONGEST_TEXT,
            "summary": 1_000, "external_url": 2_000, "language": 35}  # fmt: skip


class Unfit(ValueError):
    """An item that a feed cannot hold; the field that is wrong, and why."""

    def __init__(self, field: str, say: str) -> None:
        super().__init__(say)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that belongs to an item, by where everybody finds it."""

    url: str
    mime: str
    size: int = 0
    title: str = ""
    """Its alternative text."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed."""

    id: str
    """Chosen by whoever hands it in; the same for ever."""
    title: str = ""
    html: str = ""
    text: str = ""
    summary: str = ""
    link: str = ""
    """Where it leads, outside of the feed."""
    language: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    published: datetime
    updated: datetime

    @property
    def name(self) -> str:
        """A title, also where none was given: its first words."""
        first = next(iter(self.text.strip().splitlines()), "") or self.link or self.id
        return self.title or (first if len(first) <= 80 else f"{first[:79].rstrip()}…")

    def says_the_same_as(self, other: "Entry") -> bool:
        """Whether a reader would see no difference."""
        return replace(other, published=self.published, updated=self.updated) == self


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, without its items."""

    slug: str
    title: str
    base: str
    """Where feeds are, without a slash at the end; the forms are below."""
    made_at: datetime
    home: str = ""
    hub: str = ""
    author: str = ""
    language: str = field(default="")

    def address(self, suffix: str) -> str:
        """Where one form of it is."""
        return f"{self.base}/{self.slug}.{suffix}"

    def page(self, entry: str) -> str:
        """Where an item can be read by itself."""
        return f"{self.base}/{self.slug}/items/{entry}.html"


def uri(feed: Feed, entry: str = "") -> str:
    """A name for ever (RFC 4151): it stays when addresses change."""
    host = urlsplit(feed.base).hostname or "localhost"
    day = feed.made_at.astimezone(UTC).strftime("%Y-%m-%d")
    return f"tag:{host},{day}:{feed.slug}{f'/{entry}' if entry else ''}"


def entry_from(id: str, given: object, now: datetime) -> Entry:
    """The item that a program handed in; raises Unfit."""
    if not isinstance(given, Mapping):
        raise Unfit("", "The item must be a JSON object.")
    texts = {name: _text(given, name, most) for name, most in _LONGEST.items()}
    if not any((texts["title"], texts["content_text"], given.get("attachments"))):
        raise Unfit("content_text", "The item says nothing.")
    if texts["external_url"]:
        _web(texts["external_url"], "external_url")
    published = _moment(given.get("date_published"), now)
    return Entry(
        id=id, title=texts["title"], html=texts["content_html"], text=texts["content_text"],
        summary=texts["summary"], link=texts["external_url"], language=texts["language"],
        tags=tuple(_listed(given, "tags", MOST_TAGS, str)),
        files=tuple(map(_file, _listed(given, "attachments", MOST_FILES, Mapping))),
        published=published, updated=now,
    )  # fmt: skip


def told(entry: Entry) -> dict[str, Any]:
    """The item as a program hands it in (the names are those of JSON Feed 1.1)."""
    files = [_without_nothing({"url": one.url, "mime_type": one.mime, "title": one.title,
                               "size_in_bytes": one.size, "duration_in_seconds": one.seconds})
             for one in entry.files]  # fmt: skip
    found = {
        "title": entry.title, "content_html": entry.html, "content_text": entry.text,
        "summary": entry.summary, "external_url": entry.link, "language": entry.language,
        "tags": list(entry.tags), "attachments": files,
        "date_published": entry.published.astimezone(UTC).isoformat(),
    }  # fmt: skip
    return _without_nothing(found)


def _without_nothing(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in ("", 0, [], None)}


def _text(given: Mapping[str, Any], name: str, most: int) -> str:
    found = given.get(name, "")
    if not isinstance(found, str):
        raise Unfit(name, f"“{name}” must be a text.")
    if len(found) > most:
        raise Unfit(name, f"“{name}” is too long: {len(found)} of {most} characters.")
    return found


def _listed(given: Mapping[str, Any], name: str, most: int, of: type) -> Sequence[Any]:
    found = given.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, of) for one in found):
        raise Unfit(name, f"“{name}” must be a list.")
    if len(found) > most:
        raise Unfit(name, f"“{name}” holds too many: {len(found)} of {most}.")
    return found


def _file(given: Mapping[str, Any]) -> File:
    url, mime = _text(given, "url", 2_000), _text(given, "mime_type", 100)
    _web(url, "attachments")
    size, seconds = given.get("size_in_bytes", 0), given.get("duration_in_seconds", 0)
    if not all(isinstance(one, int | float) and one >= 0 for one in (size, seconds)) or not mime:
        raise Unfit("attachments", "A file needs an address, a type, and sizes as numbers.")
    title = _text(given, "title", 5_000)
    return File(url=url, mime=mime, size=int(size), title=title, seconds=float(seconds))


def _web(url: str, field: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Unfit(field, "That is not an address of the web.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unfit(field, "That is not an address of the web.")


def _moment(given: object, now: datetime) -> datetime:
    """When it was said; a clock that runs ahead is set to now."""
    if not isinstance(given, str) or not given:
        return now
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        raise Unfit("date_published", "“date_published” must be a time of RFC 3339.") from None
    return min(found if found.tzinfo else found.replace(tzinfo=UTC), now)
