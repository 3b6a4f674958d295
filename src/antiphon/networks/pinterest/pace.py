"""How much of our calls is left, as the headers of an answer say.

The names are unverified (2026-11-21): the description of the interface has none, and older pages
of developers.pinterest.com name two of them. Whichever come are read.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from antiphon.connect.rules import Allowance

LEFT = ("x-ratelimit-remaining", "x-userendpoint-ratelimit-remaining")
RESETS = ("x-ratelimit-reset", "x-userendpoint-ratelimit-reset")
PAUSE = timedelta(minutes=1)


def read(headers: Mapping[str, str], at: datetime) -> list[Allowance]:
    """What is left until the window ends; nothing where no header tells."""
    left = _first(headers, LEFT)
    if left is None:
        return []
    wait = _first(headers, RESETS)
    resets = at + (PAUSE if wait is None else timedelta(seconds=min(wait, 86_400)))
    return [Allowance(bucket="calls", left=left, resets_at=resets)]


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> int | None:
    for name in names:
        value = headers.get(name, "").partition(",")[0].strip()
        if value.isdecimal():
            return int(value)
    return None
