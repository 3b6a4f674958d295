"""Texts as X writes them: three signs escaped, links made short, files and quotations linked."""

import hashlib
from typing import Any

from antiphon.networks.x.entities import urls
from antiphon.networks.x.simulator.world import Entry

Text = tuple[str, list[dict[str, Any]]]


def escaped(text: str) -> str:
    """Three signs are escaped in texts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def worded(post: Entry, quoted: Entry | None) -> Text:
    """The text with its links made short, and where they stand."""
    told, place = "", 0
    entities: list[dict[str, Any]] = []
    for link in urls(post.text):
        told += escaped(post.text[place : link.start])
        full = link.text if "://" in link.text else f"http://{link.text}"
        told = _link(told, entities, full)
        place = link.end
    told += escaped(post.text[place:])
    site = f"https://x.com/{post.author.handle}/status/{post.id}"
    for number, film in enumerate(post.films, 1):
        kind = "photo" if film.category == "tweet_image" else "video"
        named = {"expanded_url": f"{site}/{kind}/{number}", "media_key": film.key}
        if number == 1:
            told = _link(f"{told} " if told else "", entities, named["expanded_url"])
            entities[-1] |= named
        else:
            entities.append(entities[-1] | named)
    if quoted:
        site = f"https://twitter.com/{quoted.author.handle}/status/{quoted.id}"
        told = _link(f"{told} ", entities, site)
    return told, entities


def noted(text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """A long text, whole."""
    return {"text": text} | ({"entities": {"urls": entities}} if entities else {})


def _link(told: str, entities: list[dict[str, Any]], full: str) -> str:
    short = f"https://t.co/{hashlib.sha256(full.encode()).hexdigest()[:10]}"
    entities.append(
        {
            "start": len(told),
            "end": len(told) + len(short),
            "url": short,
            "expanded_url": full,
            "display_url": full.partition("://")[2][:27],
        }
    )
    return told + short
