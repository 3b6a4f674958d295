"""Discord's own description of its API: found beside the checkout, never copied."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from antiphon.networks.discord.tests.lines import Said

_CHECKOUT = Path(__file__).resolve().parents[5]
_SHARED = Path(os.environ.get("ANTIPHON_SHARED") or _CHECKOUT.parent / "shared")
SPECS = _SHARED / "specs" / "discord"
needed = pytest.mark.skipif(
    not SPECS.is_dir(), reason=f"Discord's description is not at {SPECS}."
)  # fmt: skip
ROOT = "/api/v10"


@cache
def document() -> Any:
    """The description, with one thing put right.

    It says that the code of a field's error is a number; the manual shows words there, such as
    BASE_TYPE_MAX_LENGTH (docs.discord.com/developers/reference#error-messages, 6 August 2026).
    """
    told = json.loads((SPECS / "openapi.json").read_text(encoding="utf-8"))
    errors = told["components"]["schemas"]["InnerErrors"]["properties"]["_errors"]
    words = {"code": {"type": "string"}, "message": {"type": "string"}}
    errors["items"] = {"type": "object", "properties": words, "required": ["code", "message"]}
    return told


@cache
def _registry() -> "Registry[Any]":
    found: Registry[Any] = Registry().with_resource(
        "urn:api", DRAFT202012.create_resource(document())
    )
    return found


def problems(one: Said) -> list[str]:
    """Where a call or its answer is not as the description says."""
    template = template_of(one)
    operation = document()["paths"].get(template, {}).get(one.method.lower())
    if operation is None:
        return [f"{one.method} {one.path} is not described"]
    found = [*_query(one, operation), *_asked(one, template), *_answered(one, template, operation)]
    return [f"{one.method} {template}: {told}" for told in found]


def template_of(one: Said) -> str:
    """The path of the description that fits, one without gaps before one with them."""
    path, described = one.path.removeprefix(ROOT), document()["paths"]
    if path in described:
        return path
    return next(
        (one for one in described if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path)), ""
    )


def _query(one: Said, operation: dict[str, Any]) -> Iterator[str]:
    known = {told["name"] for told in operation.get("parameters", ()) if told["in"] == "query"}
    yield from (f"no parameter {name}" for name in one.query if name not in known)


def _asked(one: Said, template: str) -> Iterator[str]:
    """What was sent, alone or as `payload_json` with files, is held against the same schema.

    Fields that the schema does not know are told too: it allows them, and Discord ignores them.
    """
    told = one.asked() if one.body else None
    operation = document()["paths"][template][one.method.lower()]
    if not told or "requestBody" not in operation:
        return
    place = ("paths", template, one.method.lower(), "requestBody", "content", "application/json")
    yield from held(told, (*place, "schema"))
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    yield from (f"{name} is not known" for name in told if name not in _names(schema))


def _names(schema: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    found = set(schema.get("properties", {}))
    for one in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
        found |= _names(one)
    return found


def _answered(one: Said, template: str, operation: dict[str, Any]) -> Iterator[str]:
    status = str(one.status)
    if status not in operation["responses"]:
        if not 400 <= one.status < 500:
            yield f"{status} is not described"
            return
        status = "429" if one.status == 429 else "4XX"
    described = operation["responses"][status]
    place: tuple[str, ...] = ("paths", template, one.method.lower(), "responses", status)
    if "$ref" in described:
        name = described["$ref"].rpartition("/")[2]
        described = document()["components"]["responses"][name]
        place = ("components", "responses", name)
    if "content" in described:
        yield from held(one.told(), (*place, "content", "application/json", "schema"))


def held(instance: object, place: tuple[str, ...]) -> Iterator[str]:
    """Where an instance is not as a schema of the description says."""
    pointer = "/".join(quote(part.replace("~", "~0").replace("/", "~1")) for part in place)
    schema = {"$ref": f"urn:api#/{pointer}"}
    for error in Draft202012Validator(schema, registry=_registry()).iter_errors(instance):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
