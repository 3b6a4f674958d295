"""Everything in one process group: the pages, a worker, the sandbox."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

import click

from antiphon.cli.door import open_house
from antiphon.kernel.errors import AntiphonError

PATIENCE = 60.0
GENTLE = 30.0
PAUSE = 0.1
IN_ORDER = ("work", "web", "sandbox")
"""The worker ends first, so that what it holds is finished while the networks still answer."""


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
        for end in (signal.SIGINT, signal.SIGTERM):
            signal.signal(end, self._on_signal)
        for port, option in ((self.port, "--port"), (self.sandbox_port, "--sandbox-port")):
            _insist_free(port, option)
        self._name_ourselves()
        try:
            # Side by side: whoever comes first brings the database up, the others wait for it.
            self._start("sandbox", "--port", str(self.sandbox_port))
            self._start("web", "--port", str(self.port))
            open_house()
            self._answering(self.sandbox_port, "/")
            password = "" if self._stopping else self._fill()
            self._start("work")
            self._answering(self.port, "/health/live")
            self._say(password)
            self._watch()
        finally:
            self._stop()

    def _name_ourselves(self) -> None:
        """Our address, and the one private address at which the sandbox's channels live."""
        mine = f"127.0.0.1:{self.sandbox_port}"
        known = os.environ.get("ANTIPHON_PRIVATE_HOSTS", "")
        os.environ["ANTIPHON_PRIVATE_HOSTS"] = ",".join(filter(None, [known, mine]))
        os.environ["ANTIPHON_SANDBOX_PORT"] = str(self.sandbox_port)
        os.environ.setdefault("ANTIPHON_PUBLIC_URL", f"http://localhost:{self.port}")

    def _start(self, name: str, *arguments: str) -> None:
        if self._stopping:
            return
        command = [sys.executable, "-m", "antiphon", name, "--leashed", *arguments]
        # A group of its own, so that Ctrl-C reaches us alone and we stop the others in order; a
        # pipe that ends with us, so that nothing stays behind if we are killed.
        self._children[name] = subprocess.Popen(  # noqa: S603 -- our own program, our own words
            command, start_new_session=True, stdin=subprocess.PIPE
        )

    def _fill(self) -> str:
        from antiphon.channels.actions import pretend_again  # noqa: PLC0415
        from antiphon.cli.household.sample import SLUG, fill, reconnect  # noqa: PLC0415

        password = fill() if self.sample else ""
        if not password:
            reconnect()
            pretend_again(besides=SLUG)
        return password

    def _answering(self, port: int, path: str) -> None:
        from antiphon.connect.simulation.client import is_answering  # noqa: PLC0415

        until = time.monotonic() + PATIENCE
        while not self._stopping:
            self._insist_alive()
            if is_answering(port, path):
                return
            if time.monotonic() > until:
                raise AntiphonError(f"Nothing answers at port {port}.")
            time.sleep(PAUSE)

    def _say(self, password: str) -> None:
        if self._stopping:
            return
        from django.conf import settings  # noqa: PLC0415

        lines = [
            f"Antiphon is at {settings.PUBLIC_URL}",
            f"The sandbox's networks are at http://127.0.0.1:{self.sandbox_port}",
        ]
        if password:
            lines.append(f"Sign in as owner@example.org with {password}")
            lines.append("(shown only now)")
        lines.append("Ctrl-C stops it.")
        click.echo("\n" + "".join(f"  {line}\n" for line in lines))

    def _watch(self) -> None:
        while not self._stopping:
            self._insist_alive()
            time.sleep(PAUSE)

    def _insist_alive(self) -> None:
        for name, child in self._children.items():
            if child.poll() is not None and not self._stopping:
                raise AntiphonError(
                    f"The part “{name}” ended by itself ({child.returncode}), so all is stopped."
                )

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _stop(self) -> None:
        self._stopping = True
        for name in IN_ORDER:
            child = self._children.get(name)
            if child is None or child.poll() is not None:
                continue
            child.terminate()
            try:
                child.wait(GENTLE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _insist_free(port: int, option: str) -> None:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        say = f"Port {port} cannot be used: {error.strerror}. Choose another with {option}."
        raise AntiphonError(say) from None
