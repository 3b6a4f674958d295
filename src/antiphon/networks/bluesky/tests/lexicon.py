"""Holds a value against the network's own schemas (atproto.com/specs/lexicon)."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from antiphon.kernel.text import graphemes
from antiphon.networks.bluesky.facets import HANDLE
from antiphon.networks.bluesky.simulator.rules import TID, TIME

DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]")
NSID = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9-]*\.){2,}[a-zA-Z][a-zA-Z0-9]*")
RKEY = re.compile(r"(?!\.\.?\Z)[A-Za-z0-9_~.:-]{1,512}")
CID = re.compile(r"b[a-z2-7]{40,}")
LANGUAGE = re.compile(r"(?:i|[a-z]{2,3})(?:-[A-Za-z0-9]+)*")


def is_at_uri(value: str) -> bool:
    pieces = value.removeprefix("at://").split("/")
    checks: list[Callable[[str], object]] = [is_identifier, NSID.fullmatch, RKEY.fullmatch]
    return value.startswith("at://") and all(
        check(piece) for check, piece in zip(checks, pieces, strict=False)
    )


def is_identifier(value: str) -> bool:
    return bool(DID.fullmatch(value) or HANDLE.fullmatch(value))


FORMATS: dict[str, Callable[[str], object]] = {
    "did": DID.fullmatch,
    "handle": HANDLE.fullmatch,
    "at-identifier": is_identifier,
    "at-uri": is_at_uri,
    "nsid": NSID.fullmatch,
    "tid": TID.fullmatch,
    "record-key": RKEY.fullmatch,
    "cid": CID.fullmatch,
    "datetime": TIME.fullmatch,
    "language": LANGUAGE.fullmatch,
    "uri": lambda value: urlsplit(value).scheme,
}


class Lexicons:
    """All schemas of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _all(self) -> dict[str, Any]:
        found = (json.loads(path.read_text()) for path in self.folder.rglob("*.json"))
        return {one["id"]: one["defs"] for one in found}

    def definition(self, name: str, here: str = "") -> tuple[str, dict[str, Any]]:
        id, _, part = name.partition("#")
        id = id or here
        return id, self._all[id][part or "main"]

    def record(self, value: Mapping[str, Any]) -> list[str]:
        """What is wrong with a record."""
        id, schema = self.definition(str(value["$type"]))
        return list(self._check(value, schema["record"], id, "$"))

    def given(self, name: str, value: object) -> list[str]:
        """What is wrong with the body of a call."""
        id, schema = self.definition(name)
        return list(self._check(value, schema["input"]["schema"], id, "$"))

    def asked(self, name: str, query: list[tuple[str, str]]) -> list[str]:
        """What is wrong with the query of a call."""
        id, schema = self.definition(name)
        wanted = schema.get("parameters", {"properties": {}})
        given: dict[str, Any] = {}
        for key, text in query:
            kind = wanted["properties"].get(key, {}).get("type")
            if kind == "array":
                given.setdefault(key, []).append(text)
            else:
                given[key] = int(text) if kind == "integer" else text
        unknown = [f"$.{key}: unknown" for key in given if key not in wanted["properties"]]
        return unknown + list(self._check(given, {**wanted, "type": "object"}, id, "$"))

    def told(self, name: str, value: object) -> list[str]:
        """What is wrong with an answer."""
        id, schema = self.definition(name)
        if "output" not in schema:
            return [] if value is None else ["$: nothing was expected"]
        return list(self._check(value, schema["output"]["schema"], id, "$"))

    def _check(self, value: Any, schema: dict[str, Any], here: str, where: str) -> Iterator[str]:
        match schema["type"]:
            case "ref":
                here, schema = self.definition(schema["ref"], here)
                yield from self._check(value, schema, here, where)
            case "string":
                yield from self._string(value, schema, where)
            case "blob":
                yield from self._blob(value, schema, where)
            case "integer" | "boolean" as kind:
                if type(value) is not {"integer": int, "boolean": bool}[kind]:
                    yield f"{where}: no {kind}"
            case "union" | "object" | "array" as kind:
                yield from getattr(self, f"_{kind}")(value, schema, here, where)
            case _:
                pass  # `unknown` may be anything

    def _union(self, value: Any, schema: dict[str, Any], here: str, where: str) -> Iterator[str]:
        named = value.get("$type") if isinstance(value, dict) else None
        known = {f"{here}{ref}" if ref.startswith("#") else ref for ref in schema["refs"]}
        if named not in known:
            if schema.get("closed") or not named:
                yield f"{where}: {named} is not in the union"
            return
        id, found = self.definition(str(named), here)
        yield from self._check(value, found, id, where)

    def _object(self, value: Any, schema: dict[str, Any], here: str, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: no object"
            return
        for key in schema.get("required", ()):
            if key not in value:
                yield f"{where}: {key} is missing"
        for key, wanted in schema.get("properties", {}).items():
            if value.get(key, ...) is ... or (
                value[key] is None and key in schema.get("nullable", ())
            ):
                continue
            yield from self._check(value[key], wanted, here, f"{where}.{key}")

    def _array(self, value: Any, schema: dict[str, Any], here: str, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: no array"
            return
        if len(value) > schema.get("maxLength", len(value)):
            yield f"{where}: too many"
        for place, one in enumerate(value):
            yield from self._check(one, schema["items"], here, f"{where}[{place}]")

    @staticmethod
    def _string(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{where}: no string"
            return
        if len(value.encode()) > schema.get("maxLength", 1 << 30):
            yield f"{where}: too many bytes"
        if graphemes(value) > schema.get("maxGraphemes", 1 << 30):
            yield f"{where}: too many graphemes"
        if "format" in schema and not FORMATS[schema["format"]](value):
            yield f"{where}: {value!r} is no {schema['format']}"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is not allowed"

    @staticmethod
    def _blob(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
        if not isinstance(value, dict) or value.get("$type") != "blob":
            yield f"{where}: no blob"
            return
        if not CID.fullmatch(str((value.get("ref") or {}).get("$link"))):
            yield f"{where}: no link to bytes"
        if not isinstance(value.get("size"), int) or value["size"] > schema.get("maxSize", 1 << 60):
            yield f"{where}: no size, or too large"
        accepted = [one.removesuffix("*") for one in schema.get("accept", ("*",))]
        if not any(str(value.get("mimeType")).startswith(one) for one in accepted):
            yield f"{where}: {value.get('mimeType')} is not accepted"
