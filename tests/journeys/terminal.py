"""A person at a terminal: an installation of their own, and commands in processes of their own.

Each command finds the database stopped or running, whichever the one before it left behind.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from antiphon.work.database.cluster import DATABASE, Cluster
from antiphon.work.database.layout import USER

LONGEST = 420
"""Seconds of one command: `--wait` alone has patience for 300."""


class Terminal:
    """What a test may type, kill and look up."""

    def __init__(self, home: Path, reachable: Sequence[str]) -> None:
        self.home = home
        self.environ = {
            **{name: word for name, word in os.environ.items() if "ANTIPHON_" not in name},
            "ANTIPHON_HOME": str(home),
            "ANTIPHON_PRIVATE_HOSTS": ",".join(reachable),
            "ANTIPHON_LOG_LEVEL": "WARNING",
        }
        self._running: list[subprocess.Popen[str]] = []

    def type(self, *words: str, typed: str = "") -> Any:
        """Run `antiphon WORDS --json` to its end, which must be a good one; what it told."""
        command = self.start(*words, "--json")
        told, said = command.communicate(typed, timeout=LONGEST)
        self._running.remove(command)
        assert command.returncode == 0, f"{words}: {told}{said}"
        return json.loads(told)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Begin `antiphon WORDS`, to be killed perhaps."""
        command = subprocess.Popen(
            [sys.executable, "-m", "antiphon", *words],
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.append(command)
        return command

    def kill(self, command: subprocess.Popen[str]) -> None:
        """`kill -9`."""
        command.kill()
        command.communicate()
        self._running.remove(command)

    def dismiss(self, command: subprocess.Popen[str]) -> int:
        """End a worker in order; the code it ends with."""
        command.terminate()
        command.communicate(timeout=60)
        self._running.remove(command)
        return command.returncode

    @contextmanager
    def working(self) -> Iterator[None]:
        """A worker on duty, until the block ends."""
        worker = self.start("work")
        yield
        assert self.dismiss(worker) == 0

    def ask(self, question: str, *given: Any) -> list[tuple[Any, ...]]:
        """Ask the database, as one more of its users."""
        cluster = Cluster(self.home)
        cluster.start()
        try:
            with psycopg.connect(
                host=str(cluster.socket), user=USER, dbname=DATABASE, autocommit=True
            ) as line:
                cursor = line.execute(question, given)
                return cursor.fetchall() if cursor.description else []
        finally:
            cluster.leave()

    def hurry(self) -> None:
        """Let the next look be due now; a look that is just being made holds its time ahead.

        It is the one thing here that no person could do: the schedule's gaps are minutes long. The
        number of looks and what each of them asks and finds stay as they are.
        """
        self.ask(
            "update publish_publication as p set due_at = clock_timestamp()"
            " where state = 'unsure' and due_at > clock_timestamp() and not exists"
            " (select from publish_attempt as a where a.publication_id = p.id and verb = 'look'"
            "  and ended_at is null)"
        )

    def state(self) -> str:
        """Of the only publication there is."""
        ((state,),) = self.ask("select state from publish_publication")
        return str(state)

    def leave(self) -> None:
        """End what still runs, the database last."""
        for command in self._running:
            with suppress(ProcessLookupError):
                command.kill()
            command.communicate()
        cluster = Cluster(self.home)
        cluster.start()
        cluster.leave()


def until(true: Callable[[], object], *, seconds: float) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.2)
