"""Prints which promise and which fault is kept by which test, and which by none.

The rows are those of docs/reference/promises.md; a test names them with
`@pytest.mark.promise("P2", "F11")`. The marks are read from the sources, so nothing is run.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "reference" / "promises.md"
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.+) \|$", re.MULTILINE)
MARK = "pytest.mark.promise"

Kept = dict[str, list[str]]


def rows() -> dict[str, str]:
    """Every promise and fault with its sentence, in the order of the table."""
    return dict(ROW.findall(TABLE.read_text(encoding="utf-8")))


def suites() -> list[Path]:
    """Every file of tests, those that travel with a network included."""
    travelling = (ROOT / "src" / "antiphon" / "networks").glob("*/tests/test_*.py")
    return sorted([*(ROOT / "tests").rglob("test_*.py"), *travelling])


def named(mark: ast.expr) -> Iterator[str]:
    """The ids in one mark, if it is ours."""
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == MARK:
        for argument in mark.args:
            if isinstance(argument, ast.Constant):
                yield str(argument.value)


def module_marks(tree: ast.Module) -> list[ast.expr]:
    """What `pytestmark = …` says for a whole file."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            return node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return []


def marks(path: Path) -> Iterator[tuple[str, str]]:
    """Pairs of an id and the name of a test that keeps it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_all = [id for mark in module_marks(tree) for id in named(mark)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            own = [id for mark in node.decorator_list for id in named(mark)]
            for id in (*for_all, *own):
                yield id, f"{path.relative_to(ROOT)}::{node.name}"


def kept() -> Kept:
    """Which tests name which id."""
    found: Kept = defaultdict(list)
    for path in suites():
        for id, test in marks(path):
            found[id].append(test)
    return found


def show(sentences: dict[str, str], tests: Kept, *, brief: bool) -> None:
    """Print the kept rows with their tests, then the others, then the sum."""
    for id in [id for id in sentences if id in tests and not brief]:
        print(f"{id:4} {sentences[id]}")
        for test in tests[id]:
            print(f"       {test}")
    open_rows = [id for id in sentences if id not in tests]
    print(f"\nWithout a test ({len(open_rows)}):")
    for id in open_rows:
        print(f"{id:4} {sentences[id]}")
    print(f"\n{len(sentences) - len(open_rows)} of {len(sentences)} kept by a named test.")


def main() -> int:
    """Print the list; a mark that names no row is a mistake and is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brief", action="store_true", help="only what has no test")
    options = parser.parse_args()
    sentences, tests = rows(), kept()
    show(sentences, tests, brief=options.brief)
    if unknown := sorted(tests.keys() - sentences.keys()):
        print(f"No such row: {', '.join(unknown)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
