"""Which channels reach an audience, how much of them it is, and where its people are; for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from antiphon.channels.models import Channel
from antiphon.plan import codes
from antiphon.tailor.audiences import Wanted, coverage, meets, suits
from antiphon.tailor.choosing import MAJORITY
from antiphon.tailor.sky import places, weather
from antiphon.tailor.sky.places import Place
from antiphon.tailor.sky.weather import Days
from antiphon.work import clock

AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Reach:
    """One channel, and how much of whom it reaches belongs to the audience."""

    channel: Channel
    covers: float
    meets: bool

    @property
    def speaks(self) -> bool:
        """Whether the audience's words would be told there, even if nobody can be chosen."""
        return self.covers >= MAJORITY


def days(on: date | None = None) -> Days:
    """How it is everywhere on that day, or today."""
    return weather.days(on or clock.here().date(), weather.asked())


def reached(audience: Wanted, channels: Iterable[Channel], when: Days) -> list[Reach]:
    """Every channel, those that reach most of its people first."""
    found = [
        Reach(channel, coverage(audience, channel, when), meets(audience, channel, when))
        for channel in channels
    ]
    return sorted(found, key=lambda one: (-one.covers, not one.meets))


def where_now(audience: Wanted, when: Days) -> tuple[list[Place], int]:
    """The largest cities in which it is now as the audience asks, and how many there are."""
    named = [places.named(name, frozenset(audience.countries)) for name in audience.cities]
    known = [place for place in named if place is not None]
    inside = set(audience.countries)
    rows = known or [one for one in places.cities() if not inside or one.country in inside]
    sky = when.sky(live=False)
    fitting = [one for one in rows if suits(audience.climates, sky(one))]
    fitting.sort(key=lambda place: -place.people)
    return fitting[:AT_MOST], len(fitting)


def search(words: str) -> list[tuple[str, str, str]]:
    """Countries and cities by a few letters: field, what is written there, what it is called."""
    from_codes = _countries(words)
    wanted = words.casefold()
    cities = [one for one in places.cities() if one.name.casefold().startswith(wanted)]
    cities.sort(key=lambda place: -place.people)
    named = [("cities", one.name, f"{one.name}, {one.country}") for one in cities]
    return [*from_codes, *named][:AT_MOST]


def _countries(words: str) -> list[tuple[str, str, str]]:
    wanted = words.casefold()
    return [
        ("countries", code, name)
        for code, name in codes.countries().items()
        if name.casefold().startswith(wanted) or code.casefold() == wanted
    ]
