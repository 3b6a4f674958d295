"""A terminal in small: a workspace with one channel on each simulated network."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from antiphon import cli
from antiphon.channels.models import Channel
from antiphon.publish.duty import DUTY
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.publish import choice, world

Run = Callable[..., Any]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port."""
    with Sandbox(world.NETWORKS).serving() as served:
        yield served


@pytest.fixture(autouse=True)
def outside(db: None, settings: Any) -> Iterator[None]:  # noqa: ARG001 -- every command needs it
    """This process may speak to the sandbox, and has one connection to the database."""
    DUTY.keeps = False
    with world.private_networks():
        yield
        DUTY.end()
        DUTY.keeps = True


@pytest.fixture
def channels(sandbox: Sandbox) -> list[Channel]:
    """One on each network that takes words alone, all of the only workspace."""
    by = a.member(workspace=a.workspace(name="Fizz", slug="fizz"))
    return [world.channel_on(sandbox, key, by=by) for key in choice.WRITTEN]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command with --json: its code and the one value that it printed."""

    def runs(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = cli.main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return runs


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """Run a command that must be refused with exit code 1: what it says, in one line."""

    def says(*words: str) -> str:
        code, told = run(*words)
        assert code == 1, told
        return " ".join(dict.fromkeys(problem["say"] for problem in told["problems"]))

    return says
