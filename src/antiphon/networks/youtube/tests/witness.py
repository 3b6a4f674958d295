"""What Google wrote about its API, and recorded answers: beside the checkout, never copied."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("ANTIPHON_SHARED") or Path(__file__).parents[6] / "shared")
SPECS = SHARED / "specs" / "youtube"
MISSING = "The discovery document and the recordings are not beside this checkout."

needed = pytest.mark.skipif(not SPECS.is_dir(), reason=MISSING)

Schema = Mapping[str, Any]
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "number": float,
}  # fmt: skip
_FORMS = {
    "int64": r"-?\d+", "uint64": r"\d+", "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
}  # fmt: skip


def recorded(name: str | Path) -> Any:
    """One recorded answer."""
    return json.loads((SPECS / name).read_text(encoding="utf-8"))


def recordings() -> list[Path]:
    """All recorded answers."""
    return sorted((SPECS / "fixtures").rglob("*.json"))


@cache
def discovery() -> Schema:
    """Google's own description of the Data API."""
    found: Schema = recorded("youtube.v3.json")
    return found


@cache
def methods() -> dict[str, Schema]:
    """All methods by their ids."""
    return {one["id"]: one for one in _methods(discovery())}


def _methods(resource: Schema) -> Iterator[Schema]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)


def method_of(verb: str, path: str) -> Schema:
    """The method that a call is; uploads may go either of the ways that they are named."""
    for one in methods().values():
        upload = one.get("mediaUpload", {}).get("protocols", {}).values()
        paths = {f"/{one['path']}", *(way["path"] for way in upload)}
        if one["httpMethod"] == verb and path in paths:
            return one
    raise AssertionError(f"{verb} {path} is not in the discovery document")


def wrong_query(method: Schema, query: list[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the parameters of a call."""
    known = {**discovery()["parameters"], **method.get("parameters", {})}
    for name, value in query:
        if name not in known:
            yield f"{name} is not a parameter of {method['id']}"
        else:
            yield from (f"{name}: {say}" for say in _wrong_text(known[name], value))
    for name, one in method.get("parameters", {}).items():
        if one.get("required") and name not in dict(query):
            yield f"{method['id']} needs {name}"


def _wrong_text(rule: Schema, value: str) -> Iterator[str]:
    kind = rule.get("type")
    fits = {"integer": value.isdecimal(), "boolean": value in {"true", "false"}}
    if not fits.get(str(kind), True):
        yield f"{value} is no {kind}"
    elif kind == "integer" and int(value) > int(rule.get("maximum", value)):
        yield f"{value} is more than {rule['maximum']}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{value} is none of {rule['enum']}"


def wrong_parts(method: Schema, query: list[tuple[str, str]]) -> Iterator[str]:
    """Sections that are named and that the resource does not have."""
    answer = _schema(method["response"]) if "response" in method else {}
    resource = answer.get("properties", {}).get("items", {}).get("items", answer)
    known = _schema(resource).get("properties", {})
    for part in dict(query).get("part", "").split(","):
        if part and part not in known and part != "id":
            yield f"{part} is no section of what {method['id']} speaks of"


def wrong_body(method: Schema, body: Any, *, asked: bool) -> list[str]:
    """What is wrong with what was sent (`asked`) or answered."""
    schema = method.get("request" if asked else "response")
    if schema is None:
        return [] if body is None else [f"{method['id']} has no such body"]
    return list(_wrong(schema, body, "", method["id"] if asked else ""))


def wrong_resource(name: str, found: Any) -> list[str]:
    """How something breaks one schema."""
    return list(_wrong({"$ref": name}, found, "", ""))


def _schema(rule: Schema) -> Schema:
    found: Schema = discovery()["schemas"][rule["$ref"]] if "$ref" in rule else rule
    return found


def _wrong(rule: Schema, found: Any, place: str, sent_to: str) -> Iterator[str]:
    rule = _schema(rule)
    kind = _TYPES.get(rule.get("type", ""), object)
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        yield f"{place}: {found!r} is no {rule.get('type')}"
    elif isinstance(found, dict):
        yield from _wrong_object(rule, found, place, sent_to)
    elif isinstance(found, list):
        for number, one in enumerate(found):
            yield from _wrong(rule["items"], one, f"{place}.{number}", sent_to)
    elif isinstance(found, str):
        yield from _wrong_word(rule, found, place)


def _wrong_object(rule: Schema, found: Schema, place: str, sent_to: str) -> Iterator[str]:
    known, more = rule.get("properties", {}), rule.get("additionalProperties")
    for name, value in found.items():
        if name not in known and more is None:
            yield f"{place}.{name} is not in the discovery document"
        else:
            yield from _wrong(known.get(name, more), value, f"{place}.{name}", sent_to)
    for name, one in known.items():
        if sent_to in one.get("annotations", {}).get("required", ()) and name not in found:
            yield f"{place}.{name} is needed by {sent_to}"


def _wrong_word(rule: Schema, found: str, place: str) -> Iterator[str]:
    if "enum" in rule and found not in rule["enum"]:
        yield f"{place}: {found} is none of {rule['enum']}"
    form = _FORMS.get(rule.get("format", ""))
    if form and not re.fullmatch(form, found):
        yield f"{place}: {found} is no {rule['format']}"
