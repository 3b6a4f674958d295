"""A real WordPress on loopback, from Debian's packages, in a folder that is thrown away."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest

PACKAGES = (
    *("wordpress", "php-cli", "php-mysql", "php-gd", "php-curl", "php-xml", "php-mbstring"),
    *("php-intl", "mariadb-server"),
)
CODE = Path("/usr/share/wordpress")
CONTENT = Path("/var/lib/wordpress/wp-content")
PASSWORD = "only-on-loopback"
CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp');
define('DB_HOST', '127.0.0.1:{database}'); define('DB_CHARSET', 'utf8mb4');
{keys}
define('WP_ENVIRONMENT_TYPE', 'local'); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('DISABLE_WP_CRON', true);
define('WP_HOME', '{home}'); define('WP_SITEURL', '{home}'); define('FS_METHOD', 'direct');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
KEYS = ("AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY")
# Kolkata: half an hour off, so that a wrong reading of times shows.
SETTLE_IN = """
global $wp_rewrite;
update_option('permalink_structure', '/%postname%/');
update_option('timezone_string', 'Asia/Kolkata');
$wp_rewrite->init(); $wp_rewrite->flush_rules(true);
wp_insert_user(['user_login' => 'writer', 'user_pass' => wp_generate_password(),
    'user_email' => 'writer@example.com', 'role' => 'author']);
"""


def need_packages() -> None:
    """Skip, in one sentence, where the packages are missing and may not be installed."""
    if not _missing():
        return
    if os.geteuid() != 0 or os.environ.get("ANTIPHON_REAL_SERVERS") != "1":
        pytest.skip(f"needs {', '.join(_missing())}; root with ANTIPHON_REAL_SERVERS=1 installs it")
    # In runlevel 1 Debian's packages install without starting their services.
    quiet = {**os.environ, "RUNLEVEL": "1", "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        if _run(["apt-get", "-q", *command], quiet):
            pytest.skip(f"apt-get {command[0]} failed, so there is no real server to test against")
    if _missing():
        pytest.skip(f"the packages were installed and {', '.join(_missing())} is still missing")


def _run(command: list[str], environment: dict[str, str] | None = None) -> int:
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def _missing() -> list[str]:
    tools = [
        name for name in ("php", "mariadbd", "mariadb", "mariadb-install-db") if not _tool(name)
    ]
    return tools + [str(folder) for folder in (CODE, CONTENT) if not folder.is_dir()]


def _tool(name: str) -> str:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class RealSite:
    """The site, and what only its own machine may do to it."""

    home: str
    folder: Path

    def php(self, code: str) -> str:
        """Run some code inside the site."""
        script = self.folder / f"run-{secrets.token_hex(4)}.php"
        host = urlsplit(self.home).netloc
        load = f"$_SERVER['HTTP_HOST'] = '{host}'; require '{self.folder}/wp-load.php';"
        script.write_text(f"<?php {load}\n{code}")
        done = subprocess.run([_tool("php"), script], capture_output=True, text=True, check=True)
        script.unlink()
        return done.stdout.strip()

    def app_password(self, user: str) -> str:
        """A fresh application password of a user."""
        return self.php(
            f"$user = get_user_by('login', '{user}');"
            "echo WP_Application_Passwords::create_new_application_password("
            f"$user->ID, ['name' => 'Antiphon {secrets.token_hex(4)}'])[0];"
        )


@contextmanager
def real_site() -> Iterator[RealSite]:
    """A site below a path, its database and its web server; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-site-"))
    folder.chmod(0o711)
    running: list[subprocess.Popen[bytes]] = []
    try:
        database = free_port()
        running.append(_database(folder, database))
        site = _unpack(folder, database, free_port())
        running.append(_serve(folder, site))
        _install(site)
        yield site
    finally:
        for process in reversed(running):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _database(folder: Path, port: int) -> subprocess.Popen[bytes]:
    files, sock = folder / "db", folder / "db" / "s.sock"
    files.mkdir()
    as_whom = []
    if os.geteuid() == 0:
        found = pwd.getpwnam("mysql")
        os.chown(files, found.pw_uid, found.pw_gid)
        as_whom = ["--user=mysql"]
    made = [_tool("mariadb-install-db"), "--no-defaults", *as_whom, f"--datadir={files}"]
    made += ["--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(made, check=True, capture_output=True)
    told = [f"--datadir={files}", "--bind-address=127.0.0.1", f"--port={port}", f"--socket={sock}"]
    told += ["--innodb-flush-log-at-trx-commit=0", f"--pid-file={files}/pid"]
    process = _start([_tool("mariadbd"), "--no-defaults", *as_whom, *told])
    ask = [_tool("mariadb"), "--no-defaults", "-S", str(sock), "-uroot", "-e"]
    make = (
        "create database wp character set utf8mb4; create user wp@127.0.0.1 identified by 'wp';"
        " grant all on wp.* to wp@127.0.0.1"
    )
    _until(lambda: _run([*ask, "select 1"]) == 0)
    subprocess.run([*ask, make], check=True, capture_output=True)
    return process


def _unpack(folder: Path, database: int, port: int) -> RealSite:
    home, inside = f"http://127.0.0.1:{port}/blog", folder / "www" / "blog"
    inside.parent.mkdir()
    subprocess.run(["cp", "-rL", CODE, inside], check=True, capture_output=True)
    subprocess.run(["cp", "-rL", CONTENT, inside], check=True, capture_output=True)
    names = [*KEYS, *(key.replace("KEY", "SALT") for key in KEYS)]
    keys = "\n".join(f"define('{name}', '{secrets.token_hex(32)}');" for name in names)
    config = inside / "wp-config.php"
    config.unlink(missing_ok=True)
    config.write_text(CONFIG.format(database=database, keys=keys, home=home))
    return RealSite(home, inside)


def _serve(folder: Path, site: RealSite) -> subprocess.Popen[bytes]:
    address = urlsplit(site.home).netloc
    # Several workers, because the software sometimes asks itself.
    several = {**os.environ, "PHP_CLI_SERVER_WORKERS": "3"}
    process = _start([_tool("php"), "-S", address, "-t", str(folder / "www")], several)
    _until(lambda: _answers(f"{site.home}/wp-admin/install.php"))
    return process


def _start(
    command: list[str], environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command, stdout=quiet, stderr=quiet, env=environment, start_new_session=True
    )


def _install(site: RealSite) -> None:
    form = {
        "weblog_title": "Tea & Co",
        "user_name": "admin",
        "admin_password": PASSWORD,
        "admin_password2": PASSWORD,
        "pw_weak": "1",
        "admin_email": "admin@example.com",
        "blog_public": "1",
    }
    url = f"{site.home}/wp-admin/install.php?step=2"
    with urlopen(url, urlencode(form).encode(), timeout=60) as answer:
        assert answer.status == 200
    site.php(SETTLE_IN)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            pytest.skip("the real server did not start in time")
        time.sleep(0.1)


class BadLine(ThreadingHTTPServer):
    """Stands before a site; once `cut` is set, the answer to a new post is lost on its way."""

    daemon_threads = True
    cut = False

    def __init__(self, home: str) -> None:
        super().__init__(("127.0.0.1", 0), _Relay)
        parts = urlsplit(home)
        self.upstream = parts.netloc
        self.home = f"http://127.0.0.1:{self.server_address[1]}{parts.path}"


class _Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        line = cast("BadLine", self.server)
        size = int(self.headers.get("Content-Length", "0"))
        upstream = HTTPConnection(line.upstream, timeout=30)
        kept = {n: v for n, v in self.headers.items() if n.lower() not in ("host", "connection")}
        upstream.request(self.command, self.path, self.rfile.read(size), kept)
        answer = upstream.getresponse()
        body = answer.read()
        upstream.close()
        if line.cut and self.command == "POST" and self.path.endswith("/wp/v2/posts"):
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = do_HEAD = _pass_on  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def bad_line(home: str) -> Iterator[BadLine]:
    """A relay in front of a site."""
    line = BadLine(home)
    thread = Thread(target=line.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.shutdown()
        line.server_close()
        thread.join(5)
