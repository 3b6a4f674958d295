"""Whether a whole text is a link that X would accept as one (its published rules, 2021-10-21)."""

import regex

_ENCODED = r"%[0-9a-f]{2}"
_PLAIN = r"[a-z\u0400-\u04FF0-9\-._~]"
_SUB = r"[!$&'()*+,;=]"
_PATH_LETTER = rf"(?:{_PLAIN}|{_ENCODED}|{_SUB}|[:|@])"
_LETTER = r"(?:[a-z0-9]|[^\u0000-\u007f])"
_LABEL = rf"{_LETTER}(?:(?:[\-]|{_LETTER})*{_LETTER})?"
_SUBLABEL = rf"{_LETTER}(?:(?:[\-_]|{_LETTER})*{_LETTER})?"
_TOP = rf"(?:[a-z]|[^\u0000-\u007f])(?:(?:[\-]|{_LETTER})*{_LETTER})?"
_HOST = rf"(?:{_SUBLABEL}\.)*{_LABEL}\.{_TOP}"
_URL = regex.compile(
    rf"https?://(?:{_HOST}|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})(?::[0-9]{{1,5}})?"
    rf"(?:/{_PATH_LETTER}*)*(?:\?(?:{_PATH_LETTER}|[/?])*)?(?:#(?:{_PATH_LETTER}|[/?])*)?",
    regex.IGNORECASE,
)


def is_url(text: str) -> bool:
    """Whether the text is one link with its scheme, and nothing else."""
    return bool(_URL.fullmatch(text))
