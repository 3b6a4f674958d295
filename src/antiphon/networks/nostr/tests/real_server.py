"""Real relays on loopback, installed from the package index and thrown away after.

Two programs of different habits; one of them also as a relay that wants to know who writes. No
media server comes in a package, so files go to the simulated one.
"""

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from antiphon.kernel.secret import Secret
from antiphon.networks.nostr.keys import Key
from antiphon.networks.nostr.tests.trial import KEY
from antiphon.sandbox.serving import Sandbox

FOLDER = Path(__file__).resolve().parents[5] / "build" / "real-servers" / "nostr"
PACKAGES = {"builder": "nostr-sdk==0.45.1", "server": "nostr-relay==1.14"}
RUN = """
import asyncio, sys
from nostr_sdk import LocalRelayBuilder, LocalRelayBuilderNip42, LocalRelayBuilderNip42Mode

async def main():
    builder = LocalRelayBuilder().port(int(sys.argv[1]))
    if sys.argv[2:] == ["auth"]:
        builder = builder.nip42(LocalRelayBuilderNip42(mode=LocalRelayBuilderNip42Mode.WRITE))
    relay = builder.build()
    await relay.run()
    await asyncio.Event().wait()

asyncio.run(main())
"""
KINDS = ("builder", "server", "builder auth")


def install(package: str) -> Path:
    """An environment that holds a relay, in a folder that git ignores."""
    if os.environ.get("ANTIPHON_REAL_SERVERS") != "1":
        pytest.skip("Set ANTIPHON_REAL_SERVERS=1 to install and start real relays.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:  # several workers of one run come here
        fcntl.flock(lock, fcntl.LOCK_EX)
        home = FOLDER / package.replace("==", "-")
        if not (home / ".installed").exists():
            shutil.rmtree(home, ignore_errors=True)
            _run(sys.executable, "-m", "venv", str(home))
            _run(str(home / "bin" / "pip"), "install", "--disable-pip-version-check", package)
            (home / ".installed").touch()
    return home


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        pytest.skip(f"The relay could not be installed: {done.stderr.strip()[-300:]}")


@dataclass
class RealRelay:
    """One running relay."""

    port: int
    asks: bool = False
    """Whether it wants to know who writes; then it knows itself by its own address only."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def events(self, **wanted: Any) -> list[dict[str, Any]]:
        """What the relay tells everybody who asks."""
        found: list[dict[str, Any]] = []
        with connect(f"ws://127.0.0.1:{self.port}") as talk:
            talk.send(json.dumps(["REQ", "look", wanted]))
            while (told := json.loads(talk.recv(timeout=20)))[0] != "EOSE":
                found += told[2:] if told[0] == "EVENT" else []
        return found


@contextmanager
def relay(kind: str) -> Iterator[RealRelay]:
    """A relay of that kind, until the block ends."""
    name, *habits = kind.split()
    home = install(PACKAGES[name])
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="relay-") as folder:
        command = _command(home, name, port, habits, Path(folder))
        running = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            _wait(found := RealRelay(port, "auth" in habits), running)
            yield found
        finally:
            running.terminate()
            running.wait(10)


def _command(home: Path, name: str, port: int, habits: list[str], folder: Path) -> list[str]:
    if name == "builder":
        return [str(home / "bin" / "python"), "-c", RUN, str(port), *habits]
    packed = next(home.rglob("nostr_relay/config.yaml")).read_text(encoding="utf-8")
    config = folder / "relay.yaml"
    config.write_text(packed.replace("6969", str(port)), encoding="utf-8")
    return [str(home / "bin" / "nostr-relay"), "-c", str(config), "serve"]


def _wait(found: RealRelay, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        try:
            found.events(kinds=[0], limit=1)
        except (OSError, WebSocketException, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the real relay did not start")


class Seen(NamedTuple):
    """One post as the relay tells it to everybody."""

    text: str
    alts: tuple[str, ...]
    pictures: tuple[bytes, ...]


class Real(NamedTuple):
    """A key at a running relay, and how the command line is told of it."""

    server: str
    options: tuple[str, ...]
    secret: str
    """For the option that reads it from a pipe."""
    creating: str
    """A regular expression in the message that makes a post."""
    hosts: tuple[str, ...]
    """What else must be reachable."""
    running: RealRelay
    who: str

    def posts(self) -> list[Seen]:
        """Every note of the key that the relay has now."""
        return [_seen(one) for one in self.running.events(authors=[self.who], kinds=[1])]


def _seen(event: dict[str, Any]) -> Seen:
    files = [dict(part.split(" ", 1) for part in tag[1:]) for tag in event["tags"]
             if tag[0] == "imeta"]  # fmt: skip
    text = event["content"]
    for file in files:
        text = text.replace(file["url"], "")
    pictures = tuple(_picture(file["url"]) for file in files)
    return Seen(text.strip(), tuple(file.get("alt", "") for file in files), pictures)


def _picture(url: str) -> bytes:
    with urlopen(url, timeout=20) as answer:
        picture: bytes = answer.read()
        return picture


@contextmanager
def running() -> Iterator[Real]:
    """The stricter relay with a new key, for a journey that knows no network by name."""
    key = Key(Secret(secrets.token_hex(32)))
    with relay("server") as found, Sandbox([KEY]).serving() as sandbox:
        yield Real(
            server=found.url,
            options=("--field", "key=-", "--field", f"media={sandbox.base(KEY)}/media"),
            secret=key.secret.reveal(),
            creating=r'^\["EVENT"',
            hosts=(f"127.0.0.1:{sandbox.port}",),
            running=found,
            who=key.public,
        )
