"""How much of our calls is left, as the headers of every answer say.

Source: developers.facebook.com/docs/graph-api/overview/rate-limiting (2026-11-21): figures are
per cent of what is allowed. Instagram's own bucket is of the type `instagram`.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.rules import Allowance

STOP = 95
"""Going on when all is used prolongs the block; so we stop before."""

PAUSE = timedelta(minutes=5)
"""How long to wait where the header names no time."""


def read(headers: Mapping[str, str], at: datetime) -> list[Allowance]:
    """What is left until we stop by ourselves, by bucket."""
    app = _told(headers.get("x-app-usage"))
    buckets = [("app", app)] if app else []
    buckets += [(f"{owner}/{use.get('type', '')}", use) for owner, use in _uses(headers)]
    return [
        Allowance(
            bucket=bucket,
            left=STOP - _spent(use),
            resets_at=at + (_regained(use) or PAUSE),
            whole_application=bucket == "app",
        )
        for bucket, use in buckets
    ]


def regained_after(headers: Mapping[str, str]) -> timedelta | None:
    """After how long Meta thinks that we may call again, if it says so."""
    waits = [wait for _owner, use in _uses(headers) if (wait := _regained(use))]
    return max(waits, default=None)


def _uses(headers: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    told = _told(headers.get("x-business-use-case-usage"))
    every = ((owner, use) for owner, uses in told.items() if isinstance(uses, list) for use in uses)
    return [(owner, use) for owner, use in every if isinstance(use, dict)]


def _told(header: str | None) -> dict[str, Any]:
    try:
        found = json.loads(header or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _spent(use: Mapping[str, Any]) -> int:
    return max(_number(use.get(name)) for name in ("call_count", "total_cputime", "total_time"))


def _regained(use: Mapping[str, Any]) -> timedelta | None:
    return timedelta(minutes=_number(use.get("estimated_time_to_regain_access"))) or None


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0
