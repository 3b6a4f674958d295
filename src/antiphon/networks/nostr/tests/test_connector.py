"""What the connector does at relays: once everywhere, found again, and told to all."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Handle, Live, Metric, Poll, PostType, Receipt, Step
from antiphon.networks.nostr.tests.trial import Here, handle, parcel, picture
from antiphon.sandbox.lines import Trouble

ANN = Person(id="ann", name="Ann Other")


def react(us: Here, kind: ReactionKind, receipt: Receipt, text: str = "") -> None:
    us.simulator.react(
        Reaction(kind=kind, by=ANN, account=us.address.id, post=receipt.id, text=text,
                 at=datetime.now(UTC))
    )  # fmt: skip


@pytest.mark.promise("P2")
def test_publishing_says_one_thing_and_nothing_else(us: Here) -> None:
    receipt = us.send(Verb.PUBLISH, parcel())

    assert isinstance(receipt, Receipt)
    assert us.said() == ["EVENT"]
    assert us.seen() == ["Hello."]


@pytest.mark.promise("P2")
def test_the_same_again_is_the_same_post_even_where_a_relay_says_no_to_it(us: Here) -> None:
    us.simulator.world.first.habits.add("terse")
    given = parcel(since=datetime.now(UTC))

    first, again = us.publish(given), us.publish(given)

    assert first == again
    assert us.seen() == ["Hello."]


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("trouble", [Trouble.LOSE_AFTER, Trouble.CUT, Trouble.ANSWER_AFTER])
def test_a_lost_answer_is_looked_for_and_found(us: Here, trouble: Trouble) -> None:
    us.line.go_wrong(trouble, method="POST", path='"EVENT"', body="<html>")

    outcome = us.send(Verb.PUBLISH, given := parcel())
    found = us.send(Verb.LOOK, given)

    assert isinstance(outcome, LookFirst)
    assert isinstance(found, Receipt)
    assert us.publish(given) == found
    assert us.seen() == ["Hello."]


@pytest.mark.promise("F9")
def test_what_never_arrived_is_not_there(us: Here) -> None:
    us.line.go_wrong(Trouble.LOSE_BEFORE, method="POST", path='"EVENT"')

    assert isinstance(us.send(Verb.PUBLISH, given := parcel()), LookFirst)
    assert us.send(Verb.LOOK, given) == Absent()


def test_it_is_dated_at_its_first_attempt(us: Here) -> None:
    tried = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    receipt = us.publish(parcel(since=tried))

    live = us.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert live.made_at == tried


@pytest.mark.promise("P18")
def test_without_memory_of_an_attempt_an_equal_note_of_ours_is_found(us: Here) -> None:
    given = parcel()
    receipt = us.publish(replace(given, since=datetime.now(UTC)))

    found = us.send(Verb.LOOK, given)

    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_every_relay_that_the_account_lists_is_told(both: Here) -> None:
    both.publish(parcel())

    assert both.seen("relay") == both.seen("second") == ["Hello."]


def test_one_relay_that_takes_it_is_enough_and_the_other_is_told_again(both: Here) -> None:
    second = both.simulator.world.relays["second"]
    second.habits.add("error")
    receipt = both.publish(parcel(since=datetime.now(UTC)))
    assert both.seen("second") == []

    second.habits.clear()
    both.ask(lambda it: it.count([receipt.id]))

    assert both.seen("second") == both.seen("relay") == ["Hello."]


def test_what_was_withdrawn_never_comes_back_by_being_told_again(both: Here) -> None:
    second = both.simulator.world.relays["second"]
    receipt = both.publish(parcel(since=datetime.now(UTC)))
    second.habits.add("error")
    assert isinstance(both.send(Verb.WITHDRAW, receipt=receipt), TryLater)
    second.habits.clear()

    assert isinstance(both.send(Verb.READ, receipt=receipt), Gone)

    assert both.seen("second") == both.seen("relay") == []
    assert both.send(Verb.WITHDRAW, receipt=receipt) == Done()


@pytest.mark.parametrize(
    ("habit", "remedy"),
    [("error", TryLater), ("rate-limited", TryLater), ("auth", Receipt)],
)
def test_where_no_relay_takes_it_the_remedy_is_told(us: Here, habit: str, remedy: type) -> None:
    us.simulator.world.first.habits.add(habit)

    assert type(us.send(Verb.PUBLISH, parcel())) is remedy


def test_a_relay_that_asks_is_told_who_we_are(us: Here) -> None:
    us.simulator.world.first.habits.add("auth")

    receipt = us.publish(parcel())

    assert us.said()[:3] == ["EVENT", "AUTH", "EVENT"]
    assert isinstance(us.send(Verb.READ, receipt=receipt), Live)


def test_a_key_that_is_shut_out_has_to_be_let_in_again(us: Here) -> None:
    us.simulator.revoke("tea")

    assert isinstance(us.send(Verb.PUBLISH, parcel()), SignInAgain)
    with pytest.raises(SignInAgain):
        us.ask(lambda it: it.whoami())


def test_a_text_that_a_relay_finds_too_long_must_be_changed(us: Here) -> None:
    assert isinstance(us.send(Verb.PUBLISH, parcel("x" * 6_000)), ChangeIt)
    assert isinstance(us.send(Verb.PUBLISH, parcel("x\x01y")), ChangeIt)


def test_every_form_is_shown_as_what_it_is(us: Here, tmp_path: Path) -> None:
    file = picture(tmp_path)
    poll = Poll(choices=("Tea", "Coffee"), closes_after=timedelta(hours=1))
    us.publish(parcel("Look", type=PostType.IMAGES, enclosures=(file,), language="en",
                      options={"content_warning": "dots"}))  # fmt: skip
    us.publish(parcel("Which?", type=PostType.POLL, poll=poll))
    us.publish(parcel("# Long", type=PostType.ARTICLE, title="Read", enclosures=(file,)))
    us.publish(parcel("Short", type=PostType.REEL, title="Watch", enclosures=(file,)))

    note, question, article, film = us.simulator.timeline()

    assert (note.text, note.language, note.options) == ("Look", "en", {"content_warning": "dots"})
    assert [one.alt for one in note.media] == ["A dot"]
    assert (question.text, question.poll) == ("Which?", ("Tea", "Coffee"))
    assert (article.title, article.text, article.media[0].digest) == ("Read", "# Long", file.digest)
    assert (film.title, film.text, len(film.media)) == ("Watch", "Short", 1)
    assert us.simulator.world.files.keys() == {file.digest}


def test_below_anything_but_a_note_stands_a_comment(us: Here) -> None:
    poll = Poll(choices=("Tea", "Coffee"))
    receipt = us.publish(parcel("Which?", type=PostType.POLL, poll=poll))
    root = handle(receipt)

    us.publish(parcel("Ours", step=Step.COMMENT, root=root, parent=root))

    (comment,) = [one for one in us.simulator.world.first.events.values() if one["kind"] == 1111]
    assert ["K", "1068"] in comment["tags"]
    assert us.ask(lambda it: it.count([receipt.id]))[2].value == 1


def test_an_answer_to_a_stranger_names_the_whole_thread(us: Here) -> None:
    first = us.publish(parcel())
    react(us, ReactionKind.REPLY, first, "Really?")
    heard = us.ask(lambda it: it.answers([first.id], "")).messages[0]

    us.publish(parcel("Yes.", parent=Handle(id=heard.id)))

    last = json.loads(us.line.requests[-1][1].replace('["EVENT",', "[", 1))[0]
    assert [tag[1] for tag in last["tags"] if tag[0] == "e"] == [first.id, heard.id]
    assert {tag[1] for tag in last["tags"] if tag[0] == "p"} == {us.address.id, heard.author_id}


def test_an_answer_to_what_is_gone_is_not_sent(us: Here) -> None:
    gone = Handle(id=type(us.address.id)("ab" * 32))

    assert isinstance(us.send(Verb.PREPARE, parcel("Yes.", parent=gone)), Gone)


def test_people_are_counted_once_and_dislikes_not_at_all(us: Here) -> None:
    receipt = us.publish(parcel())
    for kind in (ReactionKind.LIKE, ReactionKind.LIKE, ReactionKind.SHARE, ReactionKind.VIEW):
        react(us, kind, receipt)
    key = us.simulator.world.key("somebody else")
    us.simulator.world.say(key, 7, [["e", receipt.id]], "-", datetime.now(UTC))

    told = {one.metric: one.value for one in us.ask(lambda it: it.count([receipt.id]))}

    assert told == {Metric.LIKES: 1, Metric.SHARES: 1, Metric.REPLIES: 0}


def test_a_message_from_the_future_hides_nothing_that_comes_later(us: Here) -> None:
    receipt = us.publish(parcel())
    key = us.simulator.world.key("a time traveller")
    soon = datetime.now(UTC) + timedelta(minutes=50)
    us.simulator.world.say(key, 1, [["e", receipt.id]], "From tomorrow", soon)
    cursor = us.ask(lambda it: it.answers([receipt.id], "")).cursor
    react(us, ReactionKind.REPLY, receipt, "From today")

    heard = us.ask(lambda it: it.answers([receipt.id], cursor)).messages

    assert [one.text for one in heard] == ["From today"]
    assert [one.author for one in heard] == ["Ann Other"]


def test_what_is_not_rightly_signed_is_not_heard(us: Here) -> None:
    receipt = us.publish(parcel())
    react(us, ReactionKind.REPLY, receipt, "Forged")
    events = us.simulator.world.first.events
    events.update({id: {**one, "content": "Worse"} for id, one in events.items()
                   if one["content"] == "Forged"})  # fmt: skip

    assert us.ask(lambda it: it.answers([receipt.id], "")).messages == []
