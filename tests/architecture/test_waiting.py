"""Only the contract, the networks and the sandbox wait, and one place each starts a loop."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Module, modules, within

WAITING = ("connect", "networks", "sandbox")
# Who may start an event loop: the post office for everybody who sends, the sandbox for its servers.
STARTS_A_LOOP = {("connect", "post_office"), ("sandbox", "server")}
LOOP_STARTERS = {"run", "new_event_loop", "run_until_complete", "Runner"}


# The kit of the protocol that agents speak is written so. What waits there is that kit and nothing
# of ours: its loop lives for one request, and every call of ours leaves it first.
WRITTEN_SO = {("api", "mcp", "server")}


def waits(module: Module) -> bool:
    kinds = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    return any(isinstance(node, kinds) for node in ast.walk(module.tree))


def loop_starts(module: Module) -> Iterator[int]:
    """Lines that say asyncio.run and its like."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in LOOP_STARTERS:
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner == "asyncio" or node.attr == "run_until_complete":
                yield node.lineno


def test_only_contract_networks_and_sandbox_wait() -> None:
    elsewhere = [m for m in modules() if not within(m, *WAITING) and m.parts not in WRITTEN_SO]

    assert [str(m) for m in elsewhere if waits(m)] == []


def test_one_place_in_each_starts_an_event_loop() -> None:
    found = [
        f"{m}:{line}"
        for m in modules()
        if m.parts[:2] not in STARTS_A_LOOP
        for line in loop_starts(m)
    ]

    assert found == []


def test_no_network_starts_an_event_loop() -> None:
    assert [str(m) for m in modules() if within(m, "networks") and list(loop_starts(m))] == []
