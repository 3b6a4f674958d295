"""A home of its own, networks outside, channels on them, publications due."""

import atexit
import contextlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


@dataclass
class Outside:
    """The simulated networks, in a process of their own."""

    process: subprocess.Popen[bytes]
    port: int

    def ask(self, method: str, path: str) -> Any:
        """One question to it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path)
            return json.loads(line.getresponse().read())
        finally:
            line.close()

    def answer_after(self, ms: int) -> None:
        """Let every answer come so late."""
        self.ask("POST", f"/_bench/delay/{ms}")

    def count(self, word: str) -> dict[str, int]:
        """Posts that a visitor sees with that word in them."""
        found: dict[str, int] = self.ask("GET", f"/_bench/count?word={word}")
        return found


@contextlib.contextmanager
def outside() -> Iterator[Outside]:
    """Have the networks running."""
    process = subprocess.Popen(
        [PYTHON, "-m", "bench.outside"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HERE
    )
    assert process.stdout is not None
    port = json.loads(process.stdout.readline())["port"]
    try:
        yield Outside(process, port)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


@contextlib.contextmanager
def home() -> Iterator[Path]:
    """An installation that nobody else uses."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-bench-"))
    folder.chmod(0o711)
    os.environ |= {
        "ANTIPHON_HOME": str(folder),
        "ANTIPHON_ALLOW_PRIVATE_NETWORKS": "1",
        "ANTIPHON_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "antiphon.settings",
    }
    # What is registered first is called last: the database is left before its folder goes.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    from antiphon.cli.door import open_house  # noqa: PLC0415 -- after the environment is set

    open_house()
    yield folder


@dataclass
class World:
    """Workspaces with channels."""

    channels: list[Any] = field(default_factory=list)
    posts: dict[Any, Any] = field(default_factory=dict)

    def make(self, out: Outside, keys: Sequence[str], *, channels: int, workspaces: int) -> None:
        """Connect so many channels, spread over workspaces and networks."""
        from antiphon.channels import actions  # noqa: PLC0415
        from antiphon.people import actions as people  # noqa: PLC0415
        from antiphon.plan.models import Post  # noqa: PLC0415
        from antiphon.plan.states import State  # noqa: PLC0415

        owner = people.take_in("owner@example.org")
        members = [people.found(f"Brand {n}", f"brand-{n}", owner=owner) for n in range(workspaces)]
        for by in members:
            self.posts[by.workspace_id] = Post.objects.create(
                workspace=by.workspace, text="bench", state=State.APPROVED
            )
        for place in range(channels):
            key = keys[place % len(keys)]
            told = out.ask("POST", f"/_bench/account/{key}/shop{place}")
            by = members[(place // len(keys)) % workspaces]
            self.channels += actions.enter(
                by, key, told["sign_in"], told["given"], server=told["server"]
            )[:1]

    def publications(self, count: int, word: str, due: datetime) -> None:
        """So many publications, spread over all channels, due at one moment."""
        from antiphon.publish.models import Publication  # noqa: PLC0415

        rows = []
        for place in range(count):
            channel = self.channels[place % len(self.channels)]
            steps = [plain(channel, f"{word} number {place} of this run")]
            rows.append(
                Publication(
                    workspace_id=channel.workspace_id,
                    post=self.posts[channel.workspace_id],
                    channel=channel,
                    network=channel.network,
                    due_at=due,
                    planned_at=due,
                    steps=steps,
                    digest="0" * 64,
                    made_at=due,
                )
            )
        Publication.objects.bulk_create(rows, batch_size=1000)


def plain(channel: Any, text: str) -> dict[str, Any]:
    """A text as the channel's network tells it."""
    from antiphon.channels.safe import network_of  # noqa: PLC0415
    from antiphon.connect.values import PostType  # noqa: PLC0415

    network = network_of(channel)
    type = PostType.TEXT if PostType.TEXT in network.posts else PostType.ARTICLE
    told = {"text": text, "type": str(type), "step": "part"}
    return told | ({"title": text[:60]} if network.posts[type].needs_title else {})


def worker() -> subprocess.Popen[bytes]:
    """One `antiphon work`."""
    return subprocess.Popen([PYTHON, "-m", "antiphon", "work"], cwd=HERE)


@contextlib.contextmanager
def workers(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many `antiphon work`, each a process."""
    began = [worker() for _ in range(count)]
    try:
        yield began
    finally:
        for process in began:
            if process.poll() is None:
                process.terminate()
        for process in began:
            process.wait(40)


def until(done: Any, *, patience: float) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + patience
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("it did not happen in time")
        time.sleep(0.2)
