"""Short forms of names and texts."""

import regex

_FIRST = regex.compile(r"\X")
_BETWEEN = regex.compile(r"[\s@._-]+")


def initials(name: str) -> str:
    """The first letters of the first two words."""
    words = [word for word in _BETWEEN.split(name) if word]
    letters = [_FIRST.match(word) for word in words[:2]]
    return "".join(letter.group() for letter in letters if letter).upper() or "?"
