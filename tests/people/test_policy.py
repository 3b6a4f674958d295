"""The table of roles, held against everything that asks it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import antiphon
from antiphon.people import policy
from antiphon.people.models import Role

SOURCES = Path(antiphon.__file__).parent
BELOW = {"networks", "connect", "kernel", "stats", "sandbox"}  # they know no roles
ASKING = {"permit": 1, "allow": 1, "may": 1, "note": 1}


def asked() -> Iterator[tuple[str, str]]:
    """Every action that some source asks for or writes down by name, and where."""
    above = [f for f in SOURCES.rglob("*.py") if not BELOW & set(f.relative_to(SOURCES).parts)]
    for file in above:
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            action = node.args[1]
            if name in ASKING and isinstance(action, ast.Constant) and "." in str(action.value):
                yield f"{file.relative_to(SOURCES)}:{node.lineno}", str(action.value)


@pytest.mark.promise("W3")
def test_every_action_that_is_asked_for_has_its_line() -> None:
    found = list(asked())

    assert len(found) > 10
    assert [where for where, action in found if action not in policy.ACTIONS] == []


@pytest.mark.promise("W3")
def test_owners_may_everything_and_clients_write_nothing() -> None:
    assert policy.rights(Role.OWNER) == set(policy.ACTIONS)
    assert {action for action in policy.rights(Role.CLIENT) if not action.endswith(".read")} == {
        "post.comment",
        "post.approve",
    }
