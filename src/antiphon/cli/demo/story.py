"""A soda maker's message: one text, told to hot and to cold countries in their own languages."""

from dataclasses import dataclass
from datetime import date
from random import Random

DAY = date(2026, 1, 15)
"""The day whose climate counts, always the same, so that a run can be repeated."""

LINK = "https://fizz.example/new"


@dataclass(frozen=True)
class Place:
    """Where the soda maker has accounts, and what people speak there."""

    country: str
    language: str
    zone: str
    handle: str
    name: str


PLACES = (
    Place("IN", "en", "Asia/Kolkata", "fizzindia", "Fizz India"),
    Place("BR", "pt", "America/Sao_Paulo", "fizzbrasil", "Fizz Brasil"),
    Place("NO", "nb", "Europe/Oslo", "fizznorge", "Fizz Norge"),
    Place("DE", "de", "Europe/Berlin", "fizzdeutschland", "Fizz Deutschland"),
    Place("US", "en", "America/Chicago", "fizzusa", "Fizz USA"),
)


@dataclass(frozen=True)
class Told:
    """What one audience is told."""

    audience: str
    climate: str
    language: str
    texts: tuple[str, ...]


TEXT = (
    "Three berries, no sugar: the new Fizz is here.",
    "The new Fizz is here: three berries and nothing to hide.",
)

# At most 70 letters: with a marked link no network finds them too long.
TOLD = (
    Told("hot, English", "hot", "en", (
        "Hot out there? An ice-cold Fizz with three berries waits in the shade.",
        "Thirty degrees and rising: three berries, ice, and a Fizz.",
    )),
    Told("hot, Portuguese", "hot", "pt", (
        "Que calor! Uma Fizz gelada, três frutas vermelhas e sombra.",
        "Trinta graus na sombra: três frutas vermelhas, gelo e uma Fizz.",
    )),
    Told("cold, Norwegian", "cold", "nb", (
        "Snø ute, sommer i glasset: den nye Fizz smaker av tre bær.",
        "Mørkt klokka tre? Ta med deg sommeren inn: tre bær i et glass Fizz.",
    )),
    Told("cold, German", "cold", "de", (
        "Draußen Frost, im Glas der Sommer: die neue Fizz mit drei Beeren.",
        "Holt euch den Sommer an den Ofen: drei Beeren in einem Glas Fizz.",
    )),
    Told("cold, English", "cold", "en", (
        "Snow outside, summer in the glass: a Fizz that tastes of berries.",
        "Bring the summer in by the fire: three berries in a glass of Fizz.",
    )),
)  # fmt: skip

CHOSEN_BY = frozenset({"countries", "languages"})
"""By what the audiences of this story can be told apart."""

ALT = "A glass of red soda with three berries and bubbles"
TITLE = "The new Fizz"


@dataclass(frozen=True)
class Script:
    """What is said in this run."""

    text: str
    told: tuple[tuple[Told, str], ...]


def script(seed: int) -> Script:
    """Choose the words of this run: the same seed, the same words."""
    dice = Random(seed)  # noqa: S311 -- a story, not a secret
    return Script(dice.choice(TEXT), tuple((told, dice.choice(told.texts)) for told in TOLD))
