"""HTML of strangers without what runs, loads or asks; feedparser's own rules, and a little more."""

import re

from feedparser.sanitizer import _sanitize_html

_COMMENT = re.compile(r"<!--.*?(?:--!?>|\Z)", re.DOTALL)
_LINKED = re.compile(r"\sxlink:\w+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)


def harmless(markup: str) -> str:
    """Only elements and attributes that show words and pictures."""
    return without_comments(_sanitize_html(markup, "utf-8", "text/html"))


def without_comments(markup: str) -> str:
    """No reader sees a comment, and browsers do not agree on where one ends.

    A formula's links go too: they may lead to a script, and nobody else looks at them.
    """
    return _LINKED.sub("", _COMMENT.sub("", markup).replace("<!", "&lt;!"))
