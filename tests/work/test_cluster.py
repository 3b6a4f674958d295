"""The database that comes with us: started once, closed to others, hard to kill."""

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

from antiphon.work.database.account import account as server_account
from antiphon.work.database.account import binaries
from antiphon.work.database.cluster import DATABASE, Cluster
from antiphon.work.database.layout import USER

START = """
import sys
from pathlib import Path
from antiphon.work.database.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]), throwaway=True)
cluster.start()
print((cluster.data / "postmaster.pid").read_text().split()[0])
sys.stdout.flush()
sys.stdin.read()
cluster.leave()
"""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="becoming another account takes root")


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own; its path is short, as a socket's must be."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-"))
    folder.chmod(0o711)
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    """One that runs."""
    cluster = Cluster(home, throwaway=True)
    cluster.start()
    yield cluster
    cluster.start()
    cluster.leave()


def line(cluster: Cluster) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(
        host=str(cluster.socket), user=USER, dbname=DATABASE, autocommit=True, connect_timeout=5
    )


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_many_who_start_it_at_once_share_one_server(home: Path) -> None:
    command = [sys.executable, "-c", START, str(home)]
    crowd = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    servers = {one.stdout.readline() for one in crowd if one.stdout}
    first, *others = crowd
    first.communicate()

    assert len(servers) == 1
    assert Cluster(home).is_running
    for other in others:
        other.communicate()
    assert not Cluster(home).is_running


def test_a_user_who_is_killed_does_not_keep_it_running(home: Path) -> None:
    command = [sys.executable, "-c", START, str(home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout
        killed.stdout.readline()
        killed.kill()
    cluster = Cluster(home, throwaway=True)

    cluster.start()
    cluster.leave()

    assert not cluster.is_running


def test_a_killed_server_comes_back_with_what_was_written(cluster: Cluster) -> None:
    with line(cluster) as first:
        first.execute("create table kept (word text)")
        first.execute("insert into kept values ('here')")
        first.execute("checkpoint")
    os.kill(postmaster(cluster), signal.SIGKILL)
    while cluster.is_running:
        time.sleep(0.02)

    Cluster(cluster.home, throwaway=True).start()

    with line(cluster) as again:
        assert again.execute("select word from kept").fetchone() == ("here",)


def test_a_stranger_with_the_number_of_the_old_server_is_not_mistaken_for_it(home: Path) -> None:
    cluster = Cluster(home, throwaway=True)
    cluster.start()
    note = (cluster.data / "postmaster.pid").read_text()
    cluster.leave()
    stranger = note.replace(note.split()[0], str(os.getppid()), 1)
    (cluster.data / "postmaster.pid").write_text(stranger)

    cluster.start()

    assert cluster.is_running
    cluster.leave()


@pytest.mark.promise("S33")
def test_it_listens_to_no_network(cluster: Cluster) -> None:
    with line(cluster) as asked:
        assert asked.execute("show listen_addresses").fetchone() == ("",)
        assert asked.execute(
            "select count(*) from pg_hba_file_rules where auth_method <> 'peer'"
        ).fetchone() == (0,)


@pytest.mark.promise("S33")
@as_root
def test_another_account_is_refused_even_when_the_folders_are_opened(cluster: Cluster) -> None:
    psql = [str(binaries(server_account()) / "psql"), "-w", "-h", str(cluster.socket)]
    command = [*psql, "-U", USER, "-c", "select 1", DATABASE]
    shut = subprocess.run(command, check=False, user=65534, capture_output=True, text=True)
    cluster.folder.chmod(0o755)
    cluster.socket.chmod(0o755)
    (cluster.socket / ".s.PGSQL.5432").chmod(0o777)

    opened = subprocess.run(command, check=False, user=65534, capture_output=True, text=True)

    assert "Permission denied" in shut.stderr
    assert "Peer authentication failed" in opened.stderr
    assert len(cluster.problems()) == 2


def test_what_we_made_is_closed_to_others(cluster: Cluster) -> None:
    assert cluster.problems() == []


def test_a_long_home_has_a_short_socket(home: Path) -> None:
    cluster = Cluster(home / ("long" * 20), throwaway=True)

    cluster.start()

    with line(cluster) as asked:
        assert asked.execute("select 1").fetchone() == (1,)
    cluster.leave()
    shutil.rmtree(cluster.socket)


@as_root
def test_a_home_that_its_account_cannot_enter_is_left_as_it_is(home: Path) -> None:
    home.parent.chmod(0o700)
    cluster = Cluster(home, throwaway=True)

    cluster.start()

    with line(cluster) as asked:
        assert asked.execute("select 1").fetchone() == (1,)
    assert not cluster.folder.is_relative_to(home)
    cluster.leave()
    shutil.rmtree(cluster.folder.parent)
