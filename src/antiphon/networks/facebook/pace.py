"""How much of our calls is left, as the headers of every answer say.

Source: developers.facebook.com/docs/graph-api/overview/rate-limiting (2026-11-21); the form of
X-Business-Use-Case-Usage as recorded in May 2026. All figures are per cent of what is allowed.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.rules import Allowance

STOP = 95
"""Going on when 100 % are used prolongs the block; so we stop before."""

PAUSE = timedelta(minutes=5)
"""How long to wait where the header names no time: the block slides with the last hour."""

_FIGURES = ("call_count", "total_cputime", "total_time")


def read(headers: Mapping[str, str], at: datetime) -> list[Allowance]:
    """What is left until we stop by ourselves, by bucket."""
    return [
        Allowance(
            bucket=bucket,
            left=STOP - used,
            resets_at=at + (wait or PAUSE),
            whole_application=bucket == "app",
        )
        for bucket, used, wait in _buckets(headers)
    ]


def regained_after(headers: Mapping[str, str]) -> timedelta | None:
    """After how long Facebook thinks that we may call again, if it says so."""
    return max((wait for _bucket, _used, wait in _buckets(headers) if wait), default=None)


def _buckets(headers: Mapping[str, str]) -> Iterator[tuple[str, int, timedelta | None]]:
    app = _object(headers.get("x-app-usage"))
    if app:
        yield "app", _used(app), None
    page = _object(headers.get("x-page-usage"))
    if page:
        yield "page", _used(page), None
    for owner, uses in _object(headers.get("x-business-use-case-usage")).items():
        for use in uses if isinstance(uses, list) else []:
            if isinstance(use, dict):
                minutes = _figure(use.get("estimated_time_to_regain_access"))
                wait = timedelta(minutes=minutes) if minutes else None
                yield f"{owner}/{use.get('type', '')}", _used(use), wait


def _object(value: str | None) -> dict[str, Any]:
    try:
        told = json.loads(value or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _used(told: Mapping[str, Any]) -> int:
    return max(_figure(told.get(name)) for name in _FIGURES)


def _figure(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0
