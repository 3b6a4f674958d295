"""Everything in one process group: the pages, a worker, the sandbox."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType
from urllib.parse import urlsplit

import click

from antiphon.cli.door import open_house
from antiphon.kernel.errors import AntiphonError

PATIENCE = 60.0
GENTLE = 30.0


@dataclass
class Household:
    """What `antiphon up` starts, watches and stops."""

    port: int
    sandbox_port: int
    sample: bool
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _stopping: bool = False

    def run(self) -> None:
        """Start, say where it is, wait for Ctrl-C or for a part that ends, stop all."""
        self._listed()
        open_house()
        for end in (signal.SIGINT, signal.SIGTERM):
            signal.signal(end, self._on_signal)
        try:
            self._start("sandbox", "sandbox", "--port", str(self.sandbox_port))
            self._answering(self.sandbox_port, "/")
            password = self._fill()
            self._start("web", "web", "--port", str(self.port))
            self._start("work", "work")
            self._answering(self.port, "/health/live")
            self._say(password)
            self._watch()
        finally:
            self._stop()

    def _listed(self) -> None:
        """The one private address that channels of the sandbox live at."""
        mine = f"127.0.0.1:{self.sandbox_port}"
        known = os.environ.get("ANTIPHON_PRIVATE_HOSTS", "")
        os.environ["ANTIPHON_PRIVATE_HOSTS"] = ",".join(filter(None, [known, mine]))
        os.environ.setdefault("ANTIPHON_PUBLIC_URL", f"http://localhost:{self.port}")

    def _start(self, name: str, *arguments: str) -> None:
        command = [sys.executable, "-m", "antiphon", *arguments]
        # A group of its own, so that Ctrl-C reaches us alone and we stop the others in order.
        self._children[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603

    def _fill(self) -> str:
        from antiphon.cli.sample import fill, reconnect  # noqa: PLC0415

        password = fill(self.sandbox_port) if self.sample else ""
        reconnect(self.sandbox_port)
        return password

    def _answering(self, port: int, path: str) -> None:
        from antiphon.sandbox.client import is_answering  # noqa: PLC0415

        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self._stopping:
            self._insist_alive()
            if is_answering(port, path):
                return
            time.sleep(0.1)
        if not self._stopping:
            raise AntiphonError(f"Nothing answers at port {port}. Is something else using it?")

    def _say(self, password: str) -> None:
        from django.conf import settings  # noqa: PLC0415

        where = settings.PUBLIC_URL
        click.echo(f"\n  Antiphon is at {where}", err=True)
        click.echo(
            f"  The sandbox's networks are at http://127.0.0.1:{self.sandbox_port}", err=True
        )
        if password:
            click.echo(f"  Sign in as owner@example.org with {password}", err=True)
            click.echo("  (shown only now; change it after signing in)", err=True)
        click.echo(f"  Ctrl-C stops it.  [{urlsplit(where).scheme}]\n", err=True)

    def _watch(self) -> None:
        while not self._stopping:
            self._insist_alive()
            time.sleep(0.3)

    def _insist_alive(self) -> None:
        for name, child in self._children.items():
            if child.poll() is not None and not self._stopping:
                raise AntiphonError(f"The part “{name}” ended by itself ({child.returncode}).")

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _stop(self) -> None:
        """The worker first, so that what it holds is finished while the networks still answer."""
        self._stopping = True
        for name in ("work", "web", "sandbox"):
            child = self._children.get(name)
            if child is None or child.poll() is not None:
                continue
            child.terminate()
            try:
                child.wait(GENTLE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
