"""What others wrote about the Graph API: Meta's own specification, recorded answers."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("ANTIPHON_SHARED") or Path(__file__).parents[6] / "shared")
SPECS = SHARED / "specs" / "facebook"
MISSING = "The specification and the recordings are not beside this checkout."

needed = pytest.mark.skipif(not SPECS.is_dir(), reason=MISSING)

EVERYWHERE = {"fields", "access_token", "appsecret_proof", "limit", "after", "since", "until"}
"""Parameters that all nodes and lists take; the specification leaves them out."""
UNLISTED = {
    ("Page", "photos"): {"source"},  # a file; the specification lists no files here
}
"""Documented parameters that the specification leaves out."""


def recorded(name: str | Path) -> Any:
    """One recorded answer."""
    return json.loads((SPECS / name).read_text(encoding="utf-8"))


def recordings(*folders: str) -> list[Path]:
    """All recordings below these folders."""
    return [path for folder in folders for path in sorted((SPECS / folder).rglob("*.json"))]


def objects(told: Any) -> Iterator[Mapping[str, Any]]:
    """All objects with an id in an answer, however it wraps them."""
    if isinstance(told, list):
        for one in told:
            yield from objects(one)
    elif isinstance(told, dict):
        if isinstance(told.get("id"), str):
            yield told
        for name, value in told.items():
            if name in {"data", "comments"} or re.fullmatch(r"[\d_]+", name):
                yield from objects(value)


@cache
def node(name: str) -> dict[str, Any]:
    """Meta's description of one kind of node."""
    found: dict[str, Any] = recorded(f"graph_specs/{name}.json")
    return found


@cache
def enums() -> dict[str, set[str]]:
    """The values of each enumeration, in lower case: Meta's own samples use both."""
    listed = recorded("graph_specs/enum_types_subset.json")
    return {one["name"]: {str(value).lower() for value in one["values"]} for one in listed}


def known_fields(name: str) -> set[str]:
    """Fields of a node, and edges that can be asked for like fields."""
    described = node(name)
    edges = {api["endpoint"] for api in described["apis"] if api.get("endpoint")}
    return {field["name"] for field in described["fields"]} | edges


def operation(name: str, method: str, edge: str) -> Mapping[str, Any] | None:
    """What one may do with a node or an edge."""
    own = {"GET": "#get", "POST": "#update", "DELETE": "#delete"}[method]
    for api in node(name)["apis"]:
        if api["method"] == method and (api.get("endpoint") or api.get("name")) == (edge or own):
            found: Mapping[str, Any] = api
            return found
    return None


def fits(value: str, kind: str) -> bool:
    """Whether a parameter's text is of the type that the specification names."""
    if kind in enums():
        return value.lower() in enums()[kind]
    if kind.startswith("list<"):
        return _is_json(value, (list, dict)) or "," in value or value.replace("_", "").isalnum()
    patterns = {
        "unsigned int": r"\d+", "int": r"-?\d+", "float": r"-?\d+(\.\d+)?", "bool": r"true|false",
        "datetime": r"\d+|\d{4}-.*",
    }  # fmt: skip
    if kind in patterns:
        return bool(re.fullmatch(patterns[kind], value))
    if kind in {"Object", "map"}:
        return _is_json(value, (dict,)) or value.isdigit()
    return kind in {"string", "file"}


def _is_json(value: str, kinds: tuple[type, ...]) -> bool:
    try:
        return isinstance(json.loads(value), kinds)
    except ValueError:
        return False
