"""A disk that is full: nothing leaves whose attempt could not be committed first."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from psycopg import errors

from antiphon.publish import actions
from antiphon.publish.models import Attempt, Hold
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.work.database.account import account
from tests.publish import choice, world

pytestmark = pytest.mark.django_db(transaction=True)

SIZE = "1m"


def _do(words: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(words)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def small_disk() -> Iterator[str]:
    """A disk of a megabyte as a tablespace; only root can make one, on an embedded server."""
    if os.geteuid() or not _do("select 1 from pg_roles where rolname = user and rolsuper")[0:1]:
        pytest.skip("Making a small disk needs root, and a server that lets us put tables on it.")
    folder = Path(tempfile.mkdtemp(prefix="antiphon-small-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder)]
    if subprocess.run(command, check=False).returncode:
        folder.rmdir()
        pytest.skip("This machine mounts no small disks.")
    place, who = folder / "tables", account()
    folder.chmod(0o755)
    place.mkdir(mode=0o700)
    os.chown(place, who.uid, who.gid)
    name = f"small_{uuid4().hex[:8]}"
    _do(f"create tablespace {name} location '{place}'")
    yield name
    _do(f"drop tablespace {name}")
    subprocess.run(["umount", folder], check=True)
    shutil.rmtree(folder)


@contextmanager
def attempts_on(disk: str) -> Iterator[None]:
    """Attempts are kept on that disk, and it is full."""
    tables = [
        name
        for (name,) in _do(
            "select relid::text from pg_partition_tree('publish_attempt') where isleaf"
        )
    ]
    # Pages that rolled-back tests left behind would be room.
    _do("truncate publish_attempt")
    _move(tables, disk)
    # Nobody may tidy up behind us and give pages back.
    _do(f"create table filler (words text) with (autovacuum_enabled = false) tablespace {disk}")
    _do("alter table filler alter words set storage plain")
    try:
        with pytest.raises(OperationalError):
            _do("insert into filler select repeat('x', 2000) from generate_series(1, 5000)")
        _fill_the_rest()
        yield
    finally:
        _do("drop table filler")
        _move(tables, "pg_default")


def _fill_the_rest() -> None:
    """What a failed insert gave back is taken page by page."""
    while True:
        try:
            _do("insert into filler select repeat('x', 2000) from generate_series(1, 4)")
        except OperationalError:
            return


def _move(tables: list[str], to: str) -> None:
    for name in tables:
        _do(f"alter table {name} set tablespace {to}")


@pytest.mark.promise("F46", "P1")
@pytest.mark.parametrize("key", choice.NEVER)
def test_nothing_leaves_whose_attempt_finds_no_room(
    sandbox: Sandbox, small_disk: str, key: str
) -> None:
    row = world.publication_on(world.channel_on(sandbox, key), f"No room {uuid4()}")

    with attempts_on(small_disk):
        with pytest.raises(errors.DiskFull):
            actions.deliver(key)
        row.refresh_from_db()
        assert (row.state, row.tries) == (State.WAITING, 0)
        assert world.shown(sandbox, key, row.steps[0]["text"]) == 0
        # The stop switch needs no room of its own.
        assert Hold.objects.filter(pk=actions.stop_everything("full", who="ops").pk).exists()
        actions.resume_everything()

    world.settle(row)
    assert row.state == State.LIVE
    assert Attempt.objects.filter(publication_id=row.pk, verb="publish").count() == 1
