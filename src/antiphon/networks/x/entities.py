"""What X finds in a text: links, mentions, hashtags and cashtags.

The rules are those that X publishes with its configuration of 2018 (version 3) and its conformance
cases (newest edition 2021-10-21); the tests hold us against those cases.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

MAX_URL, MAX_SLUG, MAX_LABEL, MAX_LABELS = 4096, 40, 63, 32
"""The published rules name no number of labels; without one a hostile text takes minutes."""
_SPACES = r"\u0009-\u000D\u0020\u0085\u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
_DIRECTION = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
_FORBIDDEN = r"\uFFFE\uFEFF\uFFFF"
_PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]\^_{|}~$"
_LATIN = (
    r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF\u0100-\u024F\u0253\u0254\u0256\u0257\u0259\u025B"
    r"\u0263\u0268\u026F\u0272\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
_CYRILLIC = r"\u0400-\u04FF"

_LETTER = rf"[^{_PUNCTUATION}{_SPACES}{_FORBIDDEN}{_DIRECTION}]"
_SUBDOMAIN = rf"(?:(?:{_LETTER}(?:[_-]|{_LETTER})*)?{_LETTER}\.)"
_NAME = rf"(?:(?:{_LETTER}(?:-|{_LETTER})*)?{_LETTER}\.)"
_TOP = r"(?:\L<tops>(?=[^0-9a-zA-Z@+-]|$)|xn--[\-0-9a-z]+)"
_GENERAL = rf"[a-z{_CYRILLIC}0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_PARENS = rf"\((?:{_GENERAL}+|{_GENERAL}*\({_GENERAL}+\){_GENERAL}*)\)"
_ENDING = rf"(?:[+\-a-z{_CYRILLIC}0-9=_#/{_LATIN}]|{_PARENS})"
_PATH = rf"(?:{_GENERAL}*(?:{_PARENS}{_GENERAL}*)*{_ENDING}|@{_GENERAL}+/)"
_QUERY = r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]"
_WORD = regex.compile(rf"[^{_SPACES}]*[^{_SPACES}]\.[^{_SPACES}]+")
_NO_BARE_AFTER = frozenset("-_./")
_SHORT = regex.compile(rf"https?://t\.co/([a-z0-9]+)(?:\?{_QUERY})?", regex.IGNORECASE)

_MENTION = regex.compile(
    r"(?:^|[^a-zA-Z0-9_!#$%&*@\uFF20]|(?:^|[^a-zA-Z0-9_+~.-])(?:rt|RT|rT|Rt):?)"
    r"([@\uFF20])([a-zA-Z0-9_]{1,20})(/[a-zA-Z][a-zA-Z0-9_\-]{0,24})?"
)
_NO_MENTION = regex.compile(rf"[@\uFF20]|[{_LATIN}]|://")
_REPLY = regex.compile(rf"(?:[{_SPACES}]|[{_DIRECTION}])*[@\uFF20]([a-zA-Z0-9_]{{1,20}})")
_TAG_LETTER = (
    r"[\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb"
    r"\u3003\u0f0b\u0f0c\u00b7]"
)
_HASHTAG = regex.compile(
    rf"(?:^|\uFE0E|\uFE0F|(?!&)(?!{_TAG_LETTER}).)([#＃])(?!\uFE0F|\u20E3)"
    rf"({_TAG_LETTER}*[\p{{L}}\p{{M}}]{_TAG_LETTER}*)",
    regex.DOTALL,
)
_NO_HASHTAG = regex.compile(r"[#＃]|://")
_CASHTAG = regex.compile(
    rf"(?:^|[{_SPACES}]|[{_DIRECTION}])(\$)([a-z]{{1,6}}(?:[._][a-z]{{1,2}})?)"
    rf"(?=$|\s|[{_PUNCTUATION}])",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in a text, and where it begins and ends (in code points)."""

    text: str
    start: int
    end: int
    rest: str = ""
    """The list that follows a mention."""


@cache
def top_domains() -> tuple[str, ...]:
    """All top-level domains that end a link."""
    lines = files(__package__).joinpath("tlds.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _link() -> "regex.Pattern[str]":
    return regex.compile(
        rf"(?:[^A-Za-z0-9@\uFF20$#＃{_FORBIDDEN}]|[{_DIRECTION}]|^)"
        rf"(?P<url>(?P<scheme>https?://)?(?P<domain>{_SUBDOMAIN}{{0,{MAX_LABELS}}}{_NAME}{_TOP})"
        rf"(?::[0-9]+)?(?P<path>/{_PATH}*)?(?P<query>\?{_QUERY})?)",
        regex.IGNORECASE,
        tops=top_domains(),
    )


@cache
def _dotted_top() -> "regex.Pattern[str]":
    """What must be somewhere in a word that holds a link; quickly looked for."""
    return regex.compile(rf"\.{_TOP}", regex.IGNORECASE, tops=top_domains())


@cache
def _bare() -> "regex.Pattern[str]":
    """A domain of Latin letters, for links without a scheme."""
    return regex.compile(rf"(?:[\-a-z0-9{_LATIN}]+\.)+{_TOP}", regex.IGNORECASE, tops=top_domains())


def urls(text: str) -> list[Found]:
    """The links of a text, with a scheme or without."""
    found: list[Found] = []
    for word in _WORD.finditer(text):
        place, end = max(0, word.start() - 1), word.end()
        while _dotted_top().search(text, place, end):
            match = _link().search(text, place, end)
            if match is None:
                break
            links, place = _links(match, text)
            found += links
    return found


def _links(match: "regex.Match[str]", text: str) -> tuple[list[Found], int]:
    """The links of one match, and where to search on."""
    url, start, end = match["url"], match.start("url"), match.end("url")
    if not _has_length(match):
        return [], end
    if not match["scheme"]:
        if text[match.start() : start] and text[match.start()] in _NO_BARE_AFTER:
            return [], end
        return _bare_links(match), end
    if short := _SHORT.match(url):
        if len(short[1]) > MAX_SLUG:
            return [], end
        url, end = short[0], start + len(short[0])
    return [Found(url, start, end)], match.end("url")


def _bare_links(match: "regex.Match[str]") -> list[Found]:
    domain, start = match["domain"], match.start("domain")
    found = [
        Found(one[0], start + one.start(), start + one.end()) for one in _bare().finditer(domain)
    ]
    if found and match["path"]:
        last, rest = found[-1], match["url"][match.end("domain") - start :]
        whole = last.text + rest if last.end == match.end("domain") else last.text
        end = match.end("url") if last.end == match.end("domain") else last.end
        found[-1] = Found(whole, last.start, end)
    return found


def _has_length(match: "regex.Match[str]") -> bool:
    """Whether the names in the link could be looked up at all (RFC 1035 section 2.3.4)."""
    domain = match["domain"]
    labels = [looked_up(label) for label in domain.split(".")]
    if any(not 0 < len(label) <= MAX_LABEL for label in labels):
        return False
    scheme = 0 if match["scheme"] else len("https://")
    return scheme + len(match["url"]) - len(domain) + len(".".join(labels)) <= MAX_URL


def looked_up(label: str) -> str:
    """The label as it is looked up; empty where there is no such form (RFC 5891)."""
    if label.isascii():
        return label
    if label.lower().startswith("xn--"):
        return ""
    return "xn--" + label.lower().encode("punycode").decode("ascii")


def mentions(text: str) -> list[Found]:
    """Accounts and lists that a text names; `rest` holds a list's name with its slash."""
    return [
        Found(match[2], match.start(1), match.end(), match[3] or "")
        for match in _MENTION.finditer(text)
        if not _NO_MENTION.match(text, match.end())
    ]


def reply_to(text: str) -> str | None:
    """The account that a text begins by naming."""
    match = _REPLY.match(text)
    return match[1] if match and not _NO_MENTION.match(text, match.end()) else None


def hashtags(text: str) -> list[Found]:
    """Hashtags outside of links, without their sign."""
    inside = [(link.start, link.end) for link in urls(text)] if "." in text else []
    found = []
    for match in _HASHTAG.finditer(text):
        start, end = match.start(1), match.end()
        in_link = any(first < end and start < last for first, last in inside)
        if not in_link and not _NO_HASHTAG.match(text, end):
            found.append(Found(match[2], start, end))
    return found


def cashtags(text: str) -> list[Found]:
    """Signs of shares, without their sign."""
    if "$" not in text:
        return []
    return [Found(match[2], match.start(1), match.end()) for match in _CASHTAG.finditer(text)]
