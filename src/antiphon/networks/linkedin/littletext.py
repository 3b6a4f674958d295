"""LinkedIn's “little text”: what must be escaped, what must not, and what a reader sees.

Reserved characters stand for themselves only behind a backslash; an unescaped bracket can silently
cut a post short (learn.microsoft.com/linkedin, little text format, read 2026-11-21). So a text is
first taken apart into mentions, hashtags and plain pieces, and only plain pieces are escaped.
"""

import regex

from antiphon.kernel.text import TAG, utf16

RESERVED = frozenset("|{}@[]()<>#\\*_~")
"""Posts API, “little text”: exactly these."""

_MENTION = regex.compile(
    r"@\[(?P<name>[^\[\]\n]+)\]\((?P<urn>urn:li:(?:person|organization):[A-Za-z0-9_-]+)\)"
)
_TEMPLATE = regex.compile(r"\{hashtag\|\\?#\|(?P<tag>[\p{L}\p{M}\p{N}_]+)\}")
_TOKEN = regex.compile(f"{_MENTION.pattern}|{_TEMPLATE.pattern}|{TAG.pattern}")
_SHOWN = regex.compile(
    r"\\(?P<literal>[|{}@\[\]()<>#\\*_~])"
    r"|@\[(?P<name>(?:\\.|[^\\\]])*)\]\(urn:li:[A-Za-z]+:[A-Za-z0-9_-]+\)"
    r"|\{hashtag\|\\?#\|(?P<tag>(?:\\.|[^\\}|])*)\}"
)


def little(text: str) -> str:
    """What a person typed, as LinkedIn wants it written."""
    pieces, place = [], 0
    for token in _TOKEN.finditer(text):
        pieces += [escape(text[place : token.start()]), _kept(token)]
        place = token.end()
    return "".join([*pieces, escape(text[place:])])


def _kept(token: "regex.Match[str]") -> str:
    name = token["name"]
    return f"@[{escape(name)}]({token['urn']})" if name else token[0]


def escape(text: str) -> str:
    """A plain piece, every reserved character behind a backslash."""
    return "".join(f"\\{one}" if one in RESERVED else one for one in text)


def plain(written: str) -> str:
    """What a reader reads of a little text."""
    return _SHOWN.sub(_shown, written)


def _shown(match: "regex.Match[str]") -> str:
    if match["literal"]:
        return str(match["literal"])
    return plain(match["name"]) if match["name"] is not None else f"#{plain(match['tag'])}"


def rendered(text: str) -> str:
    """What a reader reads of what a person typed: mentions lose their address."""
    return plain(little(text))


def length(text: str) -> int:
    """How LinkedIn counts: UTF-16 units of what a reader reads.

    The documentation names 3,000 characters and no unit; this is the careful reading of it.
    """
    return utf16(rendered(text))
