"""The database that comes with us: PostgreSQL under HOME, at a socket only we may open.

Any number of processes may start it at once: one does, the others find it running. Everybody who
uses it holds a shared lock on a file; the system lets go of it however a process ends, so whoever
can take it alone was the last and may stop the server.
"""

import fcntl
import hashlib
import os
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from antiphon.work.database import layout
from antiphon.work.database.account import Account, NoDatabaseError, account, binaries, folder_for
from antiphon.work.database.layout import HBA, SOCKET, USER

DATABASE = "antiphon"
LONGEST_SOCKET = 103  # bytes; 104 with the closing zero on macOS, 108 on Linux (unix(7), 2024)
START_WITHIN = 60
LOG_LIMIT = 10_000_000


def socket_folder(home: Path) -> Path:
    """Where the socket is: beside the data, or in a short place when that path is too long."""
    beside = folder_for(home) / "run"
    if len(os.fsencode(beside / SOCKET)) <= LONGEST_SOCKET:
        return beside
    mark = hashlib.sha256(os.fsencode(beside)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"antiphon-{os.geteuid()}-{mark}"


class Cluster:
    """The embedded PostgreSQL of one home."""

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home = home
        self.throwaway = throwaway
        self.folder = folder_for(home)
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.socket = socket_folder(home)
        self._share: int | None = None

    def start(self) -> None:
        """Have it running, and be counted among its users until `leave` or our end."""
        self.home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        with self._alone():
            if not self.is_running:
                self._boot(account())
            if self._share is None:
                self._share = os.open(self.home / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._share, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Use it no longer; the last one stops it."""
        if self._share is None:
            return
        with self._alone():
            try:
                fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._stop()
            os.close(self._share)
            self._share = None

    @property
    def is_running(self) -> bool:
        """Whether somebody answers at the socket."""
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(self.socket / SOCKET))
            except OSError:
                return False
        return True

    def problems(self) -> list[str]:
        """What lets others in: folders and rules that are not as we made them."""
        found = [
            f"{path} is open to others; run chmod 700 {path}"
            for path in (self.folder, self.data, self.socket)
            if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
        ]
        rules = self.data / "pg_hba.conf"
        if rules.exists() and rules.read_text() != HBA:
            found.append(f"{rules} was changed; it is put right at the next start")
        return found

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.home / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _boot(self, who: Account) -> None:
        programs = binaries(who)
        if self.home.stat().st_uid == 0 and self.folder.is_relative_to(self.home):
            self.home.chmod(self.home.stat().st_mode | stat.S_IXOTH)
        for folder in (self.folder, self.data, self.socket):
            layout.own(folder, who)
        if not (self.data / "PG_VERSION").exists():
            self._make(programs, who)
        layout.write_rules(self.data, self.socket, who, throwaway=self.throwaway)
        layout.forget_strangers(self.data, self.socket)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.rename(self.log.with_suffix(".old"))
        self._launch(programs, who)
        self._make_database()

    def _make(self, programs: Path, who: Account) -> None:
        """A half-made one is thrown away: without PG_VERSION nothing was ever stored in it."""
        for left in self.data.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        # The built-in C.UTF-8 sorts the same on every system and for ever, so no upgrade of the
        # operating system can break an index.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        rules = ["--auth-local=peer", "--auth-host=reject", "--username", USER]
        speed = ["--no-sync"] if self.throwaway else []
        target = ["--encoding=UTF8", "--no-instructions", "--pgdata", str(self.data)]
        self._run([str(programs / "initdb"), *locale, *rules, *speed, *target], who)

    def _launch(self, programs: Path, who: Account) -> None:
        """Start it; what a killed server left behind may need a moment to go away."""
        command = [str(programs / "pg_ctl"), "--wait", "--silent", f"--timeout={START_WITHIN}"]
        command += ["--pgdata", str(self.data), "--log", str(self.log), "start"]
        until = time.monotonic() + START_WITHIN
        while True:
            try:
                return self._run(command, who)
            except NoDatabaseError:
                if time.monotonic() > until or "still in use" not in self._end_of_log():
                    raise
            time.sleep(0.2)

    def _end_of_log(self) -> str:
        return self.log.read_text(errors="replace")[-2_000:] if self.log.exists() else ""

    def _make_database(self) -> None:
        with psycopg.connect(
            host=str(self.socket), user=USER, dbname="postgres", autocommit=True
        ) as line:
            if not line.execute(
                "select 1 from pg_database where datname = %s", [DATABASE]
            ).fetchone():
                line.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _stop(self) -> None:
        who = account()
        mode = "immediate" if self.throwaway else "fast"
        command = [str(binaries(who) / "pg_ctl"), "--wait", "--silent", f"--mode={mode}"]
        if self.is_running:
            self._run([*command, "--pgdata", str(self.data), "stop"], who)

    def _run(self, command: list[str], who: Account) -> None:
        """Run one of PostgreSQL's programs as that account; what it complains of is the reason."""
        change = {} if who.is_ours else {"user": who.uid, "group": who.gid, "extra_groups": []}
        with tempfile.TemporaryFile("w+") as said:
            # A pipe would be inherited by the server and never end, so it is a file.
            done = subprocess.run(  # noqa: S603 -- our own programs, our own words
                command,
                check=False,
                cwd="/",
                stdout=said,
                stderr=said,
                **change,  # type: ignore[call-overload]
            )
            said.seek(0)
            words = said.read().strip()
        if done.returncode:
            raise NoDatabaseError(
                f"{Path(command[0]).name} failed: {words[-500:]} (log: {self.log})"
                f" {self._end_of_log()[-500:] if 'pg_ctl' in command[0] else ''}".strip()
            )
