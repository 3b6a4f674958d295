"""A database that knows less than was sent, and a copy of one, send nothing twice."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql

from antiphon.publish import actions, rewind
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.rewind.journal import Journal, Mark, Page
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock, health, identity
from antiphon.work.database.account import account, binaries
from antiphon.work.models import Instance
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("host", "port", "user", "password")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of this test's own, with a secret and a journal of its own."""
    before = {name: os.environ.get(name) for name in ("ANTIPHON_HOME",)}
    monkeypatch.setenv("ANTIPHON_HOME", str(tmp_path))
    yield tmp_path
    assert before["ANTIPHON_HOME"] != str(tmp_path)


class Dump:
    """The database as it was when this was made; the whole of it can be put back."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.copy = f"{self.name}_copy"
        rewind.notice()  # as every worker does first
        self._replace(self.copy, self.name)

    def restore(self) -> None:
        """Throw away what came later."""
        self._replace(self.name, self.copy)
        self._run("drop database {}", self.copy)

    def _replace(self, old: str, new: str) -> None:
        self._run("drop database if exists {}", old)
        self._run("create database {} template {}", old, new)

    def _run(self, words: str, *names: str) -> None:
        """From beside it: a database that somebody is in cannot be copied."""
        connections.close_all()
        facts = connection.get_connection_params()
        told = {name: facts[name] for name in NAMES if name in facts}
        with psycopg.connect(**told, dbname="postgres", autocommit=True) as line:
            line.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


class DumpFile(Dump):
    """The same as docs/how-to/back-up.md says it: a file, and later an empty database."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        rewind.notice()
        self.file = Path(tempfile.mkdtemp()) / "antiphon.dump"
        self._call("pg_dump", "--format=custom", f"--file={self.file}", self.name)

    def restore(self) -> None:
        self._run("drop database {}", self.name)
        self._run("create database {}", self.name)
        self._call("pg_restore", "--exit-on-error", f"--dbname={self.name}", str(self.file))
        shutil.rmtree(self.file.parent)

    def _call(self, program: str, *words: str) -> None:
        facts = connection.get_connection_params()
        told = {f"PG{name.upper()}": str(facts[name]) for name in NAMES if name in facts}
        connections.close_all()
        command = [str(_programs() / program), *words]
        subprocess.run(command, check=True, env=os.environ | told)


def _programs() -> Path:
    """Those of the server's own version: an older server does not know what a newer dump says."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        theirs = Path(f"/usr/lib/postgresql/{int(cursor.fetchone()[0]) // 10_000}/bin")
    return theirs if theirs.exists() else binaries(account())


def everything_on(sandbox: Sandbox) -> dict[str, Publication]:
    """On each network one publication that is due, and says something nobody else says."""
    return {
        key: world.publication_on(world.channel_on(sandbox, key), f"Said once {uuid4()}")
        for key in choice.EVERY
    }


def text_of(row: Publication) -> str:
    return str(row.steps[0]["text"])


def until_settled(rows: list[Publication]) -> None:
    """Deliver and look until nothing moves any more, with no waiting between looks."""
    for _ in range(12):
        world.settle(*rows)
        waiting = [row for row in rows if row.due_at is not None]
        if not waiting:
            return
        world.make_due(*waiting)


@pytest.mark.promise("P18", "O3", "P2", "F48")
def test_an_older_dump_put_back_doubles_nothing(sandbox: Sandbox) -> None:
    rows = everything_on(sandbox)
    dump = DumpFile()
    world.settle(*rows.values())
    assert {row.state for row in rows.values()} == {State.LIVE}

    dump.restore()
    until_settled([*rows.values()])

    shown = {key: world.shown(sandbox, key, text_of(row)) for key, row in rows.items()}
    assert shown == dict.fromkeys(rows, 1)
    for row in rows.values():
        assert row.state in choice.ends(row.channel), row.network


@pytest.mark.promise("P18", "P8", "F48")
@pytest.mark.parametrize("key", [key for key in choice.THREADED if key in choice.LOOKED_AT])
def test_a_thread_that_went_out_after_the_dump_is_found_part_by_part(
    sandbox: Sandbox, key: str
) -> None:
    texts = [f"Part {number} {uuid4()}" for number in (1, 2, 3)]
    row = world.publication_on(world.channel_on(sandbox, key), *texts)
    dump = Dump()
    world.settle(row)

    dump.restore()
    until_settled([row])

    assert [world.shown(sandbox, key, text) for text in texts] == [1, 1, 1]
    assert row.state == State.LIVE


@pytest.mark.promise("P18", "F48")
@pytest.mark.parametrize("key", choice.LOOKED_AT)
def test_what_was_not_out_yet_goes_out_once_it_was_looked_for(sandbox: Sandbox, key: str) -> None:
    other = world.publication_on(world.channel_on(sandbox, key), f"Sent {uuid4()}")
    row = world.publication_on(
        world.channel_on(sandbox, key, handle="second"), f"Not sent {uuid4()}", due_at=clock.now()
    )
    Publication.objects.filter(pk=row.pk).update(state=State.HELD, due_at=None)
    dump = Dump()
    world.settle(other)

    dump.restore()
    rewind.notice()
    actions.free_held()
    until_settled([row])

    looked = Attempt.objects.filter(publication_id=row.pk, verb="look", outcome="absent")
    assert looked.count() >= 1
    assert (row.state, world.shown(sandbox, key, text_of(row))) == (State.LIVE, 1)


@pytest.mark.promise("P18", "F44")
@pytest.mark.parametrize("key", choice.NEVER)
def test_a_standby_that_took_over_is_looked_at_before_anything_leaves(
    sandbox: Sandbox, home: Path, key: str
) -> None:
    assert not rewind.notice()
    row = world.publication_on(world.channel_on(sandbox, key), f"Standby {uuid4()}")
    Journal(home / "journal").write(_on_an_older_timeline)

    actions.deliver(key)

    row.refresh_from_db()
    assert row.state == State.UNSURE
    assert world.shown(sandbox, key, text_of(row)) == 0
    assert not rewind.notice()


def _on_an_older_timeline(page: Page | None) -> Page:
    assert page is not None
    assert page.timeline
    return Page(page.born, page.cluster, "00000000", page.marks)


@pytest.mark.promise("P18")
def test_nothing_is_noticed_where_nothing_was_forgotten(sandbox: Sandbox) -> None:
    rows = everything_on(sandbox)
    world.settle(*rows.values())

    assert not rewind.notice()
    assert not Publication.objects.filter(may_be_out=True).exists()


@pytest.mark.promise("P18")
def test_a_mark_never_goes_back(home: Path) -> None:
    journal = Journal(home / "journal")
    late, early = Mark("b", "2026-11-25 10:00:01"), Mark("a", "2026-11-25 10:00:00")

    journal.write(lambda _page: Page("one").with_mark("net", late))
    journal.write(lambda page: (page or Page("one")).with_mark("net", early))

    page = journal.read()
    assert page is not None
    assert page.marks == {"net": late}


@pytest.mark.promise("F46")
def test_a_journal_that_cannot_be_written_stops_nobody(
    sandbox: Sandbox, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "journal").mkdir()
    row = world.publication_on(world.channel_on(sandbox, choice.FIRST), f"No journal {uuid4()}")

    world.settle(row)

    assert row.state == State.LIVE
    assert "the journal beside the database cannot be written" in capsys.readouterr().err


def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Be the machine on which somebody started a copy."""
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("ANTIPHON_HOME", str(other))


@pytest.mark.promise("P19", "F48")
def test_a_copy_started_elsewhere_sends_nothing_until_it_is_adopted(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = everything_on(sandbox)
    assert identity.stranger() == ""
    elsewhere(monkeypatch, tmp_path)

    world.settle(*rows.values())
    actions.free_held()

    assert {(row.state, row.reason) for row in rows.values()} == {(State.HELD, identity.WORDS)}
    assert "instance" in {found.name for found in health.ready() if not found.is_good}
    assert sum(world.shown(sandbox, key, text_of(row)) for key, row in rows.items()) == 0

    assert rewind.adopt() == (True, len(rows))
    actions.free_held()
    until_settled([*rows.values()])
    for key, row in rows.items():
        assert row.state in choice.ends(row.channel), key
        assert world.shown(sandbox, key, text_of(row)) == (row.state == State.LIVE), key


@pytest.mark.promise("P19")
@pytest.mark.parametrize("key", choice.WITHDRAWN)
def test_a_copy_takes_nothing_back_either(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    owner = a.member()
    row = world.publication_on(world.channel_on(sandbox, key, by=owner), f"Stays {uuid4()}")
    world.settle(row)
    elsewhere(monkeypatch, tmp_path)

    with pytest.raises(identity.CopyError):
        actions.withdraw(owner, row)

    assert world.shown(sandbox, key, text_of(row)) == 1


@pytest.mark.promise("P19")
def test_the_secret_of_an_installation_is_not_in_its_database(home: Path) -> None:
    assert identity.stranger() == ""
    secret = (home / "instance").read_text()

    assert (home / "instance").stat().st_mode & 0o077 == 0
    assert secret not in str(Instance.objects.values())


@pytest.mark.promise("P19")
def test_machines_that_share_a_database_share_its_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    assert identity.stranger() == ""
    secret = (home / "instance").read_text()
    elsewhere(monkeypatch, tmp_path)
    assert identity.stranger() == identity.WORDS

    monkeypatch.setenv("ANTIPHON_INSTANCE", secret)

    assert identity.stranger() == ""
