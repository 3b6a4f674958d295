"""Pinterest's own description of its interface, which lies beside the checkout."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tests.networks.recording import Exchange

_CHECKOUT = Path(__file__).parents[5]
SHARED = Path(os.environ.get("ANTIPHON_SHARED") or _CHECKOUT.parent / "shared")
SPECS = SHARED / "specs" / "pinterest"
needs_specs = pytest.mark.skipif(
    not SPECS.is_dir(),
    reason="Pinterest's description is not beside this checkout.",
)
BODIES = ("application/json", "application/x-www-form-urlencoded")


class Description:
    """An OpenAPI 3.0 document that questions and answers are held against."""

    def __init__(self, path: Path) -> None:
        self.document = _nullable(json.loads(path.read_text(encoding="utf-8")))
        self.registry: Registry[Any] = Registry().with_resource(
            "urn:api", DRAFT4.create_resource(self.document)
        )

    def knows(self, one: Exchange) -> bool:
        """Whether the document describes such a call."""
        return one.path.startswith("/v5/") and self._template(one) is not None

    def problems(self, one: Exchange) -> Iterator[str]:
        """Where an exchange is not as the document says."""
        template = str(self._template(one))
        operation = self.document["paths"][template][one.method.lower()]
        where = ("paths", template, one.method.lower())
        yield from self._asked(one, operation)
        yield from self._question(one, operation, where)
        yield from self._answer(one, operation, where)

    def _template(self, one: Exchange) -> str | None:
        path = one.path.removeprefix("/v5")
        for template, methods in self.document["paths"].items():
            wanted = re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(template))
            if one.method.lower() in methods and re.fullmatch(wanted, path):
                return str(template)
        return None

    def _asked(self, one: Exchange, operation: Mapping[str, Any]) -> Iterator[str]:
        told = [self._found(each) for each in operation.get("parameters", ())]
        known = {each["name"]: each for each in told if each["in"] == "query"}
        for name, value in one.query.items():
            if name not in known:
                yield f"no parameter {name}"
            elif known[name]["schema"].get("type") == "integer":
                yield from self._held(int(value), known[name]["schema"])
        yield from (
            f"{name} is missing"
            for name, each in known.items()
            if each.get("required") and name not in one.query
        )

    def _question(
        self, one: Exchange, operation: Mapping[str, Any], where: tuple[str, ...]
    ) -> Iterator[str]:
        content = operation.get("requestBody", {}).get("content", {})
        kind = next((name for name in BODIES if name in content), None)
        if kind is None or not one.body:
            yield from (["a body is missing"] if kind else [])
            yield from (["a body is not described"] if one.body else [])
            return
        place = (*where, "requestBody", "content", kind, "schema")
        yield from self._held(one.asked, _reference(place))
        yield from self._chosen(one.asked, content[kind]["schema"])
        yield from self._unknown(one.asked, content[kind]["schema"])

    def _answer(
        self, one: Exchange, operation: Mapping[str, Any], where: tuple[str, ...]
    ) -> Iterator[str]:
        responses = operation["responses"]
        status = str(one.status) if str(one.status) in responses else "default"
        if one.status < 400 and status == "default":
            yield f"{one.status} is not described"
        elif "application/json" in responses[status].get("content", {}):
            place = (*where, "responses", status, "content", "application/json", "schema")
            yield from self._held(one.told, _reference(place))
            yield from self._chosen(one.told, _at(self.document, place))
        elif one.answer:
            yield "an answer is not described"

    def _chosen(self, told: Any, schema: Mapping[str, Any]) -> Iterator[str]:
        """What a discriminator points at counts as well."""
        schema = self._found(schema)
        choice = schema.get("discriminator", {})
        picked = choice.get("mapping", {}).get(told.get(choice.get("propertyName")))
        if picked:
            yield from self._held(told, {"$ref": f"urn:api{picked}"})

    def _unknown(self, told: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
        """Fields that the document does not name, though it forbids none."""
        properties = self._found(schema).get("properties", {})
        if "grant_type" not in properties:
            yield from (f"no field {name}" for name in told if name not in properties)

    def _found(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = told.get("$ref")
        return _at(self.document, reference.split("/")[1:]) if reference else told

    def _held(self, instance: object, schema: Mapping[str, Any]) -> Iterator[str]:
        for error in Draft4Validator(schema, registry=self.registry).iter_errors(instance):
            yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def _reference(place: tuple[str, ...]) -> dict[str, str]:
    pointer = "/".join(quote(part.replace("~", "~0").replace("/", "~1")) for part in place)
    return {"$ref": f"urn:api#/{pointer}"}


def _at(document: Any, place: Any) -> Any:
    for part in place:
        document = document[part]
    return document


def _nullable(told: Any) -> Any:
    """OpenAPI 3.0 says “nullable” where a schema would allow null; its references stay strict."""
    if isinstance(told, list):
        return [_nullable(one) for one in told]
    if not isinstance(told, dict):
        return told
    found = {name: _nullable(value) for name, value in told.items()}
    if found.get("nullable") is True and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found


@cache
def description() -> Description:
    """The document that SOURCES.md names."""
    return Description(SPECS / "openapi.json")
