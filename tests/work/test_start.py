"""A first start makes what is lacking; the program as others start it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from antiphon.work.database.cluster import DATABASE, Cluster
from antiphon.work.database.layout import USER

BEGIN = """
from antiphon.work import start
start.prepare()
import django
django.setup()
"""
MIGRATE = f"""{BEGIN}
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
WORK = f"""{MIGRATE}
from antiphon.work.runner import work_forever
work_forever()
"""
TELL_DATABASE = f"""{BEGIN}
from django.db import connection
print(connection.cursor().execute("select current_user || '@' || current_database()").fetchone()[0])
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A home where nothing was ever started."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-"))
    folder.chmod(0o711)
    yield folder / "home"
    shutil.rmtree(folder)


def run(program: str, home: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        text=True,
        env=surroundings(home, **environ),
    )


def surroundings(home: Path, **environ: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ANTIPHON_")}
    return (
        clean
        | {"ANTIPHON_HOME": str(home), "DJANGO_SETTINGS_MODULE": "antiphon.settings"}
        | environ
    )


def test_a_first_start_makes_a_key_that_nobody_else_can_read(home: Path) -> None:
    done = run(BEGIN, home)

    assert done.returncode == 0, done.stderr
    assert (home / "secret-key").stat().st_mode & 0o077 == 0
    first = (home / "secret-key").read_text()
    run(BEGIN, home)
    assert (home / "secret-key").read_text() == first
    assert len(first) > 60


@pytest.mark.promise("O4")
def test_production_makes_no_key_by_itself_and_does_not_start(home: Path) -> None:
    done = run("import antiphon.wsgi", home, ANTIPHON_PRODUCTION="yes")

    assert done.returncode != 0
    assert not (home / "secret-key").exists()
    assert "SECRET_KEY" in done.stderr


def test_ones_own_database_is_used_when_it_is_named(home: Path) -> None:
    cluster = Cluster(home, throwaway=True)
    cluster.start()
    url = f"postgresql://{USER}@/{DATABASE}?host={cluster.socket}&connect_timeout=5"

    done = run(TELL_DATABASE, home.with_name("other"), ANTIPHON_DATABASE_URL=url)

    cluster.leave()
    assert done.stdout.strip() == f"{USER}@{DATABASE}", done.stderr
    assert not (home.with_name("other") / "postgres").exists()


def test_a_worker_told_to_stop_leaves_nothing_running(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORK], stderr=subprocess.PIPE, text=True, env=surroundings(home)
    ) as worker:
        assert worker.stderr
        said = ""
        while "worker started" not in said:
            line = worker.stderr.readline()
            assert line, said
            said += line
        cluster = Cluster(home)
        heartbeats = "select count(*) from work_heartbeat"
        with psycopg.connect(host=str(cluster.socket), user=USER, dbname=DATABASE) as asked:
            while asked.execute(heartbeats).fetchone() == (0,):
                time.sleep(0.05)
        began = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        rest = worker.stderr.read()

    assert worker.returncode == 0, rest
    assert "worker ended" in rest
    assert time.monotonic() - began < 10
    assert not cluster.is_running
