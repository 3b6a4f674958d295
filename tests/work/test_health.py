"""Health tells the truth, and to strangers little of it."""

from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from antiphon.people import actions
from antiphon.work import actions as work
from antiphon.work import health
from tests import builders as a

pytestmark = [pytest.mark.django_db, pytest.mark.promise("O2")]


@pytest.fixture(autouse=True)
def doubting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is believed from an earlier test."""
    monkeypatch.setattr(health, "_current_until", 0.0)


def test_a_process_that_answers_lives(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}


def test_without_a_worker_we_are_not_ready(client: Client) -> None:
    assert client.get("/health/ready").status_code == 503

    work.beat("somebody")

    assert client.get("/health/ready").json() == {"ready": True}


def test_without_its_tables_we_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    work.beat("somebody")
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])

    assert [finding.name for finding in health.ready() if not finding.is_good] == ["migrations"]


def test_without_a_database_we_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> health.Finding:
        raise OperationalError("connection refused by canary:5432")

    monkeypatch.setattr(health, "database", gone)

    (first, *_) = health.ready()
    assert not first.is_good
    assert "canary" not in first.words


def test_how_the_work_goes_is_told_to_who_has_a_key(client: Client) -> None:
    _, key = actions.make_key("monitor", ["workspace.read"], by=a.member())
    headers: dict[str, Any] = {"Authorization": f"Bearer {key.reveal()}"}

    assert client.get("/health/work").status_code == 403
    assert client.get("/health/work", headers={"Authorization": "Bearer x"}).status_code == 403
    assert "checks" in client.get("/health/work", headers=headers).json()
