"""Telling, looking, editing, taking back: against the simulated server, over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, Gone, SignInAgain
from antiphon.connect.post_office import Done, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Handle,
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


@pytest.mark.parametrize(("api", "missing"), [(11, ()), (11, ("several",)), (0, ("several",))])
def test_what_people_do_is_counted(line: Line, api: int, missing: tuple[str, ...]) -> None:
    line.server.quirks = Quirks(missing=frozenset(missing))
    line.address = replace(line.address, facts={"api": api})
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


def test_names_are_found_by_how_they_begin(line: Line) -> None:
    line.server.open_account("fizzy", "Fizzy Drinks")
    line.server.open_account("fizz_br", "Fizz Brasil")

    found = line.ask(lambda connector: connector.names("@fizz", 5))

    assert {one.handle for one in found} >= {"fizzy", "fizz_br"}
    assert line.ask(lambda connector: connector.names("fizz", 1))[1:] == []
    assert line.ask(lambda connector: connector.names("nobody_like_that", 5)) == []
