"""Reddit's Markdown: what people typed stays what people read; pure.

Source: www.reddit.com/wiki/markdown, read 2026-11-21: a backslash takes the meaning from a sign,
two blanks before a line end keep it. Addresses are left alone, as escapes would break them.
"""

import re
import unicodedata

_ADDRESS = re.compile(r"https?://\S+")
_SIGNS = re.compile(r"[\\`*~^\[\]<>|]|(?<!\w)_|_(?!\w)")
_STARTS = re.compile(r"(?m)^([ \t]*)([#>+-]|\d+(?=[.)]\s))")
_ESCAPED = re.compile(r"\\([\\`*_~^\[\]<>|#+.)-])")
_NUMBERED = re.compile(r"(?m)^([ \t]*\d+)\\([.)])")
_KEPT_END = re.compile(r"(?<=\S)\n(?=\S)")
_POLL = re.compile(r"\s*\[View Poll\]\(https://www\.reddit\.com/poll/\w+\)\s*$")


def escaped(text: str) -> str:
    """The Markdown that reads as this text."""
    found, at = [], 0
    for address in _ADDRESS.finditer(text):
        found += [_plain(text[at : address.start()]), address[0]]
        at = address.end()
    found.append(_plain(text[at:]))
    return _KEPT_END.sub("  \n", _starts("".join(found)))


def _plain(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)


def _starts(text: str) -> str:
    """What makes a heading, a quotation or a list at the beginning of a line."""

    def marked(start: re.Match[str]) -> str:
        blank, sign = start.groups()
        return f"{blank}{sign}\\" if sign[0].isdigit() else f"{blank}\\{sign}"

    return _STARTS.sub(marked, text)


def read(markdown: str) -> str:
    """The text as a reader reads it: without escapes, and without the link that leads to a poll."""
    text = _POLL.sub("", markdown)
    text = re.sub(r"(?m) +$", "", text)
    text = _NUMBERED.sub(r"\1\2", text)
    return _ESCAPED.sub(r"\1", text)


def rendered(text: str) -> str:
    """A text as Reddit gives it back: one form of line ends, nothing blank around it."""
    found = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"(?m)[ \t]+$", "", found).strip()


def length(text: str) -> int:
    """How long the text is there: escapes count."""
    return len(escaped(text))
