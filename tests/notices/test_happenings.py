"""Everything that happens is told once, in order, to whoever reads on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from antiphon.channels.states import State as ChannelState
from antiphon.notices import happenings
from antiphon.notices.kinds import KINDS
from antiphon.people.actions import upkeep
from antiphon.people.models import Happening, Role, Workspace
from antiphon.plan import actions as plan
from antiphon.publish import actions as publish
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.publish import world
from tests.publish.world import in_thread

pytestmark = pytest.mark.django_db(transaction=True)


def told(workspace: Workspace, since: happenings.Place = happenings.START) -> list[str]:
    return [row.kind for row in happenings.after(workspace, since)]


def publication() -> Publication:
    return world.publication_on(a.channel())


def test_each_step_of_a_publication_is_told_in_order() -> None:
    row = publication()
    row.move(State.HELD, due_at=None, reason="Not now.")
    row.move(State.WAITING, due_at=clock.now(), reason="")
    Publication.objects.filter(pk=row.pk).update(planned_at=clock.now() + timedelta(hours=1))
    row.move(State.CANCELLED, due_at=None)

    mine = [
        one for one in happenings.after(row.workspace, happenings.START) if one.subject == row.pk
    ]

    kinds = [one.kind.removeprefix("publication.") for one in mine]
    assert kinds == ["scheduled", "held", "released", "moved", "cancelled"]
    assert mine[1].facts["reason"] == "Not now."
    assert mine[1].facts["was"] == State.WAITING


def test_a_read_back_that_differs_is_told_once() -> None:
    row = publication()
    rows = Publication.objects.filter(pk=row.pk)
    rows.update(seen={"differs": []})
    rows.update(seen={"differs": ["text"]})
    rows.update(seen={"differs": ["text"]}, url="https://example.org/1")

    assert told(row.workspace).count("publication.differs") == 1


def test_what_people_do_with_a_post_is_told() -> None:
    author = a.member(role=Role.EDITOR)
    other = a.member(workspace=author.workspace)
    Workspace.objects.filter(pk=author.workspace.pk).update(approval="one")
    author.workspace.refresh_from_db()
    post = plan.draft(author, text="Hello")
    plan.edit(author, post, 1, text="Hello, world")
    plan.submit(author, post)
    plan.refuse(other, post, "Say it louder.")
    plan.submit(author, post)
    plan.approve(other, post)

    kinds = [kind.removeprefix("post.") for kind in told(author.workspace)]
    assert kinds[:3] == ["drafted", "edited", "submitted"]
    assert sorted(kinds[3:5]) == ["refused", "reopened"]
    assert kinds[5] == "submitted"
    assert sorted(kinds[6:]) == ["agreed", "approved"]


def test_a_lost_channel_and_a_hold_are_told() -> None:
    channel = a.channel()
    type(channel).objects.filter(pk=channel.pk).update(state=ChannelState.LOST, reason="Expired.")
    by = a.member(workspace=channel.workspace)
    publish.release(by, publish.hold(by, "A crisis.", channel=channel))

    assert told(channel.workspace) == [
        "channel.connected", "channel.lost", "hold.set", "hold.released",
    ]  # fmt: skip


def test_a_stop_of_everything_is_told_in_every_workspace() -> None:
    mine, other = a.workspace(), a.workspace()

    publish.stop_everything("Wait.", who="operator")

    assert told(mine) == told(other) == ["hold.set"]


def test_nobody_reads_what_happened_in_another_workspace() -> None:
    row = publication()

    assert told(a.workspace()) == []
    assert told(row.workspace) != []


def test_what_is_committed_late_is_still_read_in_its_place() -> None:
    """The reader waits for the slow one instead of passing it by."""
    workspace = a.workspace()
    with transaction.atomic():
        a.post(workspace=workspace)
        quick = in_thread(lambda: a.post(workspace=workspace))
        _run(quick)
        early: list[str] = []
        _run(in_thread(lambda: early.extend(told(workspace))))

    assert early == []
    assert told(workspace) == ["post.drafted"] * 2


def test_a_slow_neighbour_on_the_same_server_keeps_nobody_waiting() -> None:
    """Another database's transactions can add nothing here, so their end is not waited for."""
    workspace = a.workspace()
    with _in_another_database() as cursor:
        cursor.execute("select pg_current_xact_id()")
        a.post(workspace=workspace)

        assert told(workspace) == ["post.drafted"]


def test_a_reader_goes_on_where_it_was() -> None:
    workspace = a.workspace()
    for _ in range(5):
        a.post(workspace=workspace)
    first = happenings.after(workspace, happenings.START, limit=2)
    rest = happenings.after(workspace, happenings.place(first[-1].cursor))

    assert [row.id for row in first + rest] == sorted({row.id for row in first + rest})
    assert len(first + rest) == 5
    assert happenings.after(workspace, happenings.end(workspace)) == []


def test_what_came_with_a_dump_of_another_server_is_read_before_the_rest() -> None:
    workspace = a.workspace()
    a.post(workspace=workspace)
    a.post(workspace=workspace)
    Happening.objects.update(tx=10**15)
    first = Happening.objects.filter(workspace_id=workspace.pk).earliest("id")
    read = happenings.place(first.cursor)

    upkeep.settle_in_happenings()
    a.post(workspace=workspace)

    assert told(workspace) == ["post.drafted"] * 3
    assert len(happenings.after(workspace, read)) == 2


def test_old_months_are_forgotten_and_the_next_ones_are_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "create table people_happening_2020_01 partition of people_happening"
            " for values from ('2020-01-01') to ('2020-02-01')"
        )
        upkeep.turn_months()
        cursor.execute("select to_regclass('people_happening_2020_01')")
        assert cursor.fetchone() == (None,)


def test_every_kind_has_its_line() -> None:
    states = {f"publication.{state}" for state in State} | {
        f"channel.{state}" for state in ChannelState
    }

    assert states <= set(KINDS)


def _run(do: Callable[[], object]) -> None:
    thread = threading.Thread(target=do)
    thread.start()
    thread.join(10)


@contextmanager
def _in_another_database() -> Iterator[psycopg.Cursor]:
    facts = connection.get_connection_params()
    known = {name: facts[name] for name in ("user", "password", "host", "port") if name in facts}
    with psycopg.connect(**known, dbname="postgres") as link, link.cursor() as cursor:
        yield cursor
