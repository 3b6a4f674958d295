"""Links with their tags, and codes nobody guesses; pure."""

import secrets
import string
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from antiphon.kernel.text import links, tags

_LETTERS = string.digits + string.ascii_letters
CODE = 12
"""Letters of a code: 62 to the 12th is 71 bits. Nobody finds one by trying, and it stays short."""


def code() -> str:
    """A new code."""
    return "".join(secrets.choice(_LETTERS) for _ in range(CODE))


def tagged(link: str, **tags: str) -> str:
    """The link with `utm_` tags; a tag that it already has stays, order and fragment too."""
    parts = urlsplit(link)
    present = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    added = {f"utm_{name}": value for name, value in tags.items() if value}
    query = urlencode({n: v for n, v in added.items() if n not in present}, quote_via=quote)
    whole = "&".join(piece for piece in (parts.query, query) if piece)
    return urlunsplit(parts._replace(query=whole))


def replaced(text: str, old: str, new: str) -> str:
    """The text with one link instead of another, wherever it stands as a whole link."""
    for begin, end in reversed(links(text)):
        if text[begin:end] == old:
            text = text[:begin] + new + text[end:]
    return text


def holds(text: str, link: str) -> bool:
    """Whether the text already shows the link."""
    return any(text[begin:end] == link for begin, end in links(text))


def with_tags(text: str, wanted: Iterable[str]) -> str:
    """The text, ending with the hashtags that it does not show already."""
    shown = {tag.casefold() for tag in tags(text)}
    missing = [f"#{tag}" for tag in wanted if tag.casefold() not in shown]
    return f"{text.rstrip()}\n\n{' '.join(missing)}" if missing else text


def with_link(text: str, link: str) -> str:
    """The text, ending with the link unless it shows it already."""
    if not link or holds(text, link):
        return text
    return f"{text.rstrip()}\n\n{link}" if text.strip() else link
