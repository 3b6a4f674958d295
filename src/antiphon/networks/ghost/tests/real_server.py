"""A real site on loopback, installed from the package index and thrown away after.

The package cannot be installed by name, because it brings packages of its own inside; so it is
unpacked, and what it needs is installed by its own lock file (seen 2026-11-21 and 2026-11-28).
"""

import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from antiphon.kernel.markup import seen

ROOT = Path(__file__).parents[5]
FOLDER = ROOT / "build" / "real-servers" / "ghost"
NODE, GHOST, PNPM = "node@22.23.3", "ghost@6.65.0", "pnpm@12.4.2"
OWNER = {"name": "Owner", "email": "owner@example.com", "password": "only-0n-Loopback!!"}


def installed() -> Path:
    """Everything the site needs, in a folder that git ignores; skips where that is not wanted."""
    if os.environ.get("ANTIPHON_REAL_SERVERS") != "1":
        pytest.skip("Set ANTIPHON_REAL_SERVERS=1 to install and start a real site.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done, wanted = FOLDER / ".installed", f"{GHOST} {PNPM}"
        if not done.is_file() or done.read_text() != wanted:
            _unpack()
            done.write_text(wanted)
    return FOLDER / "node22" / "bin" / "node"


def _unpack() -> None:
    node = FOLDER / "node22"
    _run(["npm", "install", "--no-fund", "--no-audit", "--prefix", str(FOLDER / "node"), NODE])
    header = next((FOLDER / "node").rglob("include/node/common.gypi"))
    shutil.rmtree(node, ignore_errors=True)
    shutil.copytree(header.parents[2], node)
    _run(["npm", "install", "--no-fund", "--no-audit", "--prefix", str(FOLDER / "pnpm"), PNPM])
    _run(["npm", "pack", GHOST])
    _run(["tar", "xzf", f"{GHOST.replace('@', '-')}.tgz"])
    pnpm = FOLDER / "pnpm" / "node_modules" / ".bin" / "pnpm"
    _run([str(pnpm), "install", "--prod", "--frozen-lockfile"], FOLDER / "package")


def _run(command: list[str], folder: Path = FOLDER) -> None:
    # Native parts are built against the headers of the very node that runs them.
    node = FOLDER / "node22"
    path = f"{node / 'bin'}:{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "npm_config_nodedir": str(node)}
    try:
        subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True, timeout=1_500)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"The site could not be installed: {command[:2]} {type(error).__name__}.")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class RealSite:
    """One running site, and what only its own machine may do to it."""

    node: Path
    folder: Path
    port: int = field(default_factory=_free_port)
    key: str = ""
    cookie: str = ""
    running: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, and make its owner and a key."""
        quiet = subprocess.DEVNULL
        self.running = subprocess.Popen(
            [str(self.node), "index.js"], cwd=FOLDER / "package", env=self._settings(),
            stdout=quiet, stderr=quiet,
        )  # fmt: skip
        until = time.monotonic() + 120
        while not self._answers():
            assert time.monotonic() < until, "the real site did not start"
            assert self.running.poll() is None, "the real site ended"
            time.sleep(0.3)
        self._settle_in()

    def _settings(self) -> dict[str, str]:
        content = self.folder / "content"
        shutil.copytree(FOLDER / "package" / "content", content, symlinks=True)
        return {
            **os.environ, "NODE_ENV": "development", "url": self.home,
            "server__host": "127.0.0.1", "server__port": str(self.port),
            "database__client": "better-sqlite3",
            "database__connection__filename": str(self.folder / "site.db"),
            "paths__contentPath": str(content), "privacy__useUpdateCheck": "false",
            "privacy__useGravatar": "false", "security__staffDeviceVerification": "false",
        }  # fmt: skip

    def _answers(self) -> bool:
        try:
            return self.call("GET", "site/")[0] == 200
        except OSError:
            return False

    def _settle_in(self) -> None:
        self.told("POST", "authentication/setup/", {"setup": [{**OWNER, "blogTitle": "Tea & Co"}]})
        session = {"username": OWNER["email"], "password": OWNER["password"]}
        status, headers, _body = self.call("POST", "session/", session)
        assert status == 201
        self.cookie = headers["set-cookie"].partition(";")[0]
        told = self.told(
            "POST", "integrations/?include=api_keys", {"integrations": [{"name": "A"}]}
        )
        keys = told["integrations"][0]["api_keys"]
        self.key = next(one["secret"] for one in keys if one["type"] == "admin")

    def stop(self) -> None:
        """End it."""
        if self.running and self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(15)
            except subprocess.TimeoutExpired:
                self.running.kill()
                self.running.wait(10)

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, str], bytes]:
        """One exchange of its owner's own, past our client."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        about = {"Host": f"localhost:{self.port}", "Origin": self.home, "Cookie": self.cookie,
                 "Content-Type": "application/json"}  # fmt: skip
        where = path if path.startswith("/") else f"/ghost/api/admin/{path}"
        try:
            line.request(method, where, None if body is None else json.dumps(body), about)
            answer = line.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read()
        finally:
            line.close()

    def told(self, method: str, path: str, body: Any = None) -> Any:
        """What the site answers to its owner."""
        status, _headers, answer = self.call(method, path, body)
        assert status < 300, answer[:400]
        return json.loads(answer)

    def posts(self, which: str = "posts", **query: str) -> list[dict[str, Any]]:
        """Everything that the site holds, drafts too."""
        more = "".join(f"&{name}={value}" for name, value in query.items())
        found: list[dict[str, Any]] = self.told(
            "GET", f"{which}/?limit=100&formats=html&include=tags,tiers,email,newsletter{more}"
        )[which]
        return found


@contextmanager
def real_site() -> Iterator[RealSite]:
    """A site, gone afterwards."""
    node = installed()
    with tempfile.TemporaryDirectory(prefix="antiphon-site-") as folder:
        site = RealSite(node, Path(folder))
        try:
            site.start()
            yield site
        finally:
            site.stop()


class Seen(NamedTuple):
    """One post as the site tells it to everybody."""

    text: str
    alts: tuple[str, ...]
    pictures: tuple[bytes, ...]


class Real(NamedTuple):
    """A key of a running site, and how the command line is told of it."""

    server: str
    options: tuple[str, ...]
    secret: str
    """For the option that reads it from a pipe."""
    creating: str
    """A regular expression in the path of the request that makes a post public."""
    site: RealSite
    method: str = "PUT"

    def posts(self) -> list[Seen]:
        """Every post that is public now, except the one that a new site begins with."""
        told = self.site.posts(filter="status:published")
        return [self._seen(one) for one in told if one["slug"] != "coming-soon"]

    def _seen(self, one: dict[str, Any]) -> Seen:
        images = [unescape(url) for url in re.findall(r'<img src="([^"]+)"', one["html"])]
        above = [one["feature_image"]] if one["feature_image"] else []
        alts = ((one["feature_image_alt"] or "",) if above else ()) + seen(one["html"]).alts
        return Seen(seen(one["html"]).text, alts, tuple(map(self._picture, [*above, *images])))

    def _picture(self, url: str) -> bytes:
        return self.site.call("GET", url.removeprefix(self.server))[2]


@contextmanager
def running() -> Iterator[Real]:
    """A site with one key, for a journey that knows no network by name."""
    with real_site() as site:
        yield Real(
            server=site.home,
            options=("--token", "-"),
            secret=site.key,
            creating=r"/posts/[0-9a-f]{24}/",
            site=site,
        )
