"""Whom Facebook shows a post to: `targeting` limits who can see it, `feed_targeting` only steers.

Source: developers.facebook.com/docs/graph-api/reference/page/feed, parameters `targeting` and
`feed_targeting` (2026-11-21). Places and languages go by Facebook's own keys; `places.py` looks
them up beforehand.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.values import Parcel, Targeting

ONLY, RATHER = "only", "rather"
GENDERS = {"male": 1, "female": 2}
AGES = (13, 15, 18, 21, 25)
"""The only ages at which a hard limit may begin."""

HARD_FACETS = (
    "excluded_countries", "excluded_regions", "excluded_cities", "excluded_zipcodes", "timezones",
)  # fmt: skip
SOFT_FACETS = ("interests", "education_statuses", "college_years", "relationship_statuses")
_NUMBERS = frozenset({"education_statuses", "college_years", "relationship_statuses", "timezones"})
_KEYED = frozenset({"excluded_regions", "excluded_cities", "excluded_zipcodes"})


def wanted(targeting: Targeting) -> Iterator[tuple[str, str]]:
    """What must be looked up first: kind and name, where the name is not a key already."""
    for kind, names in (("region", targeting.regions), ("city", targeting.cities)):
        yield from ((kind, name) for name in names if not name.isdigit())
    yield from (("language", tag) for tag in targeting.languages if not tag.isdigit())


def handle_name(kind: str, name: str) -> str:
    """Under which name a looked-up key is kept."""
    return f"{kind}:{name}"


def audience(parcel: Parcel) -> dict[str, str]:
    """The form fields that say whom the post is for; none for everybody."""
    if not parcel.targeting:
        return {}
    hard, soft = _hard(parcel.targeting, parcel.handles), _soft(parcel.targeting)
    if parcel.options.get("audience") == RATHER:
        hard, soft = {}, {**hard, **soft}
    fields = {"targeting": hard, "feed_targeting": soft}
    return {name: json.dumps(value, sort_keys=True) for name, value in fields.items() if value}


def _hard(targeting: Targeting, handles: Mapping[str, str]) -> dict[str, Any]:
    geo = {
        "countries": list(targeting.countries),
        "regions": [{"key": key} for key in _keys("region", targeting.regions, handles)],
        "cities": [{"key": key} for key in _keys("city", targeting.cities, handles)],
        "zips": [{"key": key} for key in targeting.facets.get("zips", ())],
    }
    found: dict[str, Any] = {
        "geo_locations": {name: value for name, value in geo.items() if value},
        "locales": [int(key) for key in _keys("language", targeting.languages, handles)],
        "age_min": targeting.age_from,
        **_facets(targeting, HARD_FACETS),
    }
    return {name: value for name, value in found.items() if value}


def _soft(targeting: Targeting) -> dict[str, Any]:
    unknown = [gender for gender in targeting.genders if gender not in GENDERS]
    if unknown:
        raise ChangeIt("Facebook can address men or women only, nobody else apart.")
    found: dict[str, Any] = {
        "genders": [GENDERS[gender] for gender in targeting.genders],
        "age_max": targeting.age_to,
        **_facets(targeting, SOFT_FACETS),
    }
    return {name: value for name, value in found.items() if value}


def _keys(kind: str, names: tuple[str, ...], handles: Mapping[str, str]) -> list[str]:
    keys = []
    for name in names:
        key = name if name.isdigit() else handles.get(handle_name(kind, name))
        if key is None:
            raise ChangeIt(f"The {kind} “{name}” was not looked up on Facebook.")
        keys += key.split(",")
    return keys


def _facets(targeting: Targeting, names: tuple[str, ...]) -> dict[str, list[Any]]:
    return {
        name: [_facet(name, value) for value in targeting.facets[name]]
        for name in names
        if targeting.facets.get(name)
    }


def _facet(name: str, value: str) -> Any:
    if name in _NUMBERS:
        return int(value)
    return {"key": value} if name in _KEYED else value
