"""A real server of accounts on loopback, installed from the package index and thrown away after.

Versions are those that were tried; the sign-in page's inner paths belong to them.
"""

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from antiphon.networks.bluesky.records import POST
from antiphon.networks.bluesky.tests.builders import ROOT

HERE = Path(__file__).resolve().parent
FOLDER = ROOT / "build" / "real-servers" / "bluesky"
NODE = "node@22.23.3"
PACKAGES = ("@atproto/pds@0.5.35", "@did-plc/server@0.0.1")


def install() -> Path:
    """Everything the server needs, in a folder that git ignores; skips where that is not wanted."""
    if os.environ.get("ANTIPHON_REAL_SERVERS") != "1":
        pytest.skip("Set ANTIPHON_REAL_SERVERS=1 to install and start a real server.")
    if not shutil.which("npm"):
        pytest.skip("A real server needs npm, and there is none.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:  # several workers of one run come here
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _installed()


def _installed() -> Path:
    node, done = FOLDER / "node22", FOLDER / ".installed"
    if not (node / "include").is_dir():
        _npm(FOLDER / "node", NODE)
        headers = next((FOLDER / "node").rglob("include/node/common.gypi"))
        # A later installation would remove it from where it is.
        shutil.rmtree(node, ignore_errors=True)
        shutil.copytree(headers.parents[2], node)
    if not done.exists() or done.read_text() != " ".join(PACKAGES):
        # Native parts are built against the headers of the same node.
        _npm(FOLDER, *PACKAGES, npm_config_nodedir=str(node))
        done.write_text(" ".join(PACKAGES))
    return node / "bin" / "node"


def _npm(folder: Path, *packages: str, **more: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = f"{FOLDER / 'node22' / 'bin'}:{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, **more}
    for command in (["init", "-y"], ["install", "--no-fund", "--no-audit", *packages]):
        run = subprocess.run(["npm", *command], cwd=folder, env=env, capture_output=True, text=True,
                             timeout=900, check=False)  # fmt: skip
        if run.returncode:
            pytest.skip(f"The server could not be installed: {run.stderr.strip()[-300:]}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@dataclass
class RealServer:
    """One running server and its directory."""

    node: Path
    port: int = field(default_factory=free_port)
    plc_port: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def directory(self) -> str:
        return f"http://localhost:{self.plc_port}"

    def start(self) -> None:
        env = {
            **os.environ,
            "PACKAGES": str(FOLDER),
            "PDS_PORT": str(self.port),
            "PLC_PORT": str(self.plc_port),
            "RATE_LIMITS": "1",
            "LOG_ENABLED": "false",
        }
        command = [
            str(self.node),
            "--import",
            str(HERE / "bind_loopback.mjs"),
            str(HERE / "pds.mjs"),
        ]
        self.running = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)  # fmt: skip
        until = time.monotonic() + 60
        while time.monotonic() < until and self.running.poll() is None:
            try:
                if self.call("GET", "/xrpc/_health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError("the real server did not start")

    def stop(self) -> None:
        if self.running and self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
            try:
                self.running.wait(10)
            except subprocess.TimeoutExpired:
                self.running.kill()
                self.running.wait(10)

    def call(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One exchange of a person's own, past our client; redirects are not followed."""
        parts = urlsplit(path)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        about = {name.replace("_", "-"): value for name, value in headers.items()}
        about["Host"] = f"localhost:{self.port}"
        packed = None
        if body is not None:
            packed, about["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            line.request(method, target, packed, about)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def account(self, handle: str) -> tuple[str, str]:
        """A new account with the password `hunter22`: its DID and a fresh app password."""
        given = {"handle": handle, "email": f"{handle}@example.com", "password": "hunter22"}
        made = self._told("com.atproto.server.createAccount", given)
        word = self._told(
            "com.atproto.server.createAppPassword",
            {"name": "trial"},
            Authorization=f"Bearer {made['accessJwt']}",
        )
        return made["did"], word["password"]

    def records(self, did: str, collection: str) -> list[dict[str, Any]]:
        """Everything of one kind that an account holds."""
        where = f"repo={did}&collection={collection}&limit=100"
        _status, _headers, body = self.call("GET", f"/xrpc/com.atproto.repo.listRecords?{where}")
        found: list[dict[str, Any]] = json.loads(body)["records"]
        return found

    def _told(self, name: str, body: Any, **headers: str) -> Any:
        status, _headers, told = self.call("POST", f"/xrpc/{name}", body, **headers)
        assert status == 200, told[:300]
        return json.loads(told)


class Seen(NamedTuple):
    """One post as the server tells it to everybody."""

    text: str
    alts: tuple[str, ...]
    pictures: tuple[bytes, ...]


class Real(NamedTuple):
    """An account on a running server, and how the command line is told of it."""

    server: str
    options: tuple[str, ...]
    secret: str
    """For the option that reads it from a pipe."""
    creating: str
    """A regular expression in the path of the request that makes a post."""
    running: RealServer
    did: str

    def posts(self) -> list[Seen]:
        """Every post that the account has now."""
        return [self._seen(one["value"]) for one in self.running.records(self.did, POST)]

    def _seen(self, post: dict[str, Any]) -> Seen:
        images = post.get("embed", {}).get("images", [])
        pictures = tuple(self._blob(one["image"]["ref"]["$link"]) for one in images)
        return Seen(post["text"], tuple(one["alt"] for one in images), pictures)

    def _blob(self, cid: str) -> bytes:
        where = f"/xrpc/com.atproto.sync.getBlob?did={self.did}&cid={cid}"
        status, _headers, picture = self.running.call("GET", where)
        assert status == 200
        return picture


@contextmanager
def running() -> Iterator[Real]:
    """A server with one account, for a journey that knows no network by name."""
    server = RealServer(install())
    server.start()
    try:
        name = f"told{os.getpid()}.test"
        did, password = server.account(name)
        yield Real(
            server=server.url,
            options=("--handle", name, "--app-password", "-"),
            secret=password,
            creating=r"repo\.(create|put)Record|repo\.applyWrites",
            running=server,
            did=did,
        )
    finally:
        server.stop()
