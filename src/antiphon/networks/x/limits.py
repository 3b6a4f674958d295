"""How much X says that it will still take: three families of headers, on every answer."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from antiphon.connect.rules import Allowance

WINDOW = timedelta(minutes=15)
"""docs.x.com, rate limits: all endpoints count in windows of a quarter of an hour."""
WITHOUT_HEADERS = WINDOW
_BUCKETS = (
    ("x-rate-limit", False),
    ("x-user-limit-24hour", False),
    ("x-app-limit-24hour", True),
)


def allowances(headers: Mapping[str, str], _at: datetime) -> list[Allowance]:
    """What is left of each bucket that an answer's headers name."""
    found = []
    for name, whole in _BUCKETS:
        left, reset = headers.get(f"{name}-remaining", ""), headers.get(f"{name}-reset", "")
        if left.isdecimal() and reset.isdecimal() and len(reset) < 12:
            resets_at = datetime.fromtimestamp(int(reset), UTC)
            found.append(
                Allowance(bucket=name, left=int(left), resets_at=resets_at, whole_application=whole)
            )
    return found
