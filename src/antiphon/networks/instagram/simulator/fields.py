"""Reads `fields=a,b{c,d}` and gives exactly what was asked for."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from antiphon.networks.instagram.simulator.answers import Refused

Tree = dict[str, "Tree"]
_TOKEN = re.compile(r"[\w.()]+|[{},]")


def parse(text: str) -> Tree:
    """Names, and below each what is asked of it."""
    if "".join(_TOKEN.findall(text)) != text.replace(" ", ""):
        raise Refused(2500, "Syntax error in the list of fields.")
    return _names(iter(_TOKEN.findall(text)))


def _names(tokens: Iterator[str]) -> Tree:
    found: Tree = {}
    last = ""
    for word in tokens:
        if word == "}":
            return found
        if word == "{":
            found[last] = _names(tokens)
        elif word != ",":
            last = word
            found.setdefault(last, {})
    return found


def pick(node: Mapping[str, Any], tree: Tree, kind: str) -> dict[str, Any]:
    """Only what was asked for, and the id; what has no value is left out."""
    unknown = [name for name in tree if name not in node]
    if unknown:
        say = f"(#100) Tried accessing nonexisting field ({unknown[0]}) on node type ({kind})"
        raise Refused(100, say)
    names = ["id", *(name for name in tree if name != "id")]
    asked = {name: _below(node.get(name), tree.get(name, {})) for name in names}
    return {name: value for name, value in asked.items() if value is not None}


def _below(value: Any, tree: Tree) -> Any:
    if not tree or value is None:
        return value
    if isinstance(value, Mapping) and "data" in value:
        return {**value, "data": [pick(one, tree, "Node") for one in value["data"]]}
    return pick(value, tree, "Node") if isinstance(value, Mapping) else value
