"""How much of our calls is left, as the headers of every answer say.

100 calls a minute for one app, over ten minutes (Reddit's data API wiki, read 2026-11-21); recorded
answers of 2025 and 2026 begin near 1,000, with decimals.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from antiphon.connect.rules import Allowance

SPARE = 5
"""So many are left alone."""
WINDOW = 600.0


def read(headers: Mapping[str, str], at: datetime) -> list[Allowance]:
    """What is left until the window ends; the whole installation shares it."""
    left = _number(headers.get("x-ratelimit-remaining"))
    if left is None:
        return []
    wait = _number(headers.get("x-ratelimit-reset"))
    resets = at + timedelta(seconds=min(WINDOW, WINDOW if wait is None else wait))
    return [
        Allowance(bucket="calls", left=int(left) - SPARE, resets_at=resets, whole_application=True)
    ]


def _number(value: str | None) -> float | None:
    try:
        return max(0.0, float(value or ""))
    except ValueError:
        return None
