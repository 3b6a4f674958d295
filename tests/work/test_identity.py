"""Whose database this is, and who is too old or too foreign to work on it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from antiphon.work import actions, health, identity, runner, sweeps
from tests.publish.world import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose installation this database belongs to."""
    monkeypatch.setenv("ANTIPHON_HOME", str(tmp_path))
    assert identity.stranger() == ""
    return tmp_path


@pytest.fixture
def elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of somebody who started a copy."""
    other = home / "other"
    other.mkdir()
    monkeypatch.setenv("ANTIPHON_HOME", str(other))
    return other


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """Ends what a test started."""
    event = threading.Event()
    yield event
    event.set()


def _waiting(stop: threading.Event) -> threading.Thread:
    def wait() -> None:
        runner._is_ours(stop)
        connections.close_all()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.promise("P19", "F48")
def test_a_worker_in_a_copy_waits_until_it_is_adopted(
    stop: threading.Event, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = _waiting(stop)
    until(lambda: "antiphon adopt" in capsys.readouterr().err)
    assert worker.is_alive()
    assert sweeps.tick() == 0

    assert actions.adopt(identity.digest())

    worker.join(5)
    assert not worker.is_alive()
    assert identity.stranger() == ""


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.promise("P19")
def test_who_was_copied_and_lost_its_database_to_the_copy_stops(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.adopt(identity.digest())
    monkeypatch.setenv("ANTIPHON_HOME", str(home))
    monkeypatch.setattr(identity, "_believed", {})

    assert identity.stranger() == identity.WORDS


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.promise("P19", "O2")
def test_a_copy_is_not_ready_and_says_why() -> None:
    assert health.instance() == health.Finding("instance", is_good=False, words=identity.WORDS)


@pytest.mark.promise("F7")
def test_tables_of_a_much_newer_version_are_left_alone() -> None:
    record = MigrationRecorder(connection)
    record.record_applied("publish", "8001_newer")
    health.not_from_the_future()

    record.record_applied("publish", "8002_newer_still")
    try:
        with pytest.raises(health.TooOldError, match="newer version"):
            health.insist()
    finally:
        for name in ("8001_newer", "8002_newer_still"):
            record.record_unapplied("publish", name)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.promise("P19")
def test_a_worker_that_waits_for_adoption_can_be_stopped(stop: threading.Event) -> None:
    worker = _waiting(stop)
    stop.set()

    worker.join(5)

    assert not worker.is_alive()
