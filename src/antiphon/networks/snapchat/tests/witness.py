"""What lies beside this checkout: a contract of the Public Profile API, and a sealed file.

Snap publishes no machine-readable description; the contract was written by hand from its pages. No
recorded answers exist.
"""

import json
import os
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import HTTP
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.networks.recording import Exchange

SHARED = Path(os.environ.get("ANTIPHON_SHARED") or Path(__file__).parents[6] / "shared")
SPECS = SHARED / "specs" / "snapchat"

needed = pytest.mark.skipif(
    not SPECS.is_dir(), reason="The specification is not beside this checkout."
)


def beside(name: str) -> Any:
    """A file beside this checkout."""
    return json.loads((SPECS / name).read_bytes())


@cache
def contract() -> dict[str, Any]:
    """The calls of the Public Profile API."""
    found: dict[str, Any] = beside("public_profile.contract.json")
    return found


def place(one: Exchange) -> str:
    """The path of the contract that a call takes; empty where it has none."""
    for path in contract()["paths"]:
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), one.path):
            return str(path)
    return ""


def wrong(one: Exchange) -> Iterator[str]:
    """Everything in which a call or its answer is not as the contract has it."""
    api = contract()["paths"].get(place(one), {}).get(one.method.lower())
    if api is None:
        yield f"{one.method} {one.path} is not known"
        return
    named = {given["name"] for given in api.get("parameters", []) if given["in"] == "query"}
    yield from (f"{one.path}: query {name}" for name in set(one.query) - named)
    bodies = api.get("requestBody", {}).get("content", {})
    if not bodies and one.body:
        yield f"{one.path}: a body where there is none"
    for mime, told in bodies.items():
        if not one.headers.get("content-type", "").startswith(mime):
            yield f"{one.path}: not {mime}"
            continue
        asked = _fields(one) if mime.startswith("multipart") else one.asked
        yield from _errors(told["schema"], asked, f"{one.path} asked")
    schema = api["responses"]["200"]["content"]["application/json"]["schema"]
    yield from _errors(schema, one.told, f"{one.path} told {one.status}")


def _fields(one: Exchange) -> dict[str, Any]:
    """The fields of a multipart form; numbers as numbers."""
    head = f"Content-Type: {one.headers['content-type']}\r\n\r\n".encode()
    found: dict[str, Any] = {}
    whole = message_from_bytes(head + one.body, policy=HTTP)
    for part in whole.walk():
        name = str(part.get_param("name", header="content-disposition"))
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue  # the form itself
        text = body.decode("latin-1")
        found[name] = int(text) if text.isdigit() and name != "file" else text
    return found


def _errors(schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
    for error in Draft202012Validator(schema).iter_errors(value):
        yield f"{where}: {error.json_path} {error.message[:120]}"
