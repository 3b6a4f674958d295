"""Whether a post arrived: found when it did, not found when it did not, never guessed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import LookFirst
from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.values import (
    Handle,
    Poll,
    Receipt,
)
from antiphon.networks.x.tests.lines import Line, file, parcel


@pytest.mark.promise("P2", "F11", "F13")
@pytest.mark.parametrize(
    "text",
    [
        "Plain words",
        "Signs <b> & more",
        "See example.com and https://Example.org/a/?b=c&d=e, now",
        "Cafe\u0301 \U0001f468\u200d\U0001f3a4",
        "Two\nlines  with   spaces",
        "x.com/somebody/status/123 at the end https://x.com/somebody/status/123",
    ],
)
def test_a_post_whose_answer_was_lost_is_found(line: Line, text: str) -> None:
    given = parcel(text)
    line.recorder.lost_after = 1

    outcome = line.send(Verb.PUBLISH, given)
    found = line.send(Verb.LOOK, given)

    assert isinstance(outcome, LookFirst)
    assert isinstance(found, Receipt)
    assert found.id == line.server.timeline(line.handle)[-1].id


@pytest.mark.promise("P2", "F11")
def test_what_belongs_to_a_post_is_found_with_it(line: Line, tmp_path: Path) -> None:
    first = line.publish(parcel("Root"))
    root = Handle(id=first.id)
    poll = Poll(choices=("A & B", "C"))
    kinds = [
        line.prepared(parcel("Same", enclosures=(file(tmp_path),))),
        parcel("Same", poll=poll),
        parcel("Same", root=root, parent=root),
        parcel("Same", options={"quote": first.id}),
        parcel("Same"),
    ]
    made = [line.publish(one).id for one in kinds]

    found = [line.send(Verb.LOOK, one) for one in kinds]

    assert [one.id for one in found if isinstance(one, Receipt)] == made


@pytest.mark.promise("F10", "F22")
def test_what_was_never_sent_is_not_found(line: Line) -> None:
    line.publish(parcel("Another"))
    given = parcel("Never arrived")
    line.recorder.lost_before = 1

    assert isinstance(line.send(Verb.PUBLISH, given), LookFirst)
    assert isinstance(line.send(Verb.LOOK, given), Absent)


@pytest.mark.promise("F22")
def test_an_equal_older_post_is_not_taken_for_it(line: Line) -> None:
    line.publish(parcel("Every Monday"))
    later = datetime.now(UTC) + timedelta(hours=2)

    assert isinstance(line.send(Verb.LOOK, parcel("Every Monday", since=later)), Absent)


@pytest.mark.promise("F22")
def test_two_posts_that_look_alike_are_left_to_a_person(line: Line) -> None:
    line.server.quirks.takes_duplicates = True
    given = parcel("Twice")
    line.publish(given)
    line.publish(given)

    assert isinstance(line.send(Verb.LOOK, given), LookFirst)


@pytest.mark.promise("F22")
def test_a_list_that_lags_shows_it_later(line: Line) -> None:
    line.server.quirks.lag = timedelta(hours=1)
    given = parcel("Slow")
    line.publish(given)
    first = line.send(Verb.LOOK, given)
    line.server.quirks.lag = timedelta(0)

    assert isinstance(first, Absent)
    assert isinstance(line.send(Verb.LOOK, given), Receipt)


def test_a_look_reads_as_many_pages_as_it_needs(line: Line) -> None:
    line.server.quirks.limits.clear()
    given = parcel("Number 0")
    line.publish(given)
    for number in range(1, 121):
        line.publish(parcel(f"Number {number}"))

    assert isinstance(line.send(Verb.LOOK, given), Receipt)


@pytest.mark.promise("F21")
@pytest.mark.parametrize("old", [False, True])
def test_a_duplicate_is_looked_for(line: Line, old: bool) -> None:  # noqa: FBT001
    line.server.quirks.old_errors = old
    given = parcel("Again")
    first = line.publish(given)

    outcome = line.send(Verb.PUBLISH, given)
    found = line.send(Verb.LOOK, given)

    assert isinstance(outcome, LookFirst)
    assert isinstance(found, Receipt)
    assert found.id == first.id
