"""The vendor's own description of the API, and what was recorded from real servers.

Both lie beside the checkout and are no part of it; where they are missing, tests skip.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from antiphon.networks.mastodon.tests.recorder import Exchange

_CHECKOUT = Path(__file__).parents[5]
SHARED = Path(os.environ.get("ANTIPHON_SHARED") or _CHECKOUT.parent / "shared")
SPECS = SHARED / "specs" / "mastodon"
needs_specs = pytest.mark.skipif(
    not SPECS.is_dir(), reason=f"The vendor's descriptions are not at {SPECS}."
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Description:
    """An OpenAPI document that questions and answers are held against."""

    def __init__(self, path: Path) -> None:
        self.document = json.loads(path.read_text(encoding="utf-8"))
        # Text and files together are two of the three forms of a status at once; the document
        # says "one of" and means "any of", as its own descriptions of the fields show.
        body = self.document["paths"]["/api/v1/statuses"]["post"]["requestBody"]
        schema = body["content"]["application/json"]["schema"]
        schema["anyOf"] = schema.pop("oneOf")
        self.registry: Registry[Any] = Registry().with_resource(
            "urn:api", DRAFT202012.create_resource(self.document)
        )

    def problems(self, one: Exchange) -> list[str]:
        """Where an exchange is not as the document says; None of it is allowed."""
        template = self._template(one.path)
        method = one.method.lower()
        operation = self.document["paths"].get(template or "", {}).get(method)
        if operation is None:
            return [f"{one.method} {one.path} is not described"]
        where = ("paths", template or "", method)
        found = [*self._query(one, operation), *self._question(one, operation, where)]
        return [
            f"{one.method} {one.path}: {told}"
            for told in (*found, *self._answer(one, operation, where))
        ]

    def _template(self, path: str) -> str | None:
        if path in self.document["paths"]:
            return path
        for template in self.document["paths"]:
            if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path):
                return str(template)
        return None

    def _query(self, one: Exchange, operation: dict[str, Any]) -> Iterator[str]:
        known = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
        yield from (
            f"no parameter {name}" for name, _v in one.query if name.removesuffix("[]") not in known
        )

    def _question(
        self, one: Exchange, operation: dict[str, Any], where: tuple[str, ...]
    ) -> Iterator[str]:
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content or not one.body:
            return
        place = (*where, "requestBody", "content", "application/json", "schema")
        fields = one.fields
        if "redirect_uris" in fields:
            fields["redirect_uris"] = fields["redirect_uris"].split("\n")
        yield from self._held(fields, place)

    def _answer(
        self, one: Exchange, operation: dict[str, Any], where: tuple[str, ...]
    ) -> Iterator[str]:
        described = operation["responses"].get(str(one.status))
        if described is None:
            yield f"{one.status} is not described"
        elif "application/json" in described.get("content", {}):
            place = (*where, "responses", str(one.status), "content", "application/json", "schema")
            yield from self._held(one.json(), place)

    def _held(self, instance: object, place: tuple[str, ...]) -> Iterator[str]:
        pointer = "/".join(quote(part.replace("~", "~0").replace("/", "~1")) for part in place)
        schema = {"$ref": f"urn:api#/{pointer}"}
        for error in Draft202012Validator(schema, registry=self.registry).iter_errors(instance):
            yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


@cache
def description() -> Description:
    """Vanilla Mastodon's."""
    return Description(SPECS / "mastodon-openapi.json")


def recorded() -> Iterator[tuple[str, int, bytes]]:
    """Everything that real servers answered: address, status, body."""
    for path in sorted(SPECS.glob("recordings/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            body = told["response"]["body"] or {}
            text = json.dumps(body["json"]) if "json" in body else str(body.get("text", ""))
            yield told["request"]["url"], told["response"]["status"], text.encode()
    for path in sorted(SPECS.glob("mastodon-py-cassettes/*/*.yaml")):
        told = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
        for one in told.get("interactions", ()):
            raw = one["response"]["body"]["string"] or b""
            answer = raw if isinstance(raw, bytes) else raw.encode()
            yield one["request"]["uri"], one["response"]["status"]["code"], answer
        for connection in told.get("connections", ()):
            for frame in connection["interactions"]:
                yield "frame", 200, json.dumps(frame.get("receive")).encode()
