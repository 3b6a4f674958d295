"""The tables change while others work on them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from antiphon.work import tables
from antiphon.work.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def session() -> Iterator[psycopg.Connection]:
    """Somebody else on the same database."""
    facts = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: facts[name] for name in names if name in facts}) as line:
        yield line


@pytest.fixture
def behind() -> Iterator[str]:
    """Tables that lack the last change of one app; the table that it changes."""
    call_command("migrate", "work", "0002", verbosity=0)
    yield "django_migrations"
    call_command("migrate", "work", verbosity=0)


def _bring_up() -> threading.Thread:
    def do() -> None:
        tables.bring_up()
        connections.close_all()

    thread = threading.Thread(target=do)
    thread.start()
    return thread


@pytest.mark.promise("F47")
def test_a_change_that_waits_for_a_table_gives_up_and_comes_back(
    behind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "LOCK_PATIENCE", timedelta(milliseconds=200))
    monkeypatch.setattr(tables, "PAUSE", 0.2)
    with session() as busy:
        busy.execute(sql.SQL("lock table {} in share mode").format(sql.Identifier(behind)))
        change = _bring_up()
        time.sleep(1.0)
        assert change.is_alive()
        assert Heartbeat.objects.count() == 0  # others work meanwhile
        busy.rollback()
    change.join(20)

    assert not change.is_alive()
    assert "a table is busy" in capsys.readouterr().err
    assert "work_instance" in connection.introspection.table_names()


@pytest.mark.promise("F8")
def test_nobody_forks_while_connections_are_open() -> None:
    """A fork would share them. Other processes are started anew, and own what they open."""
    from tests.architecture.sources import modules  # noqa: PLC0415

    forking = ("os.fork", "multiprocessing", "ProcessPoolExecutor", "forkserver")
    assert [str(m) for m in modules() if any(word in m.text for word in forking)] == []
