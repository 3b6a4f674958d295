"""Finds Facebook's own keys of places and languages, before the post that names them.

Source: developers.facebook.com/docs/marketing-api/audiences/reference/targeting-search
(2026-11-21): GET /search?type=adgeolocation and type=adlocale.
"""

from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.values import Targeting
from antiphon.networks.facebook.graph import Graph
from antiphon.networks.facebook.targeting import handle_name, wanted

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
"""What Facebook's list of languages calls them, in English."""


async def keys(graph: Graph, targeting: Targeting, known: dict[str, str]) -> dict[str, str]:
    """The keys that are not known yet; a language may have several, with commas between."""
    found: dict[str, str] = {}
    for kind, name in wanted(targeting):
        if handle_name(kind, name) in known:
            continue
        key = await (_language(graph, name) if kind == "language" else _place(graph, kind, name,
                     targeting.countries))  # fmt: skip
        found[handle_name(kind, name)] = key
    return found


async def _language(graph: Graph, tag: str) -> str:
    name = LANGUAGES.get(tag.split("-", maxsplit=1)[0].lower())
    if name is None:
        raise ChangeIt(f"Facebook cannot choose people by the language “{tag}”.")
    told = await graph.get("/search", type="adlocale", q=name, limit=50)
    keys = [
        str(one["key"])
        for one in told.get("data", [])
        if one.get("name") == name or str(one.get("name", "")).startswith(f"{name} (")
    ]
    if not keys:
        raise ChangeIt(f"Facebook knows no language “{name}”.")
    return ",".join(keys)


async def _place(graph: Graph, kind: str, name: str, countries: tuple[str, ...]) -> str:
    """The key of “Lyon” or “Lyon, FR”; never a guess between two of the same name."""
    title, _comma, code = (piece.strip() for piece in name.partition(","))
    told = await graph.get(
        "/search", type="adgeolocation", location_types=f'["{kind}"]', q=title, limit=50
    )
    inside = (code.upper(),) if code else countries
    places = [one for one in told.get("data", []) if _fits(one, title, inside)]
    if len(places) != 1:
        raise ChangeIt(_which(kind, name, places))
    return str(places[0]["key"])


def _fits(place: dict[str, Any], title: str, countries: tuple[str, ...]) -> bool:
    same = str(place.get("name", "")).casefold() == title.casefold()
    return same and (not countries or place.get("country_code") in countries)


def _which(kind: str, name: str, places: list[dict[str, Any]]) -> str:
    if not places:
        return f"Facebook knows no {kind} “{name}”."
    spots = ((one["key"], one.get("region", ""), one.get("country_code", "")) for one in places)
    named = ", ".join(f"{key} ({region} {country})" for key, region, country in spots)
    return f"Facebook knows several of the name “{name}”. Give one of these numbers: {named}."
