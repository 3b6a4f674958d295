"""How LinkedIn's reader sees a little text; written apart from the connector, as its witness."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from antiphon.connect.values import Targeting

_PIECES = re.compile(
    r"\\(?P<escaped>.)"
    r"|@\[(?P<name>(?:\\.|[^\]\\])+)\]\(urn:li:(?:person|organization):[\w-]+\)"
    r"|\{hashtag\|\\?[#＃]\|(?P<tag>\w+)\}"
    r"|(?P<cuts>[()\[\]{}<>])"
    r"|(?P<rest>[^\\@{()\[\]}<>]+|[@{])",
    re.DOTALL,
)

CITIES = {
    "Berlin": "DE", "Hamburg": "DE", "Oslo": "NO", "Bergen": "NO", "Mumbai": "IN", "Delhi": "IN",
    "São Paulo": "BR", "Rio de Janeiro": "BR", "New York": "US", "Paris": "FR", "London": "GB",
}  # fmt: skip
_RENAMED = {"GB": "United Kingdom", "KR": "South Korea", "CZ": "Czechia", "TR": "Türkiye"}


def shown(commentary: str) -> str:
    """What is read; an unescaped bracket silently ends the post, as the real one does."""
    read = []
    for piece in _PIECES.finditer(commentary):
        if piece["cuts"]:
            break
        name = re.sub(r"\\(.)", r"\1", piece["name"] or "")
        tag = f"#{piece['tag']}" if piece["tag"] else ""
        read.append(piece["escaped"] or name or tag or piece["rest"] or "")
    return "".join(read)


@cache
def places() -> Mapping[str, str]:
    """Display text to URN; only the United States has its real number."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = [row.split("\t")[:2] for row in table.splitlines() if row and row[0] != "#"]
    names = {code: _RENAMED.get(code, name) for code, name in rows}
    countries = {names[code]: f"urn:li:geo:{_number(code)}" for code in names}
    cities = {
        f"{city}, {names[code]}": f"urn:li:geo:{200_000 + place}"
        for place, (city, code) in enumerate(CITIES.items())
    }
    return {**countries, **cities}


def _number(code: str) -> int:
    return 103644278 if code == "US" else 100_000 + ord(code[0]) * 100 + ord(code[1])


@cache
def _codes() -> Mapping[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    codes = [row[:2] for row in table.splitlines() if row and row[0] != "#"]
    return {f"urn:li:geo:{_number(code)}": code for code in codes}


def typeahead(query: str) -> list[dict[str, str]]:
    """Places that begin so."""
    wanted = query.casefold()
    found = [(name, urn) for name, urn in places().items() if name.casefold().startswith(wanted)]
    return [{"displayText": name, "entity": urn} for name, urn in found[:10]]


def audience(entities: Sequence[Mapping[str, Any]]) -> Targeting:
    """For whom a post is, in our words."""
    if not entities:
        return Targeting()
    first = dict(entities[0])
    geos = first.pop("geoLocations", [])
    locales = first.pop("interfaceLocales", [])
    names = {urn: name for name, urn in places().items()}
    return Targeting(
        countries=tuple(_codes()[urn] for urn in geos if urn in _codes()),
        cities=tuple(names[urn].split(",")[0] for urn in geos if urn not in _codes()),
        languages=tuple(f"{one['language']}-{one['country']}" for one in locales),
        facets={name: tuple(values) for name, values in first.items()},
    )
