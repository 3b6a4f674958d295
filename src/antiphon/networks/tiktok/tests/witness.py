"""What lies beside this checkout: a contract of the API for Developers, TikTok's own kit's files.

TikTok publishes no machine-readable description of the API for Developers; the contract was
written by hand from its pages. Of the API for Business its kit (MIT) describes other calls, in
whose answers only the envelope is the same.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from antiphon.networks.tiktok.tests.recorder import Exchange

SHARED = Path(os.environ.get("ANTIPHON_SHARED") or Path(__file__).parents[6] / "shared")
SPECS = SHARED / "specs" / "tiktok"
MISSING = "The specification is not beside this checkout."

needed = pytest.mark.skipif(not SPECS.is_dir(), reason=MISSING)

OPEN = "/v2"
BUSINESS = "/-/business-api.tiktok.com/open_api/v1.3"


@cache
def contract() -> dict[str, Any]:
    """The calls of the API for Developers."""
    found: dict[str, Any] = json.loads((SPECS / "content_posting.contract.json").read_bytes())
    return found


@cache
def envelopes() -> list[dict[str, Any]]:
    """What an answer of the API for Business is, by each file of TikTok's kit."""
    found = []
    for path in sorted((SPECS / "business_sdk").glob("*.yml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        for methods in told["paths"].values():
            for one in methods.values():
                content = one["responses"]["200"]["content"]
                found.append(content["application/json"]["schema"])
    return found


def vectors(name: str) -> Any:
    """Values that were computed elsewhere."""
    return json.loads((SPECS / f"{name}.json").read_bytes())


def operation(one: Exchange) -> dict[str, Any] | None:
    """What the contract says about a call."""
    found: dict[str, Any] | None = (
        contract()["paths"].get(one.path.removeprefix(OPEN), {}).get(one.method.lower())
    )
    return found


def wrong(one: Exchange) -> Iterator[str]:
    """Everything in which a call or its answer is not as the contract has it."""
    api = operation(one)
    if api is None:
        yield f"{one.method} {one.path} is not known"
        return
    named = {given["name"]: given for given in api.get("parameters", [])}
    yield from (f"{one.path}: query {name}" for name in set(one.query) - set(named))
    needed_ones = {name for name, given in named.items() if given.get("required")}
    yield from (f"{one.path}: no {name}" for name in needed_ones - set(one.query))
    bodies = api.get("requestBody", {}).get("content", {})
    for schema in (told["schema"] for told in bodies.values()):
        yield from _errors(schema, _public(one.asked), f"{one.path} asked")
    if not bodies and one.body:
        yield f"{one.path}: a body where there is none"
    told = api["responses"]["200"].get("content", {}).get("application/json")
    if told and one.answer:
        yield from _errors(told["schema"], one.told, f"{one.path} told {one.status}")


def _errors(schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
    for error in Draft202012Validator(schema).iter_errors(value):
        yield f"{where}: {error.json_path} {error.message[:120]}"


def _public(asked: Any) -> Any:
    """Files of a test lie on this machine, where no address begins with https."""
    return json.loads(json.dumps(asked).replace('"http://127.0.0.1', '"https://127.0.0.1'))
