"""Cities: where they are and how many live there; GeoNames, CC BY 4.0."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Place:
    """A city that may stand for those who live around it."""

    name: str
    country: str
    lat: float
    lon: float
    people: int


@cache
def cities() -> tuple[Place, ...]:
    """Every city of 200,000 and the largest six of each country, by country, the largest first."""
    packed = files("antiphon.tailor.sky").joinpath("places.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    return tuple(
        Place(name, country, float(lat), float(lon), int(people))
        for name, country, lat, lon, people in rows
    )


@cache
def cities_of(country: str) -> tuple[Place, ...]:
    """The cities of one country, the largest first."""
    return tuple(place for place in cities() if place.country == country.upper())


@cache
def named(name: str, countries: frozenset[str] = frozenset()) -> Place | None:
    """The largest city of that name, inside those countries if any are given; “Lyon, FR” works."""
    title, _comma, code = (piece.strip() for piece in name.partition(","))
    inside = frozenset({code.upper()}) if code else countries
    fitting = [
        place
        for place in _by_name().get(title.casefold(), ())
        if not inside or place.country in inside
    ]
    return max(fitting, key=lambda place: place.people, default=None)


def standing_for(countries: Iterable[str], cities: Iterable[str]) -> tuple[Place, ...]:
    """The places that stand for somebody's reach: its cities where we know them, else countries."""
    codes = frozenset(code.upper() for code in countries)
    known = tuple(place for name in cities if (place := named(name, codes)))
    return known or tuple(place for code in sorted(codes) for place in cities_of(code))


@cache
def _by_name() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in cities():
        found.setdefault(place.name.casefold(), []).append(place)
    return found
