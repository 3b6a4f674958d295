"""How long a text is for a server of this family: links and far mentions cost less than they show.

The rule is Mastodon's own (`status_length_validator` and its Twitter-style link pattern, read in
its documentation "Posting a new status", 2026-07); the vectors measured against a real 4.7.3 pass.
"""

from collections.abc import Callable
from functools import cache, partial

import regex

from antiphon.kernel.text import graphemes

URL_COST = 23
"""What a link costs where the server names no cost of its own."""

_LABEL = r"[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}])?"
# Labels of 63 signs and names of 253 at most (RFC 1035), which also keeps the search short.
# No user name, no bare IP: the last label is of letters, or an encoded one.
_TOP = r"(?:xn--[a-z0-9-]+|[\p{L}\p{M}]{2,})(?![\p{L}\p{M}\p{N}@_-])"
_DOMAIN = rf"(?:{_LABEL}\.){{1,126}}{_TOP}"
_PATH_CHAR = r"[^\s<>()?]"
_PARENS = rf"\((?:{_PATH_CHAR}+|{_PATH_CHAR}*\({_PATH_CHAR}+\){_PATH_CHAR}*)\)"
_PATH_END = rf"(?:[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]|{_PARENS})"
_PATH = (
    rf"(?:{_PATH_CHAR}*(?:{_PARENS}{_PATH_CHAR}*)*{_PATH_END}|{_PATH_CHAR}+/)"  # as they write it
)
_QUERY = r"\?[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^]*[a-z0-9_&=#/\-]"
_URL = rf"(?<![a-z0-9@\uff20$#\uff03\u202a-\u202e])https?://{_DOMAIN}(?::\d+)?(?:/{_PATH}*)?(?:{_QUERY})?"
_USER = r"[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*"
_MENTION = rf"(?<![=/\w])(?P<near>@{_USER})@\w+(?:[.-]+\w+)*"
_ENTITY = regex.compile(f"(?P<url>{_URL})|{_MENTION}", regex.IGNORECASE)


def length(text: str, per_url: int = URL_COST) -> int:
    """Characters as a reader sees them, after every link was made equally long."""
    return graphemes(shortened(text, per_url)) if "://" in text or "@" in text else graphemes(text)


def shortened(text: str, per_url: int = URL_COST) -> str:
    """The text as it is counted: links are `per_url` letters long, `@user@host` is `@user`."""
    return _ENTITY.sub(lambda found: found["near"] or "x" * per_url, text)


@cache
def counter(per_url: int) -> Callable[[str], int]:
    """The way one server counts."""
    return partial(length, per_url=per_url)
