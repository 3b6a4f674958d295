"""Runs a command against a PostgreSQL of its own that is reached by address, over TCP.

    python -m scripts.own_postgresql pytest tests/plan

The server is Debian's PostgreSQL 15 where it is installed, the oldest version that we promise to
work with, and otherwise the one that comes with us. It listens on loopback alone and asks for a
password (SCRAM). The command finds its address in ANTIPHON_DATABASE_URL and speaks as an ordinary
user who may make databases and nothing else, as docs/how-to/own-postgresql.md tells people to. It
is a cluster of its own in a folder of its own: no cluster of the system is touched.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from antiphon.work.database.account import Account, account, binaries

OLDEST = Path("/usr/lib/postgresql/15/bin")
START_WITHIN = 30.0
END_WITHIN = 30.0
USER = DATABASE = "antiphon"

# Nothing in it outlives the command, so nothing need reach the disk.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "fsync": "off",
    "full_page_writes": "off",
    "timezone": "Asia/Kathmandu",  # a server's own zone must change nothing (T4)
}


@dataclass(frozen=True)
class Server:
    """A server as it was made: where its programs and data are, and who may come in."""

    programs: Path
    folder: Path
    who: Account
    port: int
    password: str

    @property
    def address(self) -> str:
        """Where an ordinary user finds the database."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def change(self) -> dict[str, object]:
        """Whom its programs run as: never root."""
        return {} if self.who.is_ours else {
            "user": self.who.uid, "group": self.who.gid, "extra_groups": [],
        }  # fmt: skip


def programs(who: Account) -> Path:
    """The oldest that we promise, or the one that comes with us."""
    return OLDEST if (OLDEST / "initdb").exists() else binaries(who)


def a_free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def make(folder: Path) -> Server:
    """A new cluster; both its users have a password that was never used before."""
    who = account()
    server = Server(programs(who), folder, who, a_free_port(), secrets.token_urlsafe(24))
    words = folder / "password"
    words.touch(mode=0o600)
    words.write_text(server.password)
    for path in (folder, words):
        os.chown(path, who.uid, who.gid)
    asked = ["--auth=scram-sha-256", f"--pwfile={words}", "--username=postgres"]
    kind = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    command = [str(server.programs / "initdb"), *asked, *kind, "-D", str(folder / "data")]
    subprocess.run(  # type: ignore[call-overload]
        command, check=True, cwd="/", stdout=subprocess.DEVNULL, **server.change
    )
    return server


@contextmanager
def running(server: Server) -> Iterator[None]:
    """Have it running; it is ended by its own number, whatever happens."""
    log = (server.folder / "log").open("w")
    given = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [str(server.programs / "postgres"), "-D", str(server.folder / "data"), *given]
    with log:
        process = subprocess.Popen(  # type: ignore[call-overload]
            [*command, "-p", str(server.port)], cwd="/", stdout=log, stderr=log, **server.change
        )
        try:
            prepare(server, process)
            yield
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's “fast”: end what is open, then stop
            with suppress(subprocess.TimeoutExpired):
                process.wait(END_WITHIN)
            if process.poll() is None:
                process.kill()
                process.wait()


def connected(server: Server, process: "subprocess.Popen[bytes]") -> psycopg.Connection:
    """The first connection, as soon as the server answers."""
    until = time.monotonic() + START_WITHIN
    while True:
        try:
            return psycopg.connect(
                host="127.0.0.1", port=server.port, user="postgres", dbname="postgres",
                password=server.password, autocommit=True,
            )  # fmt: skip
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)


def prepare(server: Server, process: "subprocess.Popen[bytes]") -> None:
    """Wait until it answers, and make the ordinary user and the database that belongs to it."""
    with connected(server, process) as line:
        user = sql.Identifier(USER)
        line.execute(
            sql.SQL("create role {} login createdb password {}").format(
                user, sql.Literal(server.password)
            )
        )
        line.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), user))
        version = line.info.server_version // 10_000
    print(f"PostgreSQL {version} at 127.0.0.1:{server.port}, asking for a password", flush=True)


def main(command: Sequence[str]) -> int:
    """Run the command beside the server, and end as it ended."""
    if not command:
        print("Say which command to run: python -m scripts.own_postgresql pytest tests/plan")
        return 2
    folder = Path(tempfile.mkdtemp(prefix="antiphon-url-"))
    try:
        server = make(folder)
        with running(server):
            told = {**os.environ, "ANTIPHON_DATABASE_URL": server.address}
            return subprocess.run(command, check=False, env=told).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
