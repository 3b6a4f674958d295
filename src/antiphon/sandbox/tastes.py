"""What makes people look and react: the truth that there is to find in the sandbox.

Every figure was set for the sandbox; none is measured on a real network. In short: people look at
their own hours (most in the evening), a post sinks with a half-life of hours, people like what is
in their language, has a picture and fits their weather, and tire of an account that posts a lot.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from antiphon.connect.simulation import Shown
from antiphon.connect.values import Kind
from antiphon.sandbox.people import Resident
from antiphon.sandbox.words import COLD_WORDS, HOT_WORDS, OFTEN

ACTIVITY = (
    *(0.10, 0.05, 0.03, 0.02, 0.03, 0.08, 0.25, 0.50),  # midnight to seven
    *(0.55, 0.40, 0.35, 0.40, 0.60, 0.50, 0.35, 0.35),  # eight to fifteen
    *(0.40, 0.55, 0.70, 0.85, 1.00, 0.90, 0.60, 0.30),  # sixteen to twenty-three
)
"""How likely somebody looks at a network in each hour of their day, of the best hour's chance."""
LOOKS = 0.40
"""Chance to be seen in the first hour of a post, at the best hour, by those it is meant for."""
HALF_LIFE = 3.0
"""Hours in which a post sinks to half of that."""
AFAR = 0.08
"""The chance of people in other countries than the account's own, where it names its own."""
LASTS = 48
"""Hours after which nobody sees it any more."""

OWN_LANGUAGE, FOREIGN_LANGUAGE = 1.0, 0.10
SECOND_LANGUAGE = 0.55
PICTURE, FILM, POLL = 1.7, 1.9, 1.3
FITS_WEATHER, AGAINST_WEATHER = 1.9, 0.45
LONG, LONG_FROM = 0.8, 400
TIRES = 0.85
"""What each earlier post of the same account on the same day leaves of the interest."""

LIKE, SHARE, REPLY, CLICK, FOLLOW = 0.14, 0.025, 0.035, 0.06, 0.006
"""Chances of somebody of ordinary mood and full interest who has seen a post."""
ASKED = 2.0
"""How much more people answer a question."""
FRIEND_SEES = 0.35
"""Chance that somebody sees what a friend shared on."""

_AROUND = ".,!?…:;()\"'„“”«»¿¡।#–"
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """A post as people take it in at a glance."""

    language: str
    weather: str
    draw: float
    """What its form adds to anybody's interest."""
    asks: bool
    links: bool


def plain(text: str) -> str:
    """A text without its links, which may differ each time."""
    return _LINK.sub("", text).strip()


def impression(post: Shown, earlier_today: int) -> Impression:
    """How a post looks at a glance, after so many others of its account on that day."""
    told = plain(f"{post.title} {post.text}")
    # By spaces: the vowel signs of some scripts are no letters to a pattern.
    words = [word.strip(_AROUND) for word in told.casefold().split()]
    kinds = {file.kind for file in post.media}
    draw = TIRES**earlier_today
    draw *= FILM if Kind.VIDEO in kinds else PICTURE if kinds else 1.0
    draw *= POLL if post.poll else 1.0
    draw *= LONG if len(told) > LONG_FROM else 1.0
    return Impression(
        language=post.language.split("-")[0] or language_of(told, words),
        weather=_weather(words),
        draw=draw,
        asks="?" in told,
        links=bool(post.link or _LINK.search(post.text)),
    )


def language_of(text: str, words: list[str]) -> str:
    """The language that a reader would take a text for; empty when nothing tells."""
    if any("\u0900" <= sign <= "\u097f" for sign in text):
        return "hi"
    scores = {tongue: sum(word in often for word in words) for tongue, often in OFTEN.items()}
    best = max(scores, key=lambda tongue: scores[tongue])
    return best if scores[best] else ""


def interest(resident: Resident, seen: Impression, at: datetime) -> float:
    """How much a person cares for a post that they see at that time; 1 is ordinary."""
    value = seen.draw * (0.4 + 1.2 * resident.mood)
    value *= _understands(resident, seen.language)
    weather = resident.place.feels(at)
    if seen.weather and weather:
        value *= FITS_WEATHER if seen.weather == weather else AGAINST_WEATHER
    return value


def _understands(resident: Resident, language: str) -> float:
    language = {"no": "nb"}.get(language, language)
    if not language or language == resident.languages[0]:
        return OWN_LANGUAGE
    return SECOND_LANGUAGE if language in resident.languages else FOREIGN_LANGUAGE


def _weather(words: list[str]) -> str:
    hot = sum(word in HOT_WORDS for word in words)
    cold = sum(word in COLD_WORDS for word in words)
    return "" if hot == cold else "hot" if hot > cold else "cold"
