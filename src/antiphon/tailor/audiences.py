"""Whether an audience covers those whom a channel reaches, and how much of them; pure."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from antiphon.tailor.sky import places
from antiphon.tailor.sky.climate import RAIN, WARMTH
from antiphon.tailor.sky.places import Place
from antiphon.tailor.sky.weather import Days

YOUNGEST, OLDEST = 13, 100
"""What an open end of an age range means: networks let nobody younger in."""


class People(Protocol):
    """What an audience asks of people, and what a channel says of those whom it reaches."""

    countries: list[str]
    regions: list[str]
    cities: list[str]
    languages: list[str]
    age_from: int | None
    age_to: int | None
    genders: list[str]


class Wanted(People, Protocol):
    """What an audience asks besides."""

    climates: list[str]
    live: bool


def coverage(audience: Wanted, reach: People, days: Days) -> float:
    """Which share of the people that a channel reaches belongs to the audience, from 0 to 1.

    Conditions hold together, so their shares are multiplied, as if they were independent. What is
    not known of a channel means everybody: only an audience that does not ask covers that.
    """
    share = _ages(audience, reach) * _climates(audience, reach, days)
    share *= _share(audience.languages, reach.languages, _speaks)
    for wanted, reached in (
        (audience.countries, reach.countries),
        (audience.regions, reach.regions),
        (audience.cities, reach.cities),
        (audience.genders, reach.genders),
    ):
        share *= _share(wanted, reached, _same)
    return share


def meets(audience: Wanted, reach: People, days: Days) -> bool:
    """Whether anybody of the audience may be among those whom the channel reaches."""
    pairs = (
        (audience.countries, reach.countries, _same),
        (audience.regions, reach.regions, _same),
        (audience.cities, reach.cities, _same),
        (audience.genders, reach.genders, _same),
        (audience.languages, reach.languages, _kin),
    )
    if any(
        wanted and reached and not any(same(a, b) for a in wanted for b in reached)
        for wanted, reached, same in pairs
    ):
        return False
    low, high = _overlap(audience, reach)
    places_of_both = _places(audience, reach)
    sky = days.sky(live=audience.live)
    fits = (
        not audience.climates
        or not places_of_both
        or any(suits(audience.climates, sky(place)) for place in places_of_both)
    )
    return low <= high and fits


def asks(audience: Wanted) -> int:
    """How many conditions an audience has: the more, the more specific."""
    lists = (
        audience.countries,
        audience.regions,
        audience.cities,
        audience.languages,
        audience.genders,
        audience.climates,
    )
    ages = audience.age_from is not None or audience.age_to is not None
    return sum(map(bool, lists)) + ages


def suits(climates: Iterable[str], here: frozenset[str]) -> bool:
    """Whether it is here as asked: of warmth any that is named, and of rain any that is named."""
    wanted = frozenset(climates)
    return all(not wanted & group or wanted & group & here for group in (WARMTH, RAIN))


def _share(
    wanted: Sequence[str], reached: Sequence[str], same: Callable[[str, str], bool]
) -> float:
    if not wanted:
        return 1.0
    if not reached:
        return 0.0
    return sum(any(same(one, other) for one in wanted) for other in reached) / len(reached)


def _same(wanted: str, reached: str) -> bool:
    return wanted.casefold() == reached.casefold()


def _speaks(wanted: str, reached: str) -> bool:
    """Portuguese covers Brazilian Portuguese, not the other way round."""
    wanted, reached = wanted.casefold(), reached.casefold()
    return reached == wanted or reached.startswith(f"{wanted}-")


def _kin(wanted: str, reached: str) -> bool:
    return _speaks(wanted, reached) or _speaks(reached, wanted)


def _ages(audience: People, reach: People) -> float:
    if audience.age_from is None and audience.age_to is None:
        return 1.0
    if reach.age_from is None and reach.age_to is None:
        return 0.0
    low, high = _overlap(audience, reach)
    begins, ends = _range(reach)
    return max(0, high - low + 1) / (ends - begins + 1) if ends >= begins else 0.0


def _range(people: People) -> tuple[int, int]:
    return (
        YOUNGEST if people.age_from is None else people.age_from,
        OLDEST if people.age_to is None else people.age_to,
    )


def _overlap(one: People, other: People) -> tuple[int, int]:
    (low, high), (begins, ends) = _range(one), _range(other)
    return max(low, begins), min(high, ends)


def _climates(audience: Wanted, reach: People, days: Days) -> float:
    """The share of people, by the cities that stand for them, where it is as asked."""
    if not audience.climates:
        return 1.0
    standing = _places(audience, reach)
    everybody = sum(place.people for place in standing)
    sky = days.sky(live=audience.live)
    there = sum(place.people for place in standing if suits(audience.climates, sky(place)))
    return there / everybody if everybody else 0.0


def _places(audience: People, reach: People) -> tuple[Place, ...]:
    """The places that the channel reaches; of those only where the audience may live."""
    standing = places.standing_for(reach.countries, reach.cities)
    codes = {code.upper() for code in audience.countries}
    return tuple(place for place in standing if not codes or place.country in codes)
