"""How much of our calls is left, as headers say it: per cent of what is allowed.

That Threads sends the headers of the Graph API is not verified; where there are none, nothing is
learned. Source: developers.facebook.com/docs/graph-api/overview/rate-limiting (2026-11-21).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.rules import Allowance

STOP = 95
"""Going on when 100 % are used prolongs the block; so we stop before."""
SLIDES = timedelta(minutes=5)


def read(headers: Mapping[str, str], at: datetime) -> list[Allowance]:
    """What is left until we stop by ourselves."""
    found = []
    for bucket, use in _uses(headers):
        ends = at + (_wait(use) or SLIDES)
        left, whole = STOP - _most(use), bucket == "app"
        found.append(Allowance(bucket=bucket, left=left, resets_at=ends, whole_application=whole))
    return found


def regained_after(headers: Mapping[str, str]) -> timedelta | None:
    """After how long we may call again, if that is said."""
    return max((wait for _name, use in _uses(headers) if (wait := _wait(use))), default=None)


def _uses(headers: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    app = _parsed(headers, "x-app-usage")
    if app:
        yield "app", app
    for whose, uses in _parsed(headers, "x-business-use-case-usage").items():
        yield from ((str(whose), use) for use in _objects(uses))


def _parsed(headers: Mapping[str, str], name: str) -> dict[str, Any]:
    try:
        told = json.loads(headers.get(name, "{}"))
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _most(use: Mapping[str, Any]) -> int:
    return max(_per_cent(use.get(name)) for name in ("call_count", "total_cputime", "total_time"))


def _wait(use: Mapping[str, Any]) -> timedelta | None:
    minutes = _per_cent(use.get("estimated_time_to_regain_access"))
    return timedelta(minutes=minutes) if minutes else None


def _per_cent(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0
