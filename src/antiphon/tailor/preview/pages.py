"""What a page says of itself in its head; pure, and safe with whatever stands there."""

import codecs
import re
from html.parser import HTMLParser

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TITLES = ("og:title", "twitter:title", "title")
ABOUTS = ("og:description", "twitter:description", "description")
PICTURES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
SITES = ("og:site_name", "application-name")
LONGEST = 2_000
MOST = 200


class Head(HTMLParser):
    """Reads names and values of a page's head, and nothing below it."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.told: dict[str, str] = {}
        self._in_title = self._done = False
        self.feed(text_of(raw))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down what a `meta` says; the first of a name counts."""
        if tag == "body":
            self._done = True
        self._in_title = tag == "title" and not self._done
        if tag == "meta" and not self._done and len(self.told) < MOST:
            given = {name: value or "" for name, value in attrs}
            name = (given.get("property") or given.get("name") or "").strip().lower()
            if name and given.get("content", "").strip():
                self.told.setdefault(name, given["content"][:LONGEST])

    def handle_endtag(self, tag: str) -> None:
        """A title ends with its tag."""
        if tag in {"title", "head"}:
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Take down the title."""
        if self._in_title:
            self.told["title"] = (self.told.get("title", "") + data)[:LONGEST]

    def first(self, names: tuple[str, ...], longest: int) -> str:
        """The first of these that says something, on one line."""
        plain = (_plain(self.told.get(name, "")) for name in names)
        return next((text[:longest] for text in plain if text), "")


def text_of(raw: bytes) -> str:
    """The page as text: by its mark, by what it says of itself, else as UTF-8; never refused."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    named = _CHARSET.search(raw[:4096])
    if not encoding and named:
        try:
            encoding = codecs.lookup(named[1].decode("ascii")).name
        except (LookupError, UnicodeDecodeError):
            encoding = ""
    try:
        return raw.decode(encoding or "utf-8", "replace")
    except (LookupError, UnicodeError):
        # A codec that makes no text of bytes, however it was named.
        return raw.decode("utf-8", "replace")


def _plain(text: str) -> str:
    """One line, without signs that nobody sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
