"""The feeds that a page names; pure. Guessing addresses is left to people."""

from dataclasses import dataclass
from html.parser import HTMLParser

from antiphon.networks.feeds.reading.values import joined

_MIMES = {
    "application/atom+xml": 0,
    "application/rss+xml": 1,
    "application/feed+json": 2,
    "application/json": 3,
    "text/xml": 4,
}
MOST = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a page names."""

    url: str
    title: str
    mime: str


class _Links(HTMLParser):
    """Gathers `<link rel="alternate">` and the base of their addresses."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.base, self.found = url, list[Offer]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what leads to a feed."""
        told = {name: value or "" for name, value in attrs}
        if tag == "base" and told.get("href"):
            self.base = joined(self.base, told["href"]) or self.base
        mime = told.get("type", "").split(";")[0].strip().lower()
        if tag != "link" or "alternate" not in told.get("rel", "").lower().split():
            return
        url = joined(self.base, told.get("href", ""))
        if mime in _MIMES and url.startswith(("http://", "https://")):
            self.found.append(Offer(url, told.get("title", "")[:300], mime))


def feeds_of(page: str, url: str) -> list[Offer]:
    """Feeds in the order in which one would want them: posts before comments."""
    reader = _Links(url)
    reader.feed(page)
    once = {offer.url: offer for offer in reader.found}
    ranked = sorted(once.values(), key=lambda one: (_is_comments(one), _MIMES[one.mime]))
    return ranked[:MOST]


def _is_comments(offer: Offer) -> bool:
    return "comment" in f"{offer.title} {offer.url}".lower()
