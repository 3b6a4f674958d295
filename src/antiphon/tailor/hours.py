"""Where those who are told something live, what their clocks show, and when most are awake."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from math import cos, radians

from antiphon.kernel.window import Moment, local, resolve_slot
from antiphon.tailor.sky import places
from antiphon.tailor.sky.places import Place
from antiphon.tailor.telling import Telling

WAKES, SLEEPS = 7, 22
"""Hours between which people count as awake; a judgement of ours, the same for all places."""
WANTED = 10
"""The hour that is taken where several are as good."""


@dataclass(frozen=True, slots=True)
class Ears:
    """People of one zone who hear something at one instant."""

    zone: str
    places: tuple[str, ...]
    """Their largest cities."""
    share: float
    """Of all whom it is told to, as far as their cities stand for them."""
    clock: datetime
    """What the clock on their wall shows."""

    @property
    def are_awake(self) -> bool:
        """Whether it is day for them."""
        return WAKES <= self.clock.hour < SLEEPS


@dataclass(frozen=True, slots=True)
class Wave:
    """One telling, the best hour for its people on a day, and what their clocks show then."""

    telling: Telling
    at: Moment
    ears: tuple[Ears, ...]

    @property
    def awake(self) -> float:
        """The share of its people for whom it is day."""
        return sum(ear.share for ear in self.ears if ear.are_awake)


def waves(tellings: Iterable[Telling], day: date, *, after: datetime) -> list[Wave]:
    """For each telling the hour of that day, or after it, at which most of its people are awake."""
    return [_wave(telling, day, after) for telling in tellings]


def ears(telling: Telling, instant: datetime) -> tuple[Ears, ...]:
    """Who hears a telling at that instant, by zone, the most people first."""
    return tuple(
        Ears(name, tuple(place.name for place in there[:3]), share, local(instant, name))
        for name, (share, there) in _spread(telling).items()
    )


@cache
def zone_of(place: Place) -> str:
    """The zone of a place: of its country's zones the one whose city lies nearest."""
    return min(_zones(place.country), key=lambda one: _apart(place, one), default=("UTC", 0, 0))[0]


def _wave(telling: Telling, day: date, after: datetime) -> Wave:
    own = telling.channel.time_zone
    hours = [resolve_slot(datetime(day.year, day.month, day.day, hour), own) for hour in range(24)]  # noqa: DTZ001
    coming = [at for at in hours if at.instant > after] or [
        Moment(at.wall + timedelta(days=1), own, 0, at.instant + timedelta(days=1)) for at in hours
    ]
    found = [Wave(telling, at, ears(telling, at.instant)) for at in coming]
    return max(found, key=lambda wave: (round(wave.awake, 3), -_off(wave)))


def _off(wave: Wave) -> int:
    """How far from the wanted hour it is for the largest part of its people."""
    hour = wave.ears[0].clock.hour if wave.ears else wave.at.wall.hour
    return abs(hour - WANTED)


def _spread(telling: Telling) -> dict[str, tuple[float, list[Place]]]:
    """Its people by zone, as shares; those of its audience where that is known."""
    channel, audience = telling.channel, telling.audience
    asked = [*telling.targeting.countries] or (audience.countries if audience else [])
    reach = places.standing_for(channel.countries, channel.cities)
    wanted = {code.upper() for code in asked}
    standing = [place for place in reach if not wanted or place.country in wanted]
    standing = standing or list(places.standing_for(asked, audience.cities if audience else []))
    by_zone: dict[str, list[Place]] = defaultdict(list)
    for place in standing:
        by_zone[zone_of(place)].append(place)
    people = {name: sum(place.people for place in there) for name, there in by_zone.items()}
    everybody = sum(people.values())
    if not everybody:
        return {channel.time_zone: (1.0, [])}
    order = sorted(by_zone, key=lambda name: -people[name])
    return {name: (people[name] / everybody, by_zone[name]) for name in order}


def _apart(place: Place, zone: tuple[str, float, float]) -> float:
    _name, lat, lon = zone
    east = ((place.lon - lon + 180) % 360 - 180) * cos(radians(place.lat))
    return (place.lat - lat) ** 2 + east**2


@cache
def _zones(country: str) -> list[tuple[str, float, float]]:
    """The zones of a country with where their cities lie, from `zone.tab` of the tz database."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and line[0] != "#")
    return [(row[2], *_where(row[1])) for row in rows if row[0] == country]


def _where(told: str) -> tuple[float, float]:
    """`+DDMM+DDDMM` or `+DDMMSS+DDDMMSS` in degrees."""
    cut = max(told.rfind("+"), told.rfind("-"))
    return _degrees(told[:cut], 2), _degrees(told[cut:], 3)


def _degrees(told: str, digits: int) -> float:
    sign, whole, rest = told[0], told[1 : 1 + digits], told[1 + digits :]
    value = int(whole) + int(rest[:2]) / 60 + int(rest[2:] or 0) / 3600
    return -value if sign == "-" else value
