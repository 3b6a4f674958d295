"""From the command line to real servers of networks and back: every post there exactly once.

A network takes part by having `tests/real_server.py` in its folder, with `running()`, which yields
a `Real` (and its `hosts`, where files lie elsewhere). Only the bad line in between is not real.
"""

import io
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from PIL import Image

from antiphon.connect.registry import network, packages
from antiphon.sandbox.lines import Line, Trouble
from tests.journeys.terminal import Terminal, until

pytestmark = [pytest.mark.realserver, pytest.mark.slow, pytest.mark.timeout(1200)]

ALT = "Eine grüne Fläche 🌱, 60 × 40"
SIZE = (60, 40)
FOUND = {
    key: f"{package}.tests.real_server"
    for key, package in packages().items()
    if find_spec(f"{package}.tests") and find_spec(f"{package}.tests.real_server")
}


class Seen(Protocol):
    """One post as its server tells it to everybody."""

    text: str
    alts: tuple[str, ...]
    pictures: tuple[bytes, ...]


class Real(Protocol):
    """An account on a running server."""

    server: str
    options: tuple[str, ...]
    secret: str
    creating: str

    def posts(self) -> Sequence[Seen]:
        """Every post of the account that is public now."""


def method_of(real: Real) -> str:
    """The method of the request that makes a post; a folder says so where it is another one."""
    return getattr(real, "method", "POST")


@dataclass
class Desk:
    """A terminal with one channel on a real server, by way of a line."""

    terminal: Terminal
    real: Real
    line: Line
    text: str

    @property
    def command(self) -> tuple[str, ...]:
        """The command of every journey, the same each time it is given."""
        picture = self.terminal.home.parent / "picture.png"
        media = ("--media", f"{picture}:{ALT}", "--title", "A green field")
        return ("post", self.text, *media, "--wait")

    def post(self) -> dict[str, Any]:
        """Give the command; what it tells of the only publication."""
        (told,) = self.terminal.type(*self.command)
        assert told["state"] == "live"
        return dict(told)

    def seen(self) -> list[Seen]:
        """What the server itself shows of this message."""
        return [post for post in self.real.posts() if self.text in post.text]

    def empty_looks(self, id: str) -> int:
        """How often it was looked for and not found before it was sent again, if at all."""
        story = self.terminal.type("publication", "show", id)["story"]
        return sum(one["outcome"] == "absent" for one in story)

    def asked(self) -> int:
        """How often the request that makes the post came by."""
        made = [path for method, path in self.line.requests if method == method_of(self.real)]
        return sum(bool(re.search(self.real.creating, path)) for path in made)


@pytest.fixture(scope="module", params=sorted(FOUND))
def running(request: pytest.FixtureRequest) -> Iterator[tuple[str, Real]]:
    """One server for all journeys on its network."""
    if os.environ.get("ANTIPHON_REAL_SERVERS") != "1":
        pytest.skip("Set ANTIPHON_REAL_SERVERS=1 to install and start real servers.")
    with import_module(FOUND[request.param]).running() as real:
        yield request.param, real


@pytest.fixture
def desk(running: tuple[str, Real]) -> Iterator[Desk]:
    """An installation of its own: a workspace, and a channel that reaches the server by a line."""
    key, real = running
    parts = urlsplit(real.server)
    with Line(parts.port or 80).running() as line, home() as folder:
        near = parts._replace(netloc=f"127.0.0.1:{line.port}")
        Image.new("RGB", SIZE, "green").save(folder / "picture.png")
        others = getattr(real, "hosts", ())
        terminal = Terminal(folder / "home", [parts.netloc, near.netloc, *others])
        try:
            terminal.type("workspace", "create", "Fields")
            terminal.type("channel", "connect", key, "--server", near.geturl(), *real.options,
                          typed=f"{real.secret}\n")  # fmt: skip
            yield Desk(terminal, real, line, f"Green again, {uuid4().hex[:12]}: grün, हरा 🌱")
        finally:
            terminal.leave()


@contextmanager
def home() -> Iterator[Path]:
    """A folder that the database's own account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def hurrying(terminal: Terminal) -> Iterator[None]:
    """Make every look due at once while the block runs (see `Terminal.hurry`).

    Only what never arrived needs it: its absence takes a network's whole schedule of looks. What
    arrived is found at the first look, which is waited for.
    """
    over = threading.Event()

    def hurry() -> None:
        while not over.wait(1):
            terminal.hurry()

    thread = threading.Thread(target=hurry)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def sizes(seen: Seen) -> list[tuple[int, int]]:
    """The pictures of a post, opened."""
    return [Image.open(io.BytesIO(picture)).size for picture in seen.pictures]


@pytest.mark.promise("P1", "P2")
def test_a_command_makes_one_post_that_the_server_shows_as_it_was_meant(desk: Desk) -> None:
    told = desk.post()
    (seen,) = desk.seen()

    assert (seen.text, seen.alts, sizes(seen)) == (desk.text, (ALT,), [SIZE])
    assert told["text"] == desk.text

    again = desk.post()

    assert (again["id"], again["remote_id"]) == (told["id"], told["remote_id"])
    assert (len(desk.seen()), desk.asked()) == (1, 1)


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("trouble", [Trouble.LOSE_AFTER, Trouble.CUT, Trouble.LOSE_BEFORE])
def test_a_cut_connection_never_becomes_two_posts(desk: Desk, trouble: Trouble) -> None:
    rule = desk.line.go_wrong(trouble, method=method_of(desk.real), path=desk.real.creating)

    with hurrying(desk.terminal) if trouble is Trouble.LOSE_BEFORE else nullcontext():
        told = desk.post()

    assert rule.times == 0
    (seen,) = desk.seen()
    assert (seen.text, seen.alts, sizes(seen)) == (desk.text, (ALT,), [SIZE])
    assert desk.empty_looks(told["id"]) in {0, len(network(told["network"]).proof.looks)}
    assert desk.post()["id"] == told["id"]
    assert len(desk.seen()) == 1


@pytest.mark.promise("P1", "P2")
@pytest.mark.parametrize("trouble", [Trouble.SLOW, Trouble.LOSE_BEFORE])
def test_a_killed_command_is_finished_once_by_a_worker(desk: Desk, trouble: Trouble) -> None:
    desk.line.go_wrong(trouble, method=method_of(desk.real), path=desk.real.creating, seconds=3)
    command = desk.terminal.start(*desk.command, "--json")
    until(desk.asked, seconds=120)
    desk.terminal.kill(command)

    assert desk.terminal.state() == "sending"
    # What is slow arrives at the server after its sender is dead; what is lost never does.
    hurry = hurrying(desk.terminal) if trouble is Trouble.LOSE_BEFORE else nullcontext()
    with desk.terminal.working(), hurry:
        until(lambda: desk.terminal.state() == "live", seconds=180)

    (seen,) = desk.seen()
    assert (seen.text, seen.alts, sizes(seen)) == (desk.text, (ALT,), [SIZE])
    told = desk.post()
    assert desk.empty_looks(told["id"]) in {0, len(network(told["network"]).proof.looks)}
    assert len(desk.seen()) == 1


@pytest.mark.promise("P1")
def test_what_is_withdrawn_is_gone_from_the_server(desk: Desk) -> None:
    told = desk.post()
    assert len(desk.seen()) == 1

    withdrawn = desk.terminal.type("publication", "withdraw", told["id"])

    assert (withdrawn["id"], withdrawn["state"]) == (told["id"], "withdrawn")
    assert desk.seen() == []
