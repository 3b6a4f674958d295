"""Only actions write, through the moves of their models; doors ask and tell."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Module, modules, within

DOORS = ("web", "api", "cli")
WRITES = {
    *("save", "create", "update", "delete", "bulk_create", "bulk_update"),
    *("get_or_create", "update_or_create", "aupdate", "acreate", "asave"),
}
# `digest.update`, `dict.update`, `session.delete` write no rows. A call counts as a write when it
# hangs on a query (`.objects`, `.filter(…)`, `_default_manager`) or on a row that saves itself.
ASKED = {
    "objects",
    "filter",
    "exclude",
    "all",
    "_default_manager",
    "_base_manager",
    "select_related",
}
ALWAYS_ROWS = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")


def chain(node: ast.expr) -> set[str]:
    """The names along `a.b(…).c`, from the right end to the left."""
    names = set()
    while True:
        match node:
            case ast.Attribute(value=value, attr=name):
                names.add(name)
                node = value
            case ast.Call(func=func):
                node = func
            case ast.Subscript(value=value):
                node = value
            case _:
                return names


def is_a_picture(call: ast.Call) -> bool:
    """A picture is told where to save itself; a row is only told what."""
    return call.func.attr == "save" and bool(call.args)  # type: ignore[attr-defined]


def row_writes(module: Module) -> Iterator[int]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            verb = node.func.attr
            hangs_on_a_query = bool(ASKED & chain(node.func.value))
            if is_a_picture(node):
                continue
            if verb in ALWAYS_ROWS or (verb in WRITES and hangs_on_a_query):
                yield node.lineno


def may_write(module: Module) -> bool:
    """Actions, and the moves that models make of themselves."""
    return module.is_migration or bool({"actions", "models"} & set(module.parts))


def has_tables(module: Module) -> bool:
    """Networks, kernel and the like have no rows; `save` there is a picture's or a file's."""
    return not within(module, "kernel", "connect", "networks", "sandbox", "stats")


def test_only_actions_and_the_moves_of_models_write_rows() -> None:
    writers = [m for m in modules() if has_tables(m) and not may_write(m)]

    assert [f"{m}:{line}" for m in writers for line in row_writes(m)] == []


def test_doors_never_touch_tables() -> None:
    doors = [m for m in modules() if within(m, *DOORS)]
    found = [
        f"{m}:{node.lineno}"
        for m in doors
        for node in ast.walk(m.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert found == []


def test_upstream_never_pushes() -> None:
    found = [
        f"{m}:{line}" for m in modules() for line, name in m.imports() if name.startswith(SIGNALS)
    ]

    assert found == []
