"""Held against what we did not write: the description of the Bot API."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Handle, Kind, LinkCard, Poll, PostType, Receipt, Step
from antiphon.networks.telegram import rules, updates, wire
from antiphon.networks.telegram.tests import witness
from antiphon.networks.telegram.tests.lines import Line, Town, enclosure, parcel

pytestmark = witness.needed
CHOSEN = {"silent": True, "protected": True, "spoiler": True, "above": True}


def test_every_call_and_every_answer_is_as_the_description_says(town: Town, tmp_path: Path) -> None:
    everything(town, tmp_path)

    wrong = sorted({told for one in town.said for told in witness.problems(one)})
    methods, statuses = Counter(one.method for one in town.said), {one.status for one in town.said}

    assert wrong == []
    assert len(town.said) > 60
    assert statuses == {200, 400, 401, 403, 409, 429}
    assert len(methods) == 16


def test_the_description_notices_what_is_not_as_it_says(line: Line) -> None:
    line.publish(parcel())
    said = line.last
    said.fields |= {"nonsense": 1, "disable_notification": "loud"}
    del said.fields["chat_id"]
    said.answer["result"]["date"] = "today"

    assert len(list(witness.problems(said))) == 4


def test_the_limits_are_those_of_the_description() -> None:
    said = {
        f"{method}.{field['name']}": field["description"]
        for method in ("sendMessage", "sendPhoto", "sendPoll", "sendMediaGroup")
        for field in witness.description()["methods"][method]["fields"]
    }

    assert "1-4096 characters after entities" in said["sendMessage.text"]
    assert "0-1024 characters after entities" in said["sendPhoto.caption"]
    assert f"1-{wire.QUESTION} characters" in said["sendPoll.question"]
    assert "list of 1-12 answer options" in said["sendPoll.options"]
    assert "5-2628000" in said["sendPoll.open_period"]
    assert f"0-{rules.VOTERS} two-letter" in said["sendPoll.country_codes"]
    assert f"2-{rules.ALBUM} items" in said["sendMediaGroup.media"]


def test_what_waits_is_of_kinds_that_are_described() -> None:
    kinds = {field["name"] for field in witness.description()["types"]["Update"]["fields"]}

    assert {*updates.KINDS} <= kinds


def test_every_mark_is_of_a_type_that_is_described() -> None:
    (kind,) = [
        field["description"]
        for field in witness.description()["types"]["MessageEntity"]["fields"]
        if field["name"] == "type"
    ]

    assert all(f'"{one}"' in kind for one in ("url", "hashtag", "mention"))


def test_all_that_was_gathered_is_used() -> None:
    """Nothing recorded is among it: answers of the real network are told by the types alone."""
    gathered = {path.name for path in witness.SPEC.parent.iterdir()}

    assert gathered == {"SOURCES.md", witness.SPEC.name}


def everything(town: Town, folder: Path) -> None:
    """Use every ability of the connector once, in a channel and in a group, well and badly."""
    depot = town.line("store", bot="tea")
    line = town.line(depot=depot.address.id)
    receipts = [line.publish(one) for one in posts(folder)]
    for receipt in receipts:
        line.send(Verb.EDIT, parcel("Better, https://a.example"), receipt)
        line.react(ReactionKind.REPLY, receipt.id, "Where?")
        line.react(ReactionKind.LIKE, receipt.id)
    root = Handle(id=receipts[0].id)
    line.publish(parcel("Below", step=Step.COMMENT, root=root, parent=root))
    line.publish(parcel("And more", root=root, parent=root))
    line.hear(receipts[0])
    line.ask(lambda connector: connector.count([receipts[0].id, line.address.id]))
    line.ask(lambda connector: connector.whoami())
    line.send(Verb.LOOK, parcel("Never said"))
    for receipt in (*receipts, receipts[0]):
        line.send(Verb.WITHDRAW, receipt=receipt)
    in_a_group(town, folder)
    badly(line, receipts[0])


def posts(folder: Path) -> list:  # type: ignore[type-arg]
    """One parcel of every form, with everything that can be chosen."""
    pictures = tuple(enclosure(folder, name=name) for name in "ab")
    film = enclosure(folder, Kind.VIDEO, "c")
    card = LinkCard(url="https://a.example")
    poll = Poll(
        choices=("a", "b"), question="Which?", multiple=True, closes_after=timedelta(hours=1)
    )
    voters = {"countries": ["DE"], "members_only": True, "shuffled": True, "no_revoting": True}
    return [
        parcel("Hi @teas #tea", options={"silent": True, "protected": True}),
        parcel("", type=PostType.LINK, link=card, options={"preview": "large", "button": "Go"}),
        parcel(type=PostType.LINK, link=card, options={"preview": "above"}),
        parcel("No card: https://a.example", options={"preview": "none"}),
        parcel(type=PostType.IMAGES, enclosures=pictures[:1], options=CHOSEN),
        parcel(type=PostType.IMAGES, enclosures=pictures, options=CHOSEN),
        parcel(type=PostType.CAROUSEL, enclosures=(pictures[0], film), options=CHOSEN),
        parcel(type=PostType.VIDEO, enclosures=(film,), options=CHOSEN),
        parcel(type=PostType.GIF, enclosures=(enclosure(folder, Kind.GIF, "d"),)),
        parcel(type=PostType.DOCUMENT, enclosures=(enclosure(folder, Kind.DOCUMENT, "e"),)),
        parcel("More on it", type=PostType.POLL, poll=poll, options=voters),
    ]


def in_a_group(town: Town, folder: Path) -> None:
    """Files that travel with the post, topics, named votes."""
    line = town.line("talk", kind="group")
    line.chat.forum, line.chat.topics = True, {7}
    files = tuple(enclosure(folder, name=name) for name in "ab")
    receipt = line.publish(parcel(enclosures=files, options={"topic": "7", **CHOSEN}))
    for kind in Kind:
        line.publish(parcel(enclosures=(enclosure(folder, kind, "f"),), options=CHOSEN))
    poll = Poll(choices=("a",), hides_totals=True)
    line.publish(parcel("Which?", poll=poll, options={"named_votes": True}))
    line.react(ReactionKind.REPLY, receipt.id, "Here!")
    line.hear(receipt)


def badly(line: Line, receipt: Receipt) -> None:
    """What the network refuses, each in its own way."""
    flooded, put_out, unknown = (line.town.line() for _turn in range(3))
    line.send(Verb.PUBLISH, parcel("x" * 5000))
    line.send(Verb.EDIT, parcel("Gone"), receipt)
    line.chat.bot.webhook = "https://other.example"
    line.send(Verb.LOOK, parcel())
    line.town.simulator.gate.sending.a_minute["channel"] = 0
    flooded.send(Verb.PUBLISH, parcel("Much"))
    line.chat.status = "kicked"
    put_out.send(Verb.PUBLISH, parcel())
    line.town.simulator.revoke("tea")
    unknown.send(Verb.PUBLISH, parcel())
