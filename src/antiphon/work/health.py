"""Whether we can do our work, told from rows and not from what a process believes of itself.

A stage adds to it with a `health.py`: `CHECKS` are asked each time, `MUST_HOLD` once at the start
and refuse it by raising.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min

from antiphon.kernel.errors import AntiphonError
from antiphon.work import checks, clock, identity
from antiphon.work.models import Due, Heartbeat
from antiphon.work.sweeps import modules_named

BELIEVED_FOR = 60.0  # seconds that up-to-date migrations stay believed; reading them takes 0.1 s


class TooOldError(AntiphonError):
    """This version is too old for the database."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_good: bool
    words: str = ""


Check = Callable[[], Finding]


def ready() -> list[Finding]:
    """Everything that must be good for the work to be done."""
    return [_asked(check) for check in (database, migrations, instance, worker, *_of_stages())]


def is_ready() -> bool:
    """Whether all of it is good."""
    return all(finding.is_good for finding in ready())


def insist() -> None:
    """Refuse to start on anything unsafe or broken; the sentence says what."""
    checks.insist()
    not_from_the_future()
    for module in modules_named("health"):
        for must in getattr(module, "MUST_HOLD", []):
            must()


def database() -> Finding:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return Finding("database", is_good=True)


def migrations() -> Finding:
    """The tables are those that this version wants."""
    global _current_until  # noqa: PLW0603 -- remembers only good news, and for a minute
    if time.monotonic() < _current_until:
        return Finding("migrations", is_good=True)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        _current_until = time.monotonic() + BELIEVED_FOR
    return Finding("migrations", not waiting, f"{len(waiting)} not applied")


_current_until = 0.0


def instance() -> Finding:
    """The database is ours, and not a copy of one that another installation sends from."""
    words = identity.stranger()
    return Finding("instance", not words, words)


def not_from_the_future() -> None:
    """Refuse tables that are more than one version ahead: we do not know what they mean (F7).

    One ahead is what an upgrade looks like while old and new run side by side.
    """
    applied = MigrationRecorder(connection).applied_migrations()
    for config in apps.get_app_configs():
        if config.name.startswith("antiphon."):
            ours = {file.stem for file in Path(config.path, "migrations").glob("[0-9]*.py")}
            newer = sorted(
                name for app, name in applied if app == config.label and name not in ours
            )
            if len(newer) > 1:
                raise TooOldError(
                    f"The tables of this database were made by a newer version ({config.label}: "
                    f"{', '.join(newer)}). Update this installation before it works here."
                )


def worker() -> Finding:
    """Somebody works: the youngest heartbeat is fresh by the database's clock."""
    beat_at = Heartbeat.objects.aggregate(last=Max("beat_at"))["last"]
    if beat_at is None:
        return Finding("worker", is_good=False, words="no worker has reported")
    age = clock.now() - beat_at
    words = f"last heartbeat {age.total_seconds():.0f} s ago"
    return Finding("worker", age <= settings.HEARTBEAT_LIMIT, words)


def oldest_due(model: type[Due]) -> Finding:
    """Nothing that is due has waited too long, held or not."""
    name = f"{model._meta.label_lower} due"
    now = clock.now()
    oldest = model._default_manager.filter(due_at__lte=now).aggregate(first=Min("due_at"))["first"]
    age = now - oldest if oldest else timedelta(0)
    return Finding(
        name, age <= settings.OLDEST_DUE_LIMIT, f"oldest waits {age.total_seconds():.0f} s"
    )


def _of_stages() -> Iterator[Check]:
    for model in apps.get_models():
        if issubclass(model, Due):
            yield partial(oldest_due, model)
    for module in modules_named("health"):
        if module.__name__ != __name__:
            yield from getattr(module, "CHECKS", [])


def _asked(check: Check) -> Finding:
    try:
        return check()
    except DatabaseError as error:
        name = getattr(check, "__name__", "check")
        return Finding(name, is_good=False, words=type(error).__name__)
