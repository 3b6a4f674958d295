"""A network is named nowhere but in its own folder; and names that say nothing are not used."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import NETWORKS, ROOT, SRC, TESTS, modules, networks

SEARCHED = {".py", ".html", ".js", ".css"}
SAYS_NOTHING = {
    *("utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "service"),
    *("services", "handler", "handlers", "process", "data", "info", "platform", "provider"),
    *("integration", "models2", "extras"),
}
# A key of one or two letters is also a variable, a coordinate (`{"x": 0.5, "y": 0.5}`) or a filler
# (`"x" * 501`), and some keys are words of everyday English; their networks say so in the docstring
# of their package. There only what cannot be anything else counts: the path to the package, the
# setting of its secrets, its host, and the key where a key is compared or asked for.
SHORT = 2
EVERYDAY = "everyday word"
ASKS_FOR_A_KEY = r"\b(?:key|networks?|named|find)\b[\"']?\s*(?:[=!]?=|:|\(|\[|in\s*[\[({])\s*"


def named(key: str, *, everyday: bool = False) -> re.Pattern[str]:
    """Matches where a text speaks of the network `key`."""
    k = re.escape(key)
    if len(key) > SHORT and not everyday:
        return re.compile(rf"(?<![a-z0-9]){k}(?![a-z0-9])", re.IGNORECASE)
    path = rf"networks(?:[./]| import ){k}\b"
    secret = rf"ANTIPHON_{k.upper()}_(?!FILE\b)"
    return re.compile(rf"{path}|{secret}|\b{k}\.com\b|{ASKS_FOR_A_KEY}[\"']{k}[\"']")


def pattern_of(key: str) -> re.Pattern[str]:
    about = (NETWORKS / key / "__init__.py").read_text(encoding="utf-8")
    return named(key, everyday=EVERYDAY in (ast.get_docstring(ast.parse(about)) or ""))


def files() -> list[Path]:
    """Sources and the tests of all; a network's own folder and built things left out."""
    found = [path for top in (SRC, TESTS) for path in top.rglob("*") if path.suffix in SEARCHED]
    return [path for path in found if NETWORKS not in path.parents and "vendor" not in path.parts]


def texts() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in files()}


@pytest.mark.parametrize("key", networks())
def test_a_network_is_named_only_in_its_own_folder(key: str) -> None:
    pattern = pattern_of(key)
    elsewhere = [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]

    assert elsewhere == []


@pytest.mark.parametrize("key", networks())
def test_a_network_does_not_name_another(key: str) -> None:
    others = [other for other in networks() if other != key and len(other) > SHORT]
    patterns = {other: re.compile(rf"networks[./]{other}\b") for other in others}
    found = [
        f"{path.relative_to(ROOT)}: {other}"
        for path in (NETWORKS / key).rglob("*.py")
        for other, pattern in patterns.items()
        if pattern.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("key", "line", "speaks"),
    [
        ("herald", "from antiphon.networks import herald", True),
        ("herald", "HERALD_LIMIT = 5", True),
        ("herald", "heralds = 1", False),
        ("q", 'if network == "q":', True),
        ("q", "find('q')", True),
        ("q", "antiphon.networks.q.wire", True),
        ("q", "from antiphon.networks import q", True),
        ("q", "ANTIPHON_Q_CLIENT_ID", True),
        ("q", "https://q.com/someone", True),
        ("q", "q = 1 + q", False),
        ("q", '"q" * 501', False),
        ("q", '{"q": 0.5, "r": 0.5}', False),
        ("q", "ANTIPHON_Q_FILE", False),
    ],
)
def test_the_search_finds_names_and_spares_letters(key: str, line: str, *, speaks: bool) -> None:
    assert bool(named(key).search(line)) is speaks


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(m) for m in modules() if SAYS_NOTHING & set(m.parts)] == []


def test_no_class_or_function_has_a_name_that_says_nothing() -> None:
    ends = tuple(word.capitalize() for word in SAYS_NOTHING - {"data", "base", "process", "info"})
    found = [
        f"{module}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(ends)
    ]

    assert found == []
