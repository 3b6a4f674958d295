"""How it is in a place today, where somebody can be asked; else how it usually is."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.conf import settings

from antiphon.connect.errors import NetworkError
from antiphon.connect.post_office import PostOffice
from antiphon.tailor.sky import climate, places
from antiphon.tailor.sky.climate import Climate
from antiphon.tailor.sky.places import Place
from antiphon.work import clock
from antiphon.work.office import office

UNUSUAL = 4.0
"""From so many °C above or below the month's mean on, a day is warmer or colder than it usually is
there; about one standard deviation of daily means outside the tropics. A judgement of ours."""
WET = 0.1
"""Millimetres an hour from which on it rains: the least that gauges tell (WMO Guide No. 8)."""
CITIES = 3
"""For so many cities of a country, the largest, the weather is asked; others have their climate."""
CELL = 0.25
"""Degrees within which one answer serves; finer than most models behind the source."""


Sky = Callable[[Place], frozenset[Climate]]
"""How it is in a place."""


@dataclass(frozen=True, slots=True)
class Days:
    """How it is everywhere on the day that counts: by climate, and by weather."""

    usual: Sky
    today: Sky

    def sky(self, *, live: bool) -> Sky:
        """The one to go by."""
        return self.today if live else self.usual


@dataclass(frozen=True, slots=True)
class Now:
    """The weather of this hour somewhere."""

    celsius: float
    is_wet: bool


class Weather(Protocol):
    """Somebody who can be asked for the weather."""

    def now(self, lat: float, lon: float) -> Now | None:
        """The weather of this hour there, or nothing when they do not know."""


class _Nobody:
    def now(self, lat: float, lon: float) -> Now | None:  # noqa: ARG002 -- whatever is asked
        return None


none: Weather = _Nobody()
"""Nobody to ask: everything is as it usually is."""


@dataclass
class OpenMeteo:
    """The weather service of that name; free for who earns nothing by it, or one's own server.

    Source: open-meteo.com/en/docs, read November 2026: `/v1/forecast` with `current` as a list of
    variables. Attribution: CC BY 4.0.
    """

    office: PostOffice
    server: str
    _known: dict[tuple[float, float, int], Now | None] = field(default_factory=dict)
    _silent: int | None = None
    """The hour in which it did not answer: it is left alone until the next."""

    def now(self, lat: float, lon: float) -> Now | None:
        """Asked once an hour for each quarter of a degree; a failure counts as not knowing."""
        hour = int(clock.here().timestamp() // 3600)
        cell = (round(lat / CELL) * CELL, round(lon / CELL) * CELL)
        key = (*cell, hour)
        if key not in self._known and self._silent != hour:
            self._known = {k: v for k, v in self._known.items() if k[2] == hour}
            self._known[key] = answer = self._ask(*cell)
            self._silent = None if answer else hour
        return self._known.get(key)

    def _ask(self, lat: float, lon: float) -> Now | None:
        url = (
            f"{self.server}/v1/forecast?latitude={lat:.2f}&longitude={lon:.2f}"
            "&current=temperature_2m,precipitation"
        )
        try:
            _type, body = self.office.fetch(url, limit=100_000, seconds=5)
            return _read(json.loads(body))
        except (NetworkError, ValueError, KeyError, TypeError, TimeoutError):
            return None


@cache
def asked() -> Weather:
    """Whom this installation asks, if it asks anybody."""
    return OpenMeteo(office(), settings.WEATHER_URL) if settings.WEATHER_URL else none


def _read(told: Any) -> Now:
    current = told["current"]
    return Now(float(current["temperature_2m"]), float(current["precipitation"]) >= WET)


def today(place: Place, month: int, weather: Weather) -> frozenset[Climate]:
    """How it is now: a day unusual for its month goes by what it is, any other by its climate."""
    usual = climate.usual(place, month)
    now = weather.now(place.lat, place.lon) if _is_asked(place) else None
    if now is None:
        return usual
    mean = climate.celsius(place.lat, place.lon, month)
    warmth = usual & climate.WARMTH
    if abs(now.celsius - mean) >= UNUSUAL:
        warmth = frozenset({climate.warmth(now.celsius)})
    return warmth | {Climate.WET if now.is_wet else Climate.DRY}


def days(on: date, weather: Weather) -> Days:
    """How it is everywhere on a day: by its month, and by the weather of this hour."""

    def usual(place: Place) -> frozenset[Climate]:
        return climate.usual(place, on.month)

    def live(place: Place) -> frozenset[Climate]:
        return today(place, on.month, weather)

    return Days(usual=usual, today=live)


def _is_asked(place: Place) -> bool:
    return place in places.cities_of(place.country)[:CITIES]
