"""What the architecture tests look at: our own files, read and parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "antiphon"
TESTS = ROOT / "tests"
NETWORKS = SRC / "networks"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of ours."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @property
    def parts(self) -> tuple[str, ...]:
        """Where it lies below src/antiphon, the file's own name without suffix last."""
        return self.path.relative_to(SRC).with_suffix("").parts

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.relative_to(ROOT).parts[:-1]

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    def functions(self) -> Iterator[Function]:
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of whatever is imported, names after `from` included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from ((node.lineno, f"{node.module}.{a.name}") for a in node.names)


@cache
def modules() -> tuple[Module, ...]:
    """The program itself, without tests that travel with a network."""
    found = (Module(path) for path in sorted(SRC.rglob("*.py")))
    return tuple(module for module in found if not module.is_test)


@cache
def suites() -> tuple[Module, ...]:
    """Every file that pytest may collect, wherever it lies."""
    paths = [*TESTS.rglob("test_*.py"), *NETWORKS.glob("*/tests/test_*.py")]
    return tuple(Module(path) for path in sorted(paths))


@cache
def packages() -> tuple[Path, ...]:
    """Every folder of ours that holds Python, at any depth."""
    return tuple(sorted({module.path.parent for module in modules()}))


@cache
def networks() -> tuple[str, ...]:
    """The keys of our networks: the names of their folders."""
    if not NETWORKS.is_dir():
        return ()
    return tuple(sorted(init.parent.name for init in NETWORKS.glob("*/__init__.py")))


def within(module: Module, *names: str) -> bool:
    """Whether the module belongs to one of these packages of ours."""
    return module.parts[0] in names


def length(node: ast.stmt) -> int:
    """Lines from the first, decorators not counted, to the last."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
