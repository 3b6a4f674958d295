"""What others wrote about the API: Meta's own specification, recorded answers."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("ANTIPHON_SHARED") or Path(__file__).parents[6] / "shared")
SPECS = SHARED / "specs" / "instagram"
PAGES = SHARED / "specs" / "facebook"
MISSING = "The specification and the recordings are not beside this checkout."

needed = pytest.mark.skipif(not (SPECS.is_dir() and PAGES.is_dir()), reason=MISSING)

EVERYWHERE = {"fields", "access_token", "appsecret_proof", "limit", "after"}
"""Parameters that all nodes and lists take; the specification leaves them out."""
UNLISTED = {"is_ai_generated"}
"""Documented since 2026-06-22; the specification is of March."""
UNLISTED_FIELDS = {"uri", "tasks"}
"""Documented fields of what a container of bytes answers, and of Pages, that it leaves out."""
NODES = {
    "Person": "User",
    "User": "IGUserForIGOnlyAPI",
    "Media": "IGMediaForIGOnlyAPI",
    "IGGraphMedia": "IGMediaForIGOnlyAPI",
    "Comment": "IGComment",
    "IGGraphComment": "IGComment",
    "InsightsResult": "InstagramInsightsResult",
    "AccessToken": "IGAccessTokenForIGOnlyAPI",
    "RefreshAccessToken": "IGRefreshAccessTokenForIGOnlyAPI",
}
"""Names that the specification uses for nodes, and the file in which it describes them."""


def recorded(path: str | Path) -> Any:
    """One recorded answer."""
    return json.loads((SPECS / path).read_text(encoding="utf-8"))


def recordings() -> list[Path]:
    """All recordings there are."""
    folders = (SPECS / "pyfacebook_testdata", SPECS / "restfb")
    return [path for folder in folders for path in sorted(folder.rglob("*.json"))]


@cache
def node(name: str) -> dict[str, Any] | None:
    """Meta's description of one kind of node; None where it has none for us."""
    file = f"{NODES.get(name, name)}.json"
    places = [folder / "graph_specs" / file for folder in (SPECS, PAGES)]
    found = next((place for place in places if place.is_file()), None)
    return json.loads(found.read_text(encoding="utf-8")) if found else None


@cache
def enums() -> dict[str, set[str]]:
    """The values of each enumeration, in lower case."""
    listed = recorded("graph_specs/enum_types_subset.json")
    return {one["name"]: {str(value).lower() for value in one["values"]} for one in listed}


def values_of(kind: str) -> set[str] | None:
    """What an enumeration holds; those of Instagram Login are listed under the other's name."""
    return enums().get(kind) or enums().get(f"shadowig{kind}")


def types_of(name: str) -> dict[str, str] | None:
    """Fields of a node, and edges that can be asked for like fields, with their types."""
    described = node(name)
    if described is None:
        return None
    edges = {api["endpoint"]: api["return"] for api in described["apis"] if api.get("endpoint")}
    return {**edges, **{field["name"]: field["type"] for field in described["fields"]}}


def operation(name: str, method: str, edge: str) -> Mapping[str, Any] | None:
    """What one may do with a node or an edge; one of them writes an edge without its line."""
    own = {"GET": "#get", "POST": "#update", "DELETE": "#delete"}[method]
    wanted = {edge, edge.replace("_", "")} if edge == "media_publish" else {edge or own}
    described = node(name)
    for api in described["apis"] if described else ():
        if api["method"] == method and (api.get("endpoint") or api.get("name")) in wanted:
            found: Mapping[str, Any] = api
            return found
    return None


def fits(value: str, kind: str) -> bool:
    """Whether a parameter's text is of the type that the specification names."""
    listed = re.fullmatch(r"list<(.+)>", kind)
    if listed and listed[1] in {"map", "Object"}:
        return _is_json(value, list)
    if listed:
        parts = json.loads(value) if value.startswith("[") else value.split(",")
        return all(fits(str(part), listed[1]) for part in parts)
    known = values_of(kind)
    if known is not None:
        return value.lower() in known
    patterns = {
        "unsigned int": r"\d+", "int": r"-?\d+", "float": r"-?\d+(\.\d+)?", "bool": r"true|false",
        "datetime": r"\d+|\d{4}-.*",
    }  # fmt: skip
    if kind in patterns:
        return bool(re.fullmatch(patterns[kind], value))
    return _is_json(value, dict) if kind in {"Object", "map"} else kind == "string"


def _is_json(value: str, kind: type) -> bool:
    try:
        return isinstance(json.loads(value), kind)
    except ValueError:
        return False


def strange(told: Mapping[str, Any], name: str) -> Iterator[str]:
    """What of an answer the specification does not know, or knows as something else."""
    types = types_of(name)
    for field, value in told.items():
        if types is None or field in UNLISTED_FIELDS:
            continue
        if field not in types:
            yield f"{name}.{field}"
        elif not _has_type(value, types[field]):
            yield f"{name}.{field}: {value!r} is no {types[field]}"
        else:
            yield from _inside(value, types[field])


def _inside(value: Any, kind: str) -> Iterator[str]:
    data = value.get("data") if isinstance(value, dict) else value
    inner = re.sub(r"list<(.+)>", r"\1", kind)
    for one in data if isinstance(data, list) else [value]:
        if isinstance(one, dict):
            yield from strange(one, inner)


def _has_type(value: Any, kind: str) -> bool:
    """Numbers of ids are told as texts, so that no program rounds them."""
    if kind in {"int", "unsigned int"}:
        return isinstance(value, int) or str(value).isdigit()
    if kind == "bool":
        return isinstance(value, bool)
    if kind in {"string", "datetime"}:
        return isinstance(value, str)
    return isinstance(value, dict | list | int)


def unknown_fields(tree: Mapping[str, Any], name: str) -> Iterator[str]:
    """Fields that somebody asks for and the specification does not know, at any depth."""
    types = types_of(name)
    for field, below in tree.items():
        if types is not None and field not in types and field not in UNLISTED_FIELDS:
            yield f"{name}.{field}"
        elif types is not None and below:
            yield from unknown_fields(below, re.sub(r"list<(.+)>", r"\1", types.get(field, "")))
