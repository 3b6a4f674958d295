"""Calls made from the description: right in form, their ids chosen by who asks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

from antiphon.api.door import DOOR

Choose = Callable[[str], str]
"""From the name of a field, or the noun before an id in an address, to an id."""

BY_PATTERN = {"@": "somebody@example.org", ":": "09:00"}


@cache
def described() -> dict[str, Any]:
    """The description of the door."""
    return DOOR.described()


@dataclass(frozen=True)
class Sample:
    """One operation."""

    method: str
    path: str
    told: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def scope(self) -> str:
        return str(self.told["x-scope"])

    @property
    def body(self) -> dict[str, Any] | None:
        """The schema of what it takes."""
        content = self.told.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")  # type: ignore[no-any-return]

    def address(self, choose: Choose) -> str:
        """Its address with ids in it."""

        def chosen(found: re.Match[str]) -> str:
            before = [part for part in self.path[: found.start()].split("/") if "{" not in part]
            return choose([part for part in before if part][-1])

        return re.sub(r"{[^}]+}", chosen, self.path)

    def asked(self, *, ids: bool) -> list[dict[str, Any]]:
        """Its query parameters: those that are ids, or those that must be there."""
        found = [p for p in self.told["parameters"] if p["in"] == "query"]
        return [p for p in found if (has_ids(p["schema"]) if ids else p["required"])]

    def query(self, choose: Choose, *, ids: bool = False) -> str:
        """What must be asked, and ids where they can be."""
        wanted = {p["name"]: value(p["schema"], p["name"], choose) for p in self.asked(ids=False)}
        wanted |= {p["name"]: choose(p["name"]) for p in self.asked(ids=True) if ids}
        return "?" + "&".join(f"{name}={it}" for name, it in wanted.items()) if wanted else ""


def samples() -> Iterator[Sample]:
    """Every operation."""
    for path, methods in described()["paths"].items():
        for method, told in methods.items():
            yield Sample(method.upper(), path, told)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, where it only points at one or at several."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return resolved(described()["components"]["schemas"][name])
    for how in ("allOf", "anyOf"):
        if how in schema:
            return resolved(next(one for one in schema[how] if one.get("type") != "null"))
    return schema


def has_ids(schema: dict[str, Any]) -> bool:
    """Whether an id stands anywhere in it."""
    it = resolved(schema)
    inner = [*it.get("properties", {}).values(), *([it["items"]] if "items" in it else [])]
    return it.get("format") == "uuid" or any(has_ids(one) for one in inner)


def value(schema: dict[str, Any], name: str, choose: Choose) -> Any:
    """Something of this form: what must be there, and every id that may be."""
    it = resolved(schema)
    if it.get("enum"):
        return it["enum"][0]
    match it.get("type"):
        case "object":
            return _object(it, choose)
        case "array":
            few = range(max(1, it.get("minItems", 0)))
            return [value(it.get("items", {"type": "string"}), name, choose) for _ in few]
        case "integer" | "number":
            return it.get("minimum", it.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
        case _:
            return _text(it, name, choose)


def _object(it: dict[str, Any], choose: Choose) -> dict[str, Any]:
    must = it.get("required", [])
    wanted = {n: s for n, s in it.get("properties", {}).items() if n in must or has_ids(s)}
    return {name: value(schema, name, choose) for name, schema in wanted.items()}


def _text(it: dict[str, Any], name: str, choose: Choose) -> str:
    if it.get("format") == "uuid":
        return choose(name)
    if it.get("format") in {"date", "date-time"}:
        return {"date": "2027-01-02", "date-time": "2027-01-02T10:00:00+00:00"}[it["format"]]
    if examples := it.get("examples"):
        return str(examples[0])
    fitting = [text for sign, text in BY_PATTERN.items() if sign in it.get("pattern", "")]
    return fitting[0] if fitting else "Lemons"


def nobody(_name: str) -> str:
    """An id that nothing has."""
    return str(uuid4())
