"""Who lives out there: people in places, made from a seed, always the same from the same seed."""

from dataclasses import dataclass
from random import Random

from antiphon.connect.simulation import Person
from antiphon.connect.values import Targeting
from antiphon.sandbox.places import NAMES, PLACES, Place

ON_A_NETWORK = 0.6
"""How likely somebody is on any one network."""
SPEAKS_SECOND = 0.6
"""How likely somebody understands the second language of their town too."""
FRIENDS = 6
NEARBY = 0.8
"""How many of one's friends live in the same country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A person with what only they know of themselves."""

    number: int
    person: Person
    place: Place
    languages: tuple[str, ...]
    late: int
    """Hours by which their day runs later than others'; early birds have a negative number."""
    mood: float
    """From 0, never content, to 1, always."""
    talkative: float
    """How much more than others they write; 1 is ordinary."""
    networks: frozenset[str]
    friends: tuple[int, ...]


def settle(seed: int, networks: tuple[str, ...], size: int) -> tuple[Resident, ...]:
    """So many people, the same for the same seed."""
    dice = Random(f"people/{seed}")  # noqa: S311 -- a simulation, not a secret
    bodies = [_somebody(dice, number) for number in range(size)]
    near: dict[str, list[int]] = {}
    for number, (_person, place) in enumerate(bodies):
        near.setdefault(place.country, []).append(number)
    return tuple(
        Resident(
            number=number,
            person=person,
            place=place,
            languages=_languages(dice, place),
            late=dice.choice((-2, -1, 0, 0, 1, 2)),
            mood=dice.betavariate(4, 2),
            talkative=dice.expovariate(1.0),
            networks=frozenset(key for key in networks if dice.random() < ON_A_NETWORK),
            friends=_friends(dice, number, near[place.country], size),
        )
        for number, (person, place) in enumerate(bodies)
    )


def includes(targeting: Targeting, resident: Resident) -> bool:
    """Whether a network that keeps to the targeting shows the post to this person.

    What only one network knows of people (its facets) nobody here has: it is passed over.
    """
    person, place = resident.person, resident.place
    return (
        _among(place.country, targeting.countries)
        and _among(place.region, targeting.regions)
        and _among(place.city, targeting.cities)
        and _among(person.gender, targeting.genders)
        and _speaks(resident, targeting.languages)
        and (targeting.age_from is None or person.age >= targeting.age_from)
        and (targeting.age_to is None or person.age <= targeting.age_to)
    )


def _among(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value.casefold() in {one.casefold() for one in wanted}


def _speaks(resident: Resident, wanted: tuple[str, ...]) -> bool:
    tongues = {one.split("-")[0].split("_")[0].lower() for one in wanted}
    if "no" in tongues:
        tongues.add("nb")
    return not tongues or bool(tongues & set(resident.languages))


def _somebody(dice: Random, number: int) -> tuple[Person, Place]:
    place = dice.choice(PLACES)
    women, men, families = NAMES[place.country]
    gender = dice.choice(("female", "male"))
    given = dice.choice(women if gender == "female" else men)
    person = Person(
        id=f"p{number:05d}", name=f"{given} {dice.choice(families)}", country=place.country,
        city=place.city, language=place.languages[0], age=round(dice.triangular(14, 80, 30)),
        gender=gender,
    )  # fmt: skip
    return person, place


def _languages(dice: Random, place: Place) -> tuple[str, ...]:
    """What somebody understands, their own first."""
    return place.languages if dice.random() < SPEAKS_SECOND else place.languages[:1]


def _friends(dice: Random, number: int, near: list[int], size: int) -> tuple[int, ...]:
    chosen = (
        dice.choice(near) if dice.random() < NEARBY else dice.randrange(size)
        for _ in range(FRIENDS)
    )
    return tuple(sorted({*chosen} - {number}))
