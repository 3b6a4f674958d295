"""A transaction that fails because of others is repeated, and nothing else with it."""

import threading
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql

from antiphon.publish import actions
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.states import State
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from tests.publish import choice, world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beside() -> Iterator[psycopg.Connection]:
    """Somebody else on the same database, where waiting for a lock ends soon."""
    facts = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    words = sql.SQL("alter database {} set lock_timeout = {}")
    name = sql.Identifier(facts["dbname"])
    with psycopg.connect(**{name: facts[name] for name in names if name in facts}) as line:
        line.execute(words.format(name, sql.Literal("200ms")))
        line.commit()
        yield line
        line.rollback()
        line.execute(words.format(name, sql.Literal("0")))
        line.commit()


@pytest.mark.promise("F45", "P2")
@pytest.mark.parametrize("key", choice.NEVER)
def test_an_outcome_that_meets_a_locked_row_is_written_again_and_not_sent_again(
    sandbox: Sandbox, beside: psycopg.Connection, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Line(sandbox.port).running() as line:
        row = world.publication_on(
            world.channel_on(sandbox, key, server=line.base(key)), f"Locked {uuid4()}"
        )
        line.go_wrong(Trouble.SLOW, times=1, seconds=0.5)
        connections.close_all()
        worker = threading.Thread(target=world.in_thread(actions.deliver), args=(key,))
        worker.start()
        world.until(lambda: Publication.objects.filter(pk=row.pk, state=State.SENDING).exists())
        beside.execute("select 1 from publish_publication where id = %s for update", [row.pk])
        world.until(lambda: "outcomes not written yet" in capsys.readouterr().err)
        beside.rollback()
        worker.join()

    row.refresh_from_db()
    assert row.state == State.LIVE, row.reason
    assert world.shown(sandbox, key, row.steps[0]["text"]) == 1
    assert Attempt.objects.filter(publication_id=row.pk, verb="publish").count() == 1
