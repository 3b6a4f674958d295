"""What is done again and again: sweeps over due rows, and rare chores.

Each stage's `jobs.py` says `SWEEPS = [...]` and `CHORES = [...]`; they are found by themselves.
A sweep claims its rows in the database and needs no lock that a dead job could keep.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.db import connection

from antiphon.work import identity

OURS = "antiphon."
CHANNEL = "antiphon_"
MANY_TURNS = 1_000


@dataclass(frozen=True)
class Sweep:
    """Claims what is due, does it, and says how many rows it moved."""

    name: str
    every: timedelta
    do: Callable[[], int]

    @property
    def channel(self) -> str:
        """Where a notice wakes it before its time."""
        return CHANNEL + self.name.replace(".", "_").replace("-", "_")


@dataclass(frozen=True)
class Chore:
    """Something rare, at the times of a cron line in UTC; harmless when done twice."""

    name: str
    cron: str
    do: Callable[[], object]


def modules_named(name: str) -> Iterator[ModuleType]:
    """That module of every stage that has one, in the order of the loop."""
    for config in apps.get_app_configs():
        if config.name.startswith(OURS) and find_spec(f"{config.name}.{name}"):
            yield import_module(f"{config.name}.{name}")


def all_sweeps() -> list[Sweep]:
    """Every sweep of every stage."""
    return [sweep for jobs in modules_named("jobs") for sweep in getattr(jobs, "SWEEPS", [])]


def all_chores() -> list[Chore]:
    """Every chore of every stage."""
    return [chore for jobs in modules_named("jobs") for chore in getattr(jobs, "CHORES", [])]


def wake(sweep: str) -> None:
    """Have a sweep look now; inside a transaction the notice leaves when it is committed."""
    channel = Sweep(sweep, timedelta(), int).channel
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [channel])


def tick(sweeps: Iterable[Sweep] | None = None) -> int:
    """Run sweeps here and now until none finds work; for trials and the command line."""
    if identity.stranger():
        return 0
    chosen = list(all_sweeps() if sweeps is None else sweeps)
    total = 0
    for _ in range(MANY_TURNS):
        moved = sum(sweep.do() for sweep in chosen)
        total += moved
        if not moved:
            return total
    raise RuntimeError("the sweeps always find more to do: one of them does not settle its rows")
