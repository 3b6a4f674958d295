"""Telling, looking, editing, taking back: against the simulated server, over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Handle,
    Kind,
    LinkCard,
    Live,
    Metric,
    Poll,
    PostType,
    Prepared,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.mastodon.simulator import Quirks
from antiphon.networks.mastodon.tests.lines import Line, parcel, picture

BOB = Person(id="bob", name="Bob", country="NO", language="nb")


def reaction(kind: ReactionKind, account: RemoteId, post: RemoteId, text: str = "") -> Reaction:
    at = datetime.now(UTC)
    return Reaction(kind=kind, by=BOB, account=account, post=post, text=text, at=at)


def test_a_text_costs_one_request(line: Line) -> None:
    before = len(line.recorder.exchanges)

    receipt = line.publish(parcel("Grüße"))

    assert [one.method for one in line.recorder.exchanges[before:]] == ["POST"]
    assert line.texts() == ["Grüße"]
    assert receipt.url.endswith(receipt.id)


def test_options_arrive_as_the_server_names_them(line: Line) -> None:
    options = {"visibility": "unlisted", "content_warning": "Food", "quotes": "nobody"}

    line.publish(parcel("Soup", options=options, language="pt-BR"))

    fields = line.recorder.exchanges[-1].fields
    assert fields == {
        "status": "Soup", "visibility": "unlisted", "spoiler_text": "Food", "language": "pt",
        "sensitive": True, "quote_approval_policy": "nobody",
    }  # fmt: skip


def test_nothing_is_ever_scheduled_at_the_server(line: Line) -> None:
    line.publish(parcel("Now"))

    assert all(b"scheduled_at" not in one.body for one in line.recorder.exchanges)


def test_a_link_that_the_text_lacks_is_added(line: Line) -> None:
    link = LinkCard(url="https://example.com/red")

    line.publish(parcel("See", link=link))
    line.publish(parcel("See https://example.com/red", link=link))

    assert line.texts() == ["See\n\nhttps://example.com/red", "See https://example.com/red"]


def test_a_poll_arrives_whole(line: Line) -> None:
    poll = Poll(choices=("Red", "Blue"), closes_after=timedelta(hours=2), multiple=True)

    line.publish(parcel("Which?", type=PostType.POLL, poll=poll))

    assert line.server.timeline(line.handle)[0].poll == ("Red", "Blue")
    assert line.recorder.exchanges[-1].fields["poll"]["expires_in"] == 7200


@pytest.mark.promise("P8")
def test_a_thread_and_its_first_comment_hang_together(line: Line) -> None:
    first = line.publish(parcel("One"))
    root = Handle(id=first.id, extra=first.extra)
    second = line.publish(parcel("Two", root=root, parent=root))
    line.publish(parcel("Three", root=root, parent=Handle(id=second.id)))
    line.publish(parcel("And a word", step=Step.COMMENT, root=root))

    shown = line.server.timeline(line.handle)
    assert [one.parent for one in shown] == [None, first.id, second.id, first.id]


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


def test_files_arrive_with_their_words(line: Line, tmp_path: Path) -> None:
    one = picture(tmp_path, "a.png", focus=(0.5, -0.25))
    two = picture(tmp_path, "b.png", alt="Ünïcode, quite\nlong")
    sent = parcel("Look", type=PostType.IMAGES, enclosures=(one, two))

    prepared = line.send(Verb.PREPARE, sent)
    assert isinstance(prepared, Prepared)
    receipt = line.publish(replace(sent, handles=prepared.handles))

    (shown,) = line.server.timeline(line.handle)
    assert [(film.digest, film.alt) for film in shown.media] == [
        (one.digest, "A red can"),
        (two.digest, "Ünïcode, quite\nlong"),
    ]
    assert line.server.world.statuses[receipt.id].media[0].focus == (0.5, -0.25)


def test_the_same_file_twice_is_two_attachments(line: Line, tmp_path: Path) -> None:
    one = picture(tmp_path)
    sent = parcel("Twins", enclosures=(one, replace(one, alt="Again")))
    prepared = line.send(Verb.PREPARE, sent)
    assert isinstance(prepared, Prepared)

    line.publish(replace(sent, handles=prepared.handles))

    shown = line.server.timeline(line.handle)[0].media
    assert [film.alt for film in shown] == ["A red can", "Again"]


@pytest.mark.promise("F20")
def test_a_film_in_work_is_waited_for(line: Line, tmp_path: Path) -> None:
    film = picture(tmp_path, "a.mp4", kind=Kind.VIDEO, mime="video/mp4")
    line.server.quirks = Quirks(working_seconds=60)
    sent = parcel("Film", type=PostType.VIDEO, enclosures=(film,))

    first = line.send(Verb.PREPARE, sent)
    assert isinstance(first, Prepared)
    sent = replace(sent, handles=first.handles)
    early = line.send(Verb.PUBLISH, sent)
    line.server.world.media[first.handles[film.digest]].ready_at = datetime.now(UTC)
    second = line.send(Verb.PREPARE, sent)

    assert first.wait == timedelta(seconds=1)
    assert isinstance(early, TryLater)
    assert isinstance(second, Prepared)
    assert second.wait is None
    line.publish(replace(sent, handles=second.handles))


@pytest.mark.promise("F52")
def test_preparing_again_after_a_crash_shows_nothing_twice(line: Line, tmp_path: Path) -> None:
    sent = parcel("Once", enclosures=(picture(tmp_path),))
    line.send(Verb.PREPARE, sent)

    again = line.send(Verb.PREPARE, sent)
    assert isinstance(again, Prepared)
    kept = line.send(Verb.PREPARE, replace(sent, handles=again.handles))
    assert isinstance(kept, Prepared)

    assert kept.handles == again.handles
    assert line.texts() == []


def test_an_older_server_takes_files_by_the_older_way(line: Line, tmp_path: Path) -> None:
    line.server.quirks = Quirks(missing=frozenset({"v2_media"}))
    sent = parcel("Old", enclosures=(picture(tmp_path),))

    prepared = line.send(Verb.PREPARE, sent)

    assert isinstance(prepared, Prepared)
    line.publish(replace(sent, handles=prepared.handles))


def test_a_post_without_its_files_does_not_leave(line: Line, tmp_path: Path) -> None:
    before = len(line.recorder.exchanges)

    outcome = line.send(Verb.PUBLISH, parcel("Bare", enclosures=(picture(tmp_path),)))

    assert isinstance(outcome, TryLater)
    assert len(line.recorder.exchanges) == before


def test_what_is_read_back_is_what_was_sent(line: Line, tmp_path: Path) -> None:
    text = "“Quotes” & <b>\n\nhttps://example.com/" + "a" * 50
    sent = parcel(text, enclosures=(picture(tmp_path),), language="de")
    prepared = line.send(Verb.PREPARE, sent)
    assert isinstance(prepared, Prepared)
    receipt = line.publish(replace(sent, handles=prepared.handles))

    for missing in ((), ("source",)):
        line.server.quirks = Quirks(missing=frozenset(missing))
        live = line.send(Verb.READ, receipt=receipt)
        assert isinstance(live, Live)
        assert (live.text, live.media, live.alts) == (text, 1, ("A red can",))
        assert (live.language, live.edited, live.url) == ("de", False, receipt.url)


def test_an_edit_sends_everything(line: Line, tmp_path: Path) -> None:
    image, options = picture(tmp_path), {"content_warning": "Food"}
    sent = parcel("Before", enclosures=(image,), options=options, language="de")
    prepared = line.send(Verb.PREPARE, sent)
    assert isinstance(prepared, Prepared)
    receipt = line.publish(replace(sent, handles=prepared.handles))

    better = replace(sent, text="After", enclosures=(replace(image, alt="A blue can"),))
    outcome = line.send(Verb.EDIT, better, receipt)
    live = line.send(Verb.READ, receipt=receipt)

    assert isinstance(outcome, Receipt)
    assert isinstance(live, Live)
    assert (live.text, live.alts, live.edited, live.language) == (
        "After", ("A blue can",), True, "de",
    )  # fmt: skip
    assert line.server.timeline(line.handle)[0].options["content_warning"] == "Food"


def test_taking_back_twice_is_as_good_as_once(line: Line) -> None:
    receipt = line.publish(parcel("Oh no"))

    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert isinstance(line.send(Verb.READ, receipt=receipt), Gone)
    assert line.texts() == []


@pytest.mark.parametrize("missing", [(), ("several",)])
def test_what_people_do_is_counted(line: Line, missing: tuple[str, ...]) -> None:
    line.server.quirks = Quirks(missing=frozenset(missing))
    line.address = replace(line.address, facts={"api": 0 if missing else 11})
    receipt = line.publish(parcel("Like me"))
    for kind in (ReactionKind.LIKE, ReactionKind.SHARE, ReactionKind.REPLY, ReactionKind.VIEW):
        line.server.react(reaction(kind, line.address.id, receipt.id, "Yes"))

    readings = line.ask(lambda connector: connector.count([receipt.id, RemoteId("1")]))

    counted = {one.metric: one.value for one in readings if one.id == receipt.id}
    assert len(readings) == len(counted)
    assert counted == {
        Metric.LIKES: 1, Metric.SHARES: 1, Metric.REPLIES: 1, Metric.QUOTES: 0,
    }  # fmt: skip


def test_answers_come_oldest_first_and_only_once(line: Line) -> None:
    receipt = line.publish(parcel("Ask me"))
    for text in ("One", "Two"):
        line.server.react(reaction(ReactionKind.REPLY, line.address.id, receipt.id, text))

    first = line.ask(lambda connector: connector.answers([receipt.id], ""))
    line.server.react(reaction(ReactionKind.REPLY, line.address.id, receipt.id, "Three"))
    second = line.ask(lambda connector: connector.answers([receipt.id], first.cursor))
    third = line.ask(lambda connector: connector.answers([receipt.id], second.cursor))

    assert [one.text.split()[-1] for one in first.messages] == ["One", "Two"]
    assert [one.text.split()[-1] for one in second.messages] == ["Three"]
    assert third.messages == []
    assert {one.about for one in first.messages} == {receipt.id}
    assert first.messages[0].author == "bob@elsewhere.example"


def test_many_answers_are_walked_through_without_gaps(line: Line) -> None:
    receipt = line.publish(parcel("Ask me"))
    line.server.react(reaction(ReactionKind.REPLY, line.address.id, receipt.id, "0"))
    start = line.ask(lambda connector: connector.answers([], ""))
    for number in range(1, 200):
        line.server.react(reaction(ReactionKind.REPLY, line.address.id, receipt.id, str(number)))

    heard = line.ask(lambda connector: connector.answers([], start.cursor))

    assert [int(one.text.split()[-1]) for one in heard.messages] == list(range(1, 200))


@pytest.mark.promise("P20", "F35")
@pytest.mark.parametrize("status", [302, 400, 401, 422])
def test_a_dead_permission_is_noticed_however_it_is_told(line: Line, status: int) -> None:
    receipt = line.publish(parcel("Alive"))
    line.server.quirks = Quirks(dead_token=status)
    line.server.revoke(line.handle)

    for verb in (Verb.PUBLISH, Verb.LOOK):
        assert isinstance(line.send(verb, parcel("Dead")), SignInAgain)
    for verb in (Verb.READ, Verb.WITHDRAW):
        assert isinstance(line.send(verb, receipt=receipt), SignInAgain)
    with pytest.raises(SignInAgain):
        line.ask(lambda connector: connector.whoami())
    assert line.texts() == ["Alive"]


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_a_broken_rule_is_for_a_person_in_any_language(line: Line, tongue: str) -> None:
    line.server.quirks = Quirks(tongue=tongue)

    outcome = line.send(Verb.PUBLISH, parcel("x" * 501))

    assert isinstance(outcome, ChangeIt)
    assert "xxx" not in str(outcome)


def test_an_answer_to_what_is_gone_says_so(line: Line) -> None:
    outcome = line.send(Verb.PUBLISH, parcel("Hello?", parent=Handle(id=RemoteId("1"))))

    assert isinstance(outcome, Gone)
