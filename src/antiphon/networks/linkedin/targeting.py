"""Whom LinkedIn should show a post to: facets of a page's followers.

Posts API, `distribution.targetEntities`, read 2026-11-21: facets inside one object must all hold,
of the values of one facet any; only organizations can, and only above 300 followers.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.values import Targeting

FACETS = frozenset({"industries", "seniorities", "jobFunctions", "staffCountRanges", "degrees",
                    "fieldsOfStudy", "organizations"})  # fmt: skip
"""Facets of LinkedIn's own, given by its own URNs or names."""

KNOWN = {"US": "urn:li:geo:103644278"}
"""The one country whose URN the documentation names (Geo Typeahead, sample, read 2026-11-25).

Lists of others go round and contradict each other, so those are asked of LinkedIn and kept.
"""

_OTHER_NAMES = {
    "GB": ("United Kingdom",),
    "KR": ("South Korea",),
    "KP": ("North Korea",),
    "CZ": ("Czechia", "Czech Republic"),
    "TR": ("Türkiye", "Turkey"),
    "MM": ("Myanmar",),
    "CD": ("Democratic Republic of the Congo",),
    "CG": ("Republic of the Congo",),
}
"""Where the names of the time zone tables are not those that a typeahead answers with."""

_LOCALES = {
    "ar": "AE", "cs": "CZ", "da": "DK", "de": "DE", "en": "US", "es": "ES", "fr": "FR", "hi": "IN",
    "id": "ID", "it": "IT", "ja": "JP", "ko": "KR", "ms": "MY", "nl": "NL", "no": "NO", "pl": "PL",
    "pt": "BR", "ro": "RO", "ru": "RU", "sv": "SE", "th": "TH", "tl": "PH", "tr": "TR", "uk": "UA",
    "zh": "CN",
}  # fmt: skip
"""A language's first country where a person named none: our own judgement; no list is published."""


@cache
def _country_names() -> Mapping[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {code: name for code, name, *_rest in rows}


def names_of(country: str) -> tuple[str, ...]:
    """What a country may be called in a typeahead, the likeliest first."""
    code = country.upper()
    if code in _OTHER_NAMES:
        return _OTHER_NAMES[code]
    name = _country_names().get(code)
    if name is None:
        raise ChangeIt(f"“{country}” is not the code of a country.")
    return (name,)


def wanted_places(targeting: Targeting) -> dict[str, tuple[str, ...]]:
    """Under which name a place's URN is kept among the handles, and how to ask for it."""
    countries = {f"geo:{code.upper()}": names_of(code) for code in targeting.countries}
    others = (*targeting.regions, *targeting.cities)
    return {**countries, **{f"geo:{name}": (name,) for name in others}}


def known_place(name: str) -> str | None:
    """The URN that needs no question."""
    return KNOWN.get(name.removeprefix("geo:"))


def chosen_place(answer: Any, names: Sequence[str]) -> str:
    """The URN of the place that is called exactly so; a near miss would tell the wrong people."""
    found = {
        str(element.get("displayText", "")).casefold(): element.get("entity")
        for element in answer.get("elements", [])
    }
    for name in names:
        for shown in (name.casefold(), *(text for text in found if _begins(text, name))):
            if found.get(shown):
                return str(found[shown])
    raise ChangeIt(f"LinkedIn knows no place called “{names[0]}”.")


def _begins(shown: str, name: str) -> bool:
    """“Berlin, Germany” is Berlin; the typeahead puts the best match first."""
    return shown.startswith(f"{name.casefold()}, ")


def entities(targeting: Targeting, handles: Mapping[str, str]) -> list[dict[str, Any]]:
    """`targetEntities`; one object, because all facets must hold."""
    if not targeting:
        return []
    geos = [handles[name] for name in wanted_places(targeting)]
    facets = {
        "geoLocations": geos,
        "interfaceLocales": [_locale(tag) for tag in targeting.languages],
        **dict(_own_facets(targeting)),
    }
    return [{name: values for name, values in facets.items() if values}]


def _own_facets(targeting: Targeting) -> Iterator[tuple[str, list[str]]]:
    for name, values in targeting.facets.items():
        if name not in FACETS:
            raise ChangeIt(f"LinkedIn has no facet “{name}”. It has: {', '.join(sorted(FACETS))}.")
        yield name, list(values)


def _locale(tag: str) -> dict[str, str]:
    language, *rest = tag.replace("_", "-").split("-")
    country = next((part.upper() for part in rest if len(part) == 2), None)
    country = country or _LOCALES.get(language.lower())
    if country is None:
        raise ChangeIt(f"Name a country with the language “{tag}”, such as {language}-DE.")
    return {"language": language.lower(), "country": country}
