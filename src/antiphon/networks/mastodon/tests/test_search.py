"""After an answer was lost: looking, and repeating where that is harmless."""

from dataclasses import replace
from datetime import timedelta

import pytest

from antiphon.connect.errors import LookFirst
from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.values import Receipt
from antiphon.networks.mastodon.simulator import Quirks
from antiphon.networks.mastodon.tests.lines import Line, parcel


@pytest.mark.promise("P2", "F11", "F13")
def test_a_lost_answer_is_found_again(line: Line) -> None:
    sent = parcel("Lost, yet there https://example.com/a?b=1&c=2 @bob@elsewhere.example")
    line.recorder.lose = 1

    outcome = line.send(Verb.PUBLISH, sent)
    found = line.send(Verb.LOOK, sent)

    assert isinstance(outcome, LookFirst)
    assert isinstance(found, Receipt)
    assert found.id == line.server.timeline(line.handle)[0].id


@pytest.mark.promise("P2", "F10")
def test_a_look_finds_nothing_where_nothing_was_sent(line: Line) -> None:
    line.publish(parcel("Something else"))

    assert line.send(Verb.LOOK, parcel("Never sent")) == Absent()


@pytest.mark.promise("F22")
def test_an_equal_older_post_is_not_taken_for_it(line: Line) -> None:
    older = line.publish(parcel("Good morning"))
    line.server.world.statuses[older.id].at -= timedelta(days=1)

    assert line.send(Verb.LOOK, parcel("Good morning")) == Absent()
    assert line.send(Verb.LOOK, parcel("Good morning", last_seen=older.id)) == Absent()


@pytest.mark.promise("F22")
def test_two_equal_posts_are_for_a_person(line: Line) -> None:
    line.publish(parcel("Good morning"))
    line.publish(parcel("Good morning"))

    assert isinstance(line.send(Verb.LOOK, parcel("Good morning")), LookFirst)


@pytest.mark.promise("F22")
def test_a_look_goes_on_past_the_first_page(line: Line) -> None:
    sent = parcel("The first of many")
    line.publish(sent)
    for number in range(85):
        line.publish(parcel(f"Number {number}"))

    found = line.send(Verb.LOOK, sent)

    assert isinstance(found, Receipt)


def test_a_look_works_where_there_is_no_source(line: Line) -> None:
    sent = parcel("Two lines,\nhttps://example.com/" + "a" * 60 + "\n\nand “more” & <more> #tag")
    line.server.quirks = Quirks(missing=frozenset({"source"}))
    line.publish(sent)

    assert isinstance(line.send(Verb.LOOK, sent), Receipt)


@pytest.mark.promise("P2")
def test_a_key_makes_a_repeat_harmless_only_on_some_servers(line: Line) -> None:
    sent = parcel("Twice")

    assert line.publish(sent).id == line.publish(sent).id
    line.server.quirks = Quirks.like("takahe")
    line.publish(sent)

    assert line.texts() == ["Twice", "Twice"]


@pytest.mark.promise("P2", "F13")
def test_a_repeat_answered_by_500_leaves_us_unsure(line: Line) -> None:
    sent = parcel("Once")
    line.publish(sent)
    line.server.quirks = Quirks(repeat_fails=True)

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
    assert isinstance(line.send(Verb.LOOK, sent), Receipt)
    assert line.texts() == ["Once"]


@pytest.mark.promise("P2", "P21", "F14", "F15", "F16", "F17")
@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, [], b""),
        (200, [(b"content-type", b"text/html")], b"<html>Welcome</html>"),
        (200, [], b'{"id":"1","uri":"https://cut'),
        (200, [], b'{"id":null,"uri":"https://h/1"}'),
        (200, [], b"[]"),
        (200, [(b"content-encoding", b"gzip")], b"no gzip"),
        (202, [], b"{}"),
        (302, [(b"location", b"https://elsewhere.example/")], b""),
        (307, [(b"location", b"https://elsewhere.example/")], b""),
        (400, [], b"<html>Bad request</html>"),
        (403, [], b"<html>Just a moment</html>"),
        (404, [], b"<html>Nothing here</html>"),
        (422, [], b"<html>Unprocessable</html>"),
        (500, [], b'{"error":"Something went wrong"}'),
        (503, [(b"retry-after", b"1")], b""),
    ],
)
def test_no_strange_answer_is_taken_for_success_or_refusal(
    line: Line, status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    sent = parcel("Strange")
    line.recorder.instead = (status, headers, body)

    outcome = line.send(Verb.PUBLISH, sent)

    assert isinstance(outcome, LookFirst)
    assert isinstance(line.send(Verb.LOOK, sent), Receipt)
    assert line.texts() == ["Strange"]


def test_a_look_costs_two_questions_among_many_other_posts(line: Line) -> None:
    for number in range(20):
        line.publish(parcel(f"Something altogether different {number}"))
    sent = parcel("What we are looking for")
    line.publish(sent)
    before = len(line.recorder.exchanges)

    assert isinstance(line.send(Verb.LOOK, sent), Receipt)
    asked = len(line.recorder.exchanges) - before
    assert asked == 2  # the page that holds it, and the empty one that ends the search


@pytest.mark.promise("P2")
@pytest.mark.parametrize(("software", "proved"), [("mastodon", True), ("takahe", False)])
def test_absence_among_posts_for_few_is_proved_only_where_they_are_listed(
    line: Line, software: str, *, proved: bool
) -> None:
    line.server.quirks = Quirks.like(software)
    line.address = replace(line.address, facts=line.ask(lambda one: one.whoami()).facts)

    outcome = line.send(Verb.LOOK, parcel("Psst", options={"visibility": "private"}))

    assert outcome == Absent() if proved else isinstance(outcome, LookFirst)
