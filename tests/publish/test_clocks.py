"""Whose clock counts: the database's; nothing goes out early, by not one second."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from antiphon.publish import actions
from antiphon.publish.actions.claim import claim
from antiphon.publish.duty import DUTY
from antiphon.publish.files import FileTroubleError, insist_on_files
from antiphon.publish.models import Attempt, Publication, Shift
from antiphon.publish.packing import digest, parcel
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db

SKEWS = [
    timedelta(minutes=10), timedelta(minutes=-10), timedelta(days=1), timedelta(days=-1),
]  # fmt: skip


@pytest.fixture(params=SKEWS, ids=str)
def skewed(request: pytest.FixtureRequest) -> Iterator[timedelta]:
    """This process's clock is wrong; the database's is not."""
    with time_machine.travel(clock.now() + request.param):
        yield request.param


@pytest.mark.promise("T5", "T6", "F39")
def test_a_wrong_clock_sends_nothing_early(skewed: timedelta) -> None:
    channel = a.channel(network=choice.FIRST)
    soon = world.publication_on(channel, "Soon", due_at=clock.now() + timedelta(seconds=30))

    claimed = claim(DUTY.begin(), choice.FIRST)

    assert claimed == [], skewed
    soon.refresh_from_db()
    assert soon.state == State.WAITING


@pytest.mark.promise("T5", "F39")
def test_a_wrong_clock_sends_what_is_due(skewed: timedelta) -> None:
    row = world.publication_on(a.channel(network=choice.FIRST), "Now")

    claimed = claim(DUTY.begin(), choice.FIRST)

    assert [one.pk for one in claimed] == [row.pk], skewed
    assert claimed[0].first_sent_at is not None
    assert abs(world.seconds_until(claimed[0].first_sent_at)) < 60


@pytest.mark.promise("T5", "F39")
def test_a_wrong_clock_steals_no_shift(skewed: timedelta) -> None:
    row = world.publication_on(a.channel(network=choice.FIRST), "Mine")
    shift = DUTY.begin()
    claim(shift, choice.FIRST)

    assert actions.doubt_abandoned() == 0, skewed

    row.refresh_from_db()
    assert (row.state, row.shift_id) == (State.SENDING, shift)
    assert Shift.renew(shift, 15.0)


@pytest.mark.promise("T6")
def test_it_goes_out_at_its_second_and_not_before(sandbox: Sandbox) -> None:
    due = clock.now() + timedelta(seconds=1.5)
    row = world.publication_on(world.channel_on(sandbox, choice.FIRST), f"{uuid4()}", due_at=due)

    world.until(lambda: actions.deliver(choice.FIRST))

    row.refresh_from_db()
    assert row.sent_at is not None
    assert timedelta(0) <= row.sent_at - due < timedelta(seconds=2)
    attempt = Attempt.objects.get(publication_id=row.pk)
    assert attempt.began_at >= due


def _with_file(tmp_path: Path, sandbox: Sandbox) -> tuple[Publication, Path]:
    """A publication whose step carries a file."""
    file = tmp_path / "picture.png"
    file.write_bytes(a.drawn())
    row = world.publication_on(world.channel_on(sandbox, choice.FIRST), f"{uuid4()}")
    told: dict[str, Any] = {
        "path": str(file), "kind": "image", "mime": "image/png", "size": file.stat().st_size,
        "digest": hashlib.sha256(file.read_bytes()).hexdigest(), "alt": "", "width": 320,
        "height": 240, "seconds": 0.0,
        "focus": [0.0, 0.0],
    }  # fmt: skip
    row.steps[0] |= {"enclosures": [told], "type": "images"}
    row.digest = digest(row.steps)
    row.save(update_fields=["steps", "digest"])
    return row, file


@pytest.mark.promise("P11", "F49")
@pytest.mark.parametrize("what", ["changed", "gone"])
def test_a_file_that_is_not_the_approved_one_is_not_sent(
    sandbox: Sandbox, tmp_path: Path, what: str
) -> None:
    row, file = _with_file(tmp_path, sandbox)
    insist_on_files(parcel(row))
    file.write_bytes(a.drawn()) if what == "changed" else file.unlink()

    with pytest.raises(FileTroubleError):
        insist_on_files(parcel(row))
    world.settle(row)

    assert (row.state, row.remedy) == (State.REFUSED, "change_it")
    assert {"changed": "changed", "gone": "missing"}[what] in row.reason
    assert world.shown(sandbox, choice.FIRST, row.steps[0]["text"]) == 0


@pytest.mark.promise("P11")
def test_the_digest_is_of_the_files_and_not_of_where_they_lie(tmp_path: Path) -> None:
    told = {"text": "x", "enclosures": [{"path": str(tmp_path / "a"), "digest": "1"}]}
    moved = {"text": "x", "enclosures": [{"path": "b", "digest": "1"}]}
    other = {"text": "x", "enclosures": [{"path": "b", "digest": "2"}]}

    assert digest([told]) == digest([moved])
    assert digest([moved]) != digest([other])


@pytest.mark.promise("P7", "F23")
@pytest.mark.parametrize("key", choice.READ)
def test_what_follows_the_effect_changes_nothing(
    sandbox: Sandbox, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = world.publication_on(world.channel_on(sandbox, key), f"{uuid4()}")
    world.settle(row)
    monkeypatch.setattr("antiphon.publish.actions.readback.compare", _breaks)

    actions.read_back(after=timedelta(0))
    world.settle(row)

    row.refresh_from_db()
    assert (row.state, world.shown(sandbox, key, row.steps[0]["text"])) == (State.LIVE, 1)
    assert "unread" in (row.seen or {})


@pytest.mark.promise("P7")
@pytest.mark.parametrize("key", choice.READ)
def test_the_live_post_is_read_back_and_compared(sandbox: Sandbox, key: str) -> None:
    row = world.publication_on(world.channel_on(sandbox, key), f"Read back {uuid4()}.")
    world.settle(row)

    actions.read_back(after=timedelta(0))

    row.refresh_from_db()
    assert row.seen is not None
    assert row.seen["differs"] == []


def _breaks(*_given: object) -> None:
    raise KeyError("broken")
