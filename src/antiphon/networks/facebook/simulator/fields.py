"""Reads `fields=a,b{c},d.limit(0).summary(true)` and gives exactly what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from antiphon.networks.facebook.simulator.answers import Refused


@dataclass(slots=True)
class Asked:
    """One field that somebody asked for."""

    name: str
    inner: "list[Asked]" = field(default_factory=list)
    how: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> list[Asked]:
    """The fields of a list, with what is asked of each."""
    asked, rest = _list(text)
    if rest:
        raise Refused(2500, "Syntax error in the list of fields.")
    return asked


def _list(text: str) -> tuple[list[Asked], str]:
    found: list[Asked] = []
    while text and not text.startswith("}"):
        one, text = _one(text)
        found.append(one)
        text = text.removeprefix(",")
    return found, text


def _one(text: str) -> tuple[Asked, str]:
    end = next((place for place, sign in enumerate(text) if sign in ",{}."), len(text))
    one, text = Asked(text[:end].strip()), text[end:]
    while text.startswith("."):
        word, _open, rest = text[1:].partition("(")
        value, _close, text = rest.partition(")")
        one.how[word] = value
    if text.startswith("{"):
        one.inner, text = _list(text[1:])
        text = text.removeprefix("}")
    if not one.name:
        raise Refused(2500, "Syntax error in the list of fields.")
    return one, text


def pick(thing: Mapping[str, Any], asked: list[Asked], kind: str) -> dict[str, Any]:
    """Only what was asked for; a field that this kind does not have is refused."""
    found: dict[str, Any] = {}
    for one in [Asked("id"), *asked]:
        if one.name not in thing:
            say = f"Tried accessing nonexisting field ({one.name}) on node type ({kind})"
            raise Refused(100, say)
        value = thing[one.name]
        if callable(value):
            value = value(one)
        if value is not None:
            found[one.name] = _inside(value, one)
    return found


def _inside(value: Any, asked: Asked) -> Any:
    if not asked.inner or not isinstance(value, dict):
        return value
    if isinstance(value.get("data"), list):
        return {**value, "data": [_inside(one, asked) for one in value["data"]]}
    return {
        one.name: _inside(value[one.name], one)
        for one in asked.inner
        if value.get(one.name) is not None
    }
