"""Nothing grows so large that it cannot be read at one sitting."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, SRC, Module, length, modules, packages, suites

MODULE = 300
CLASS = 150
TEST = 25
PACKAGE = 12
DEPTH = 3
PAGE = 120  # a template, a style, a script
# Word lists, country tables and the like are read by searching, not from top to bottom. Such a
# module says so itself in the first line of its docstring: "Table: …".
TABLE = "Table:"


def is_a_table(module: Module) -> bool:
    return (ast.get_docstring(module.tree) or "").startswith(TABLE)


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_stay_short() -> None:
    counted = [m for m in (*modules(), *suites()) if not m.is_migration and not is_a_table(m)]

    assert [f"{m}: {lines(m.path)}" for m in counted if lines(m.path) > MODULE] == []


def test_classes_stay_short() -> None:
    found = [
        f"{m}: {node.name} {length(node)}"
        for m in modules()
        if not m.is_migration
        for node in ast.walk(m.tree)
        if isinstance(node, ast.ClassDef) and length(node) > CLASS
    ]

    assert found == []


def test_tests_stay_short() -> None:
    found = [
        f"{m}: {function.name} {length(function)}"
        for m in suites()
        for function in m.functions()
        if function.name.startswith("test_") and length(function) > TEST
    ]

    assert found == []


def test_packages_hold_a_dozen_modules_at_most() -> None:
    counts = {p: len([f for f in p.glob("*.py") if f.name != "__init__.py"]) for p in packages()}
    kept = {p: n for p, n in counts.items() if p.name != "migrations"}

    assert [f"{p.relative_to(ROOT)}: {n}" for p, n in kept.items() if n > PACKAGE] == []


def test_folders_stay_shallow() -> None:
    depths = {p: len(p.relative_to(SRC).parts) for p in packages()}

    assert [str(p) for p, depth in depths.items() if depth > DEPTH] == []


@pytest.mark.parametrize("suffix", ["html", "css", "js"])
def test_pages_styles_and_scripts_stay_short(suffix: str) -> None:
    # The tokens are a table; everything else is read from top to bottom.
    ours = [p for p in SRC.rglob(f"*.{suffix}") if "vendor" not in p.parts and p.stem != "tokens"]

    assert [f"{p.relative_to(ROOT)}: {lines(p)}" for p in ours if lines(p) > PAGE] == []
