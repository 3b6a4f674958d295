"""The machine-readable description of the Bot API: found beside the checkout, never copied."""

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from antiphon.networks.telegram.tests.lines import Said

_CHECKOUT = Path(__file__).resolve().parents[5]
_SHARED = Path(os.environ.get("ANTIPHON_SHARED") or _CHECKOUT.parent / "shared")
SPEC = _SHARED / "specs" / "telegram" / "api_10.1.json"
needed = pytest.mark.skipif(
    not SPEC.is_file(), reason=f"The Bot API's description is not at {SPEC}."
)

PLAIN: Mapping[str, tuple[type, ...]] = {
    "Integer": (int,), "String": (str,), "Boolean": (bool,), "Float": (int, float),
}  # fmt: skip
_LIST = "Array of "


@cache
def description() -> Any:
    """All methods and types."""
    return json.loads(SPEC.read_text(encoding="utf-8"))


def problems(one: Said) -> Iterator[str]:
    """Where a call or its answer is not as the description says."""
    method = description()["methods"].get(one.method)
    if method is None:
        yield f"{one.method} is not described"
        return
    yield from (f"{one.method}: {told}" for told in _fields(one.fields, method.get("fields", [])))
    answer = one.answer
    if answer["ok"]:
        held = _fits_any(answer["result"], method["returns"])
        yield from (f"{one.method} answered: {told}" for told in held)
    else:
        yield from _refused(one)


def _refused(one: Said) -> Iterator[str]:
    """The form of refusals stands in the prose of the reference ("Making requests")."""
    told = dict(one.answer)
    if not isinstance(told.get("description"), str) or told.get("error_code") != one.status:
        yield f"{one.method}: {told} is no refusal"
    if "parameters" in told:
        yield from _fits(told["parameters"], "ResponseParameters")


def _fields(told: Mapping[str, Any], described: list[dict[str, Any]]) -> Iterator[str]:
    known = {field["name"]: field for field in described}
    # A file of an album is a field of any name, to which `attach://` refers.
    attached = {name for name, value in told.items() if value == b"file" and name not in known}
    yield from (f"{name} is not known" for name in told.keys() - known.keys() - attached)
    for name, field in known.items():
        if name in told:
            held = _fits_any(_parsed(told[name], field["types"]), field["types"])
            yield from (f"{name}: {wrong}" for wrong in held)
        elif field["required"]:
            yield f"{name} is missing"


def _parsed(value: Any, types: list[str]) -> Any:
    """Fields of a form are texts that hold JSON."""
    if not isinstance(value, str) or "String" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _fits_any(value: Any, types: list[str]) -> list[str]:
    if len(types) > 1 and all(one.startswith(_LIST) for one in types):
        # A list whose members are of any of these types.
        named = [one.removeprefix(_LIST) for one in types]
        return [told for one in value for told in _fits_any(one, named)]
    found = [list(_fits(value, one)) for one in types]
    return min(found, key=len)


def _fits(value: Any, kind: str) -> Iterator[str]:
    if kind.startswith(_LIST):
        if not isinstance(value, list):
            yield f"{value!r} is no list"
            return
        for one in value:
            yield from _fits(one, kind.removeprefix(_LIST))
    elif kind in PLAIN or kind == "InputFile":
        wanted = PLAIN.get(kind, (bytes,))
        is_odd = isinstance(value, bool) and kind != "Boolean"
        if not isinstance(value, wanted) or is_odd:
            yield f"{value!r} is no {kind}"
    elif not isinstance(value, dict):
        yield f"{value!r} is no {kind}"
    else:
        yield from _fits_type(value, kind)


def _fits_type(value: Mapping[str, Any], kind: str) -> Iterator[str]:
    described = description()["types"][kind]
    if below := described.get("subtypes"):
        yield from min((list(_fits_type(value, one)) for one in below), key=len)
    else:
        yield from _fields(value, described.get("fields", []))
