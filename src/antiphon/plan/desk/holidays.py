"""Public holidays of countries, from the tables of a library; nothing is asked outside.

Holidays of a region only are left out: a day is named where the whole country keeps it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module

OTHERWISE = "en_US"
"""The English of the library; every country of it has names in its own language besides."""


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """One day that one country keeps."""

    on: date
    country: str
    name: str


def between(
    countries: Iterable[str], first: date, last: date, *, language: str = "en"
) -> list[Holiday]:
    """What these countries keep from one day to another, by day, in that language where known."""
    years = range(first.year, last.year + 1)
    found = (
        day
        for country in {code.upper() for code in countries}
        for year in years
        for day in _of(country, year, language.replace("-", "_"))
    )
    return sorted(day for day in found if first <= day.on <= last)


@lru_cache(maxsize=2_000)
def _of(country: str, year: int, language: str) -> tuple[Holiday, ...]:
    # Read only where somebody looks: the library is large, and a worker never needs it.
    library = import_module("holidays")
    known = library.list_localized_countries()
    if country not in library.list_supported_countries():
        return ()
    tongue = _closest(language, known.get(country, []))
    days = library.country_holidays(country, years=year, language=tongue)
    return tuple(Holiday(on, country, str(name)) for on, name in days.items())


def _closest(language: str, known: Iterable[str]) -> str | None:
    """The language itself, else one of its kind, else English; None is the country's own."""
    kin = language.partition("_")[0].lower()
    names = {name.lower(): name for name in known}
    own = [name for low, name in names.items() if low.partition("_")[0] == kin]
    return names.get(language.lower()) or next(iter(own), None) or names.get(OTHERWISE.lower())
