"""Which key may do what: each route asks for one line of the role table, and gets it."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from antiphon.api.core.routes import ROUTES
from antiphon.people.models import ApiKey
from antiphon.people.policy import ACTIONS
from tests.api.program import Program, kind
from tests.api.samples import nobody, samples, value

ANY_KEY = {"get_key", "list_scopes", "restore_removed"}
"""What a key is and what keys can be made for; what was removed asks for its own scope inside."""

SRC = Path(__file__).parents[2] / "src" / "antiphon"
STAGES = sorted(path for path in SRC.rglob("actions/__init__.py")) + sorted(
    path for path in SRC.rglob("actions.py") if "rewind" not in path.parts
)
NOT_HERE = {
    "accept": "a person comes in through the link, signed in",
    "answer_once": "the door does it for every POST",
    "answer_once_outside": "the door does it for every POST",
    "arrive": "a network sends a browser back, to a page",
    "begin_workspace": "a person founds a workspace; a key opens the one that it was made in",
    "change_oneself": "a person's own name and clock, signed in; they belong to no workspace",
    "confirm": "a network sends a browser back, to a page",
    "connect_accounts": "`enter` and the way back from a network's page make the channels",
    "count_call": "every call is counted by the door",
    "decline": "a network sends a browser back, to a page",
    "end_sessions": "a person ends their own sign-ins, signed in",
    "leave": "a person leaves, signed in; their key ends with them",
    "make_key": "a key makes no keys",
    "make_owner": "an owner's deed alone, never through a key",
    "move": "a drag in the calendar; a program moves the publications, or the plan of a post",
    "move_up": "the queue moves up by itself, by a sweep",
    "note": "every action writes the trail itself",
    "undo": "what a page keeps to take a drag back; a program says the hour again",
    "unplan": "a drag out of the calendar; a program cancels, or takes the plan back",
    "permit": "every action asks by itself",
    "receive": "a network sends a browser back, to a page",
    "retold": "variants hand in their fingerprint themselves",
    "schedule": "`send` chooses the tellings and schedules them",
    "place": "a drop in the calendar; a program says the hour in the plan of a post",
    "track": "sending makes the link of each publication",
}
"""What takes `by=` and has no route, and why."""


def takes_by(module: ast.Module) -> set[str]:
    """Functions that say in whose name they act."""
    return {
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any(arg.arg == "by" for arg in [*node.args.args, *node.args.kwonlyargs])
    }


def public(init: Path) -> set[str]:
    """What a stage's actions show, as far as it acts in somebody's name."""
    if init.name != "__init__.py":
        return takes_by(ast.parse(init.read_text()))
    acting = set().union(
        *(takes_by(ast.parse(file.read_text())) for file in init.parent.glob("*.py"))
    )
    return acting & shown(ast.parse(init.read_text()))


def shown(module: ast.Module) -> set[str]:
    """What a package says that it gives."""
    return {
        name
        for node in module.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for name in ast.literal_eval(node.value)
    }


def reached() -> set[str]:
    """Every name that a route says of a stage's actions."""
    text = "\n".join(path.read_text() for path in (SRC / "api").rglob("*.py"))
    return set(re.findall(r"\b(?:[a-z_]+)\.([a-z_]+)\b", text))


def test_everything_that_can_be_done_can_be_done_by_a_program() -> None:
    known, wanted = reached(), set().union(*map(public, STAGES))

    assert sorted(wanted - known - NOT_HERE.keys()) == []
    assert len(wanted) > 60


def test_every_route_names_a_line_of_the_role_table() -> None:
    assert {route.name for route in ROUTES if not route.may} == ANY_KEY
    assert {route.may for route in ROUTES} - {""} <= ACTIONS.keys()


def test_every_route_has_a_name_and_a_place_of_its_own() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


@pytest.mark.django_db
@pytest.mark.promise("W3", "S9")
def test_each_route_opens_to_its_own_scope_and_to_no_other(settings: Any) -> None:
    settings.API_CALLS = 0
    program, wrong = Program(), []
    everything = {one.scope for one in samples() if one.scope}
    for sample in (one for one in samples() if one.scope):
        mine = ApiKey.objects.filter(owner=program.by)
        path = sample.address(nobody) + sample.query(nobody)
        mine.update(scopes=sorted(everything - {sample.scope}))
        others = program.call(sample.method, path)
        mine.update(scopes=[sample.scope])
        own = program.call(sample.method, path, sample.body and value(sample.body, "", nobody))
        if (is_shut(others), is_shut(own)) != (True, False):
            wrong.append(f"{sample}: {others.status_code} {own.status_code} {own.content!r}")

    assert wrong == []
    assert len(everything) > 30


def is_shut(answer: Any) -> bool:
    """Whether the key did not go that far."""
    return answer.status_code == 403 and kind(answer) == "not_allowed"
