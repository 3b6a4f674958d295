"""A whole installation in processes of its own: database, sandbox, workers that can be killed."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from antiphon.connect.simulation.client import Client, is_answering
from antiphon.work.database.cluster import DATABASE, Cluster
from antiphon.work.database.layout import USER

ROOT = Path(__file__).parents[2]

SANDBOX = """
import sys, time
from antiphon.connect.registry import packages
from antiphon.sandbox.serving import Sandbox
with Sandbox([*packages()], port=int(sys.argv[1])).serving():
    while True:
        time.sleep(60)
"""
NURSERY = """
import os, signal, sys
from antiphon.work import start
start.prepare()
import django
django.setup()
from antiphon.publish import duty
from antiphon.work.runner import work_forever
from antiphon.work.sweeps import all_sweeps
all_sweeps()
duty.LASTS, duty.MARGIN, duty.RENEWED_EVERY = map(float, sys.argv[1:4])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for _line in sys.stdin:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            work_forever()
        finally:
            os._exit(0)
    print(child, flush=True)
"""
"""Has everything imported and forks a worker for each line it reads: a start takes no second."""
SHIFT = ("4.0", "1.5", "0.5")
"""How long a shift lasts here, its margin, and how often it is renewed; shorter than in life."""


class Worker:
    """One working process; not our own child, so it is known by its number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def signal(self, which: int) -> None:
        """Send it a signal, if it is there."""
        with suppress(ProcessLookupError):
            os.kill(self.number, which)

    @property
    def is_there(self) -> bool:
        """Whether it runs."""
        try:
            os.kill(self.number, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        """`kill -9`, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        House.until(lambda: not self.is_there, seconds=10, every=0.01)


class House:
    """What a test may start, kill, fill and count."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.cluster = Cluster(home, throwaway=True)
        self.environ: dict[str, str] = {}
        self.port = _free_port()
        self.workers: list[Worker] = []
        self._nurseries: dict[str, subprocess.Popen[bytes]] = {}
        self._sandbox: subprocess.Popen[bytes] | None = None

    @contextmanager
    def standing(self) -> Iterator["House"]:
        """Database and sandbox, until the block ends; nothing that was started outlives it."""
        self.cluster.start()
        # The database is killed here too: what it called committed must be in its log by then.
        self.ask("alter system set synchronous_commit = on")
        self.ask("select pg_reload_conf()")
        self._log = (self.home / "out").open("ab")
        try:
            self._sandbox = self._start(SANDBOX, str(self.port))
            self.until(lambda: is_answering(self.port), seconds=60)
            self.run("-m", "tests.journeys.fill", "--port", str(self.port))
            yield self
        finally:
            self.kill_all()
            for process in [*self._nurseries.values(), self._sandbox]:
                if process is not None:
                    _end(process)
            self._log.close()
            self.cluster.start()
            self.cluster.leave()

    @property
    def client(self) -> Client:
        """The sandbox's doors for programs."""
        return Client(self.port)

    def fill(self, tag: str, count: int, networks: Sequence[str], **how: float) -> None:
        """So many publications of that tag: `batch` to a channel, due after `delay` seconds."""
        options = [word for name, value in how.items() for word in (f"--{name}", str(value))]
        self.run(
            "-m", "tests.journeys.fill", "--port", str(self.port), "--count", str(count),
            "--tag", tag, *options, "--networks", *networks,
        )  # fmt: skip

    def run(self, *command: str) -> None:
        """Run a program of Python to its end."""
        subprocess.run([sys.executable, *command], check=True, env=self._surroundings(), cwd=ROOT)

    def work(self, database: str = "") -> Worker:
        """One more worker, over its own way to the database if there is one."""
        if database not in self._nurseries:
            environ = {"ANTIPHON_DATABASE_URL": database} if database else {}
            nursery = self._start(NURSERY, *SHIFT, **environ)
            self._nurseries[database] = nursery
            assert _line(nursery) == "ready", self.log()
        nursery = self._nurseries[database]
        assert nursery.stdin
        nursery.stdin.write(b"one more\n")
        nursery.stdin.flush()
        self.workers.append(Worker(int(_line(nursery))))
        return self.workers[-1]

    @contextmanager
    def program(self, module: str, *given: str) -> Iterator[Callable[[str], str]]:
        """A program that answers each line with a line; ends with the block."""
        code = f"from {module} import main; main()"
        process = self._start(code, *given)
        assert _line(process) == "ready", self.log()

        def tell(line: str) -> str:
            assert process.stdin
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()
            return _line(process)

        try:
            yield tell
        finally:
            _end(process)

    def kill(self, worker: Worker) -> None:
        """`kill -9`."""
        worker.kill()
        self.workers.remove(worker)

    def kill_all(self) -> None:
        """Nobody works any more."""
        for worker in [*self.workers]:
            self.kill(worker)

    def ask(self, question: str, *given: Any) -> list[tuple[Any, ...]]:
        """Ask the database, on a connection of our own."""
        with psycopg.connect(
            host=str(self.cluster.socket), user=USER, dbname=DATABASE, autocommit=True
        ) as line:
            cursor = line.execute(question, given)
            return cursor.fetchall() if cursor.description else []

    def log(self) -> str:
        """The end of what all processes said."""
        return (self.home / "out").read_text(errors="replace")[-3000:]

    def states(self, tag: str) -> Counter[str]:
        """How many publications of that tag are in which state."""
        rows = self.ask(
            "select state, count(*) from publish_publication"
            " where steps -> 0 ->> 'text' like %s group by 1", f"{tag}-%",
        )  # fmt: skip
        return Counter(dict(rows))

    def shown(self, tag: str, networks: Sequence[str]) -> Counter[str]:
        """How often each text of that tag is seen on the networks."""
        found: Counter[str] = Counter()
        for key in networks:
            for post in self.client.timeline(key):
                found.update(re.findall(rf"{re.escape(tag)}-\d{{5}}", post["text"]))
        return found

    def settle(self, tag: str, *, seconds: float = 60) -> float:
        """Let every next time come until all are live; how long it took."""

        def all_live() -> bool:
            states = self.states(tag)
            if not states["sending"]:
                self.hurry(tag)
            return set(states) == {"live"}

        try:
            return self.until(all_live, seconds=seconds, every=0.5)
        except AssertionError as error:
            raise AssertionError(f"{error}: {dict(self.states(tag))} {self._stuck(tag)}") from None

    def _stuck(self, tag: str) -> list[tuple[Any, ...]]:
        """A few of those that are not live, for whoever must find out why."""
        return self.ask(
            "select network, state, verb, tries, failures, looks, due_at - clock_timestamp(),"
            " remedy, reason from publish_publication where steps -> 0 ->> 'text' like %s"
            " and state <> 'live' limit 5", f"{tag}-%",
        )  # fmt: skip

    def hurry(self, tag: str) -> None:
        """Let every next time of the doubtful ones be now."""
        self.ask(
            "update publish_publication set due_at = clock_timestamp() where id in ("
            " select id from publish_publication where due_at > clock_timestamp()"
            " and state in ('unsure', 'waiting', 'accepted') and steps -> 0 ->> 'text' like %s"
            " for update skip locked)",
            f"{tag}-%",
        )  # fmt: skip

    @staticmethod
    def until(true: Callable[[], object], *, seconds: float, every: float = 0.1) -> float:
        """Wait until it is so; how long it took."""
        began = time.monotonic()
        while not true():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"not so within {seconds} s")
            time.sleep(every)
        return time.monotonic() - began

    def _start(self, program: str, *given: str, **environ: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", program, *given],
            env=self._surroundings() | environ,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def _surroundings(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if "ANTIPHON_" not in name}
        return clean | {
            "ANTIPHON_HOME": str(self.home),
            "ANTIPHON_ALLOW_PRIVATE_NETWORKS": "1",
            "ANTIPHON_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "antiphon.settings",
            **self.environ,
        }


@contextmanager
def house() -> Iterator[House]:
    """An installation that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-"))
    folder.chmod(0o711)
    try:
        with House(folder / "home").standing() as standing:
            yield standing
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout
    return process.stdout.readline().decode().strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port
