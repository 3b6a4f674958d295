"""The HTML that these servers show, read as plain text.

Statuses hold `p br span a` and, newer ones, `del pre code em strong b i u ul ol li blockquote`
(docs.joinmastodon.org/spec/activitypub, "HTML sanitization", 2026-07). Links are shown shortened by
styles only (`invisible`, `ellipsis`), so the text of an anchor is the whole address.
"""

from collections.abc import Mapping
from html.parser import HTMLParser

_BREAKS = {"br": "\n", "li": "\n"}
_BLOCKS = {"p": "\n\n", "pre": "\n\n", "blockquote": "\n\n", "ul": "\n\n", "ol": "\n\n"}


class _Reader(HTMLParser):
    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.names = names
        self.told: list[str] = []
        self._mention: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and "mention" in (given.get("class") or "").split():
            self._mention = self.names.get(given.get("href") or "")
        if tag in _BREAKS:
            self.told.append(_BREAKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._mention:
            self.told.append(f"@{self._mention}")
            self._mention = None
        self.told.append(_BLOCKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if self._mention is None or not self._mention:
            self.told.append(data)


def plain(html: str, names: Mapping[str, str] | None = None) -> str:
    """The text; `names` gives for the address of somebody mentioned the full name."""
    reader = _Reader(names or {})
    reader.feed(html)
    reader.close()
    return "".join(reader.told).strip()
