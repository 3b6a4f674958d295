"""What was done is written down and stays so."""

import json
import threading
from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction

from antiphon.people import audit
from antiphon.people.actions import note
from antiphon.people.models import Member, TrailLine
from tests import builders as a

pytestmark = [pytest.mark.django_db, pytest.mark.promise("A1")]


@pytest.fixture
def member() -> Member:
    """Somebody who did five things."""
    member = a.member()
    for number in range(5):
        note(member, "post.write", f"post:{number}", after={"text": str(number)})
    return member


def test_a_whole_trail_has_no_faults(member: Member) -> None:
    assert audit.verify(member.workspace) == []


def test_two_workspaces_have_two_chains(member: Member) -> None:
    other = a.member()
    note(other, "post.write", "post:1")

    assert TrailLine.objects.get(workspace=other.workspace).number == 1
    assert audit.verify(other.workspace) == audit.verify(member.workspace) == []


@pytest.mark.parametrize(
    "deed", ["update people_trailline set who = 'x'", "delete from people_trailline"]
)
def test_the_database_refuses_to_touch_a_line(member: Member, deed: str) -> None:
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        connection.cursor().execute(deed)

    assert audit.verify(member.workspace) == []


def changed(lines: list[str]) -> list[str]:
    """Somebody else did it."""
    return [lines[0], json.dumps(json.loads(lines[1]) | {"who": "nobody"}), *lines[2:]]


BREAKS: dict[str, tuple[Callable[[list[str]], list[str]], int]] = {
    "changed": (changed, 2),
    "missing": (lambda lines: [*lines[:1], *lines[2:]], 2),
    "moved": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2),
    "cut short": (lambda lines: [*lines[:4], lines[-1]], 5),
    "headless": (lambda lines: lines[:-1], 5),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_export_is_found_offline(member: Member, how: str) -> None:
    lines = list(audit.export(member.workspace))
    breaks, where = BREAKS[how]

    faults = audit.verify_export(breaks(lines))

    assert where in {fault.number for fault in faults}


def test_a_line_forged_with_its_own_hash_breaks_the_chain(member: Member) -> None:
    lines = list(audit.export(member.workspace))
    facts = json.loads(lines[1]) | {"who": "nobody"}
    facts.pop("hash")
    whole = facts | {"hash": audit.digest(facts)}

    faults = audit.verify_export([lines[0], json.dumps(whole), *lines[2:]])

    assert audit.Fault(3, "does not follow the line before it") in faults


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_make_one_chain() -> None:
    member = a.member()

    def write() -> None:
        for number in range(10):
            note(member, "post.write", f"post:{number}")
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert TrailLine.objects.filter(workspace=member.workspace).count() == 40
    assert audit.verify(member.workspace) == []
