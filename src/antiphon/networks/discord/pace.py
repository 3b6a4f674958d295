"""How many calls are left, as the headers of every answer say.

Source: docs.discord.com/developers/topics/rate-limits (6 August 2026).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from antiphon.connect.rules import Allowance

LONGEST = timedelta(hours=24)


def read(headers: Mapping[str, str], at: datetime) -> list[Allowance]:
    """What is left of the bucket that the call belonged to."""
    left, wait = headers.get("x-ratelimit-remaining", ""), seconds(headers)
    if not left.isdigit() or wait is None:
        return []
    return [
        Allowance(
            bucket=headers.get("x-ratelimit-bucket", ""),
            left=int(left),
            resets_at=at + wait,
            whole_application=headers.get("x-ratelimit-global", "").lower() == "true",
        )
    ]


def seconds(headers: Mapping[str, str]) -> timedelta | None:
    """After how long the bucket is full again, where it is said."""
    return span(headers.get("x-ratelimit-reset-after"))


def span(value: object) -> timedelta | None:
    """A time in seconds with a fraction; garbage counts as missing."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return min(LONGEST, timedelta(seconds=number)) if 0 <= number < 1e9 else None
