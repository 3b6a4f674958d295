"""What people write is heard once, in channels and in threads, and nothing that is not for us."""

import pytest

from antiphon.connect.simulation import ReactionKind
from antiphon.networks.discord.hearing import HIDDEN
from antiphon.networks.discord.simulator.world import Message, User
from antiphon.networks.discord.tests.lines import Line, parcel


@pytest.mark.promise("I7")
def test_an_answer_is_about_its_post_and_an_answer_to_it_below_it(line: Line) -> None:
    receipt = line.publish(parcel())
    first = line.react(ReactionKind.REPLY, receipt.id, "Where?")
    line.react(ReactionKind.REPLY, first, "Among ourselves")

    (heard,) = line.hear(receipt).messages

    assert (heard.id, heard.about, heard.parent) == (first, receipt.id, receipt.id)
    assert (heard.author, heard.text) == ("Ann Other", "Where?")


def test_what_stands_in_a_forums_thread_is_about_its_post(forum: Line) -> None:
    receipt = forum.publish(parcel(options={"tags": ["News"]}))
    first = forum.react(ReactionKind.REPLY, receipt.id, "Where?")
    second = forum.react(ReactionKind.REPLY, first, "Here!")

    heard = forum.hear(receipt)

    assert [(one.id, one.about, one.parent) for one in heard.messages] == [
        (first, receipt.id, receipt.id), (second, receipt.id, first),
    ]  # fmt: skip
    assert forum.hear(receipt, heard.cursor).messages == []


def test_chatter_and_our_own_words_are_not_heard(line: Line) -> None:
    receipt = line.publish(parcel())
    line.publish(parcel("Ours, too"))
    _chatter(line, "Among ourselves")

    assert line.hear(receipt).messages == []


def test_words_that_discord_hides_are_said_to_be_hidden(line: Line) -> None:
    receipt = line.publish(parcel())
    line.react(ReactionKind.REPLY, receipt.id, "")

    (heard,) = line.hear(receipt).messages
    assert heard.text == HIDDEN


@pytest.mark.promise("I2")
def test_more_than_a_page_is_heard_to_its_end_in_order(line: Line) -> None:
    receipt = line.publish(parcel())
    for number in range(230):
        line.react(ReactionKind.REPLY, receipt.id, f"Number {number}")

    heard = line.hear(receipt)

    assert [one.text for one in heard.messages] == [f"Number {number}" for number in range(230)]
    assert not heard.more
    assert line.hear(receipt, heard.cursor).messages == []


@pytest.mark.promise("I2")
def test_a_flood_is_left_where_it_can_be_gone_on_with(line: Line) -> None:
    receipt = line.publish(parcel())
    for number in range(1_010):
        line.react(ReactionKind.REPLY, receipt.id, f"Number {number}")

    first = line.hear(receipt)
    rest = line.hear(receipt, first.cursor)

    assert (first.more, rest.more) == (True, False)
    assert len({one.id for one in (*first.messages, *rest.messages)}) == 1_010


def test_a_thread_that_is_closed_and_opened_again_goes_on_where_it_was(forum: Line) -> None:
    receipt = forum.publish(parcel(options={"tags": ["News"]}))
    forum.react(ReactionKind.REPLY, receipt.id, "Before")
    thread = forum.town.simulator.world.channels[receipt.id.partition("/")[0]]
    cursor = forum.hear(receipt).cursor
    thread.is_closed = True
    cursor = forum.hear(receipt, cursor).cursor
    thread.is_closed = False
    forum.react(ReactionKind.REPLY, receipt.id, "After")

    assert [one.text for one in forum.hear(receipt, cursor).messages] == ["After"]


def _chatter(line: Line, text: str) -> None:
    world, at = line.town.simulator.world, line.town.simulator.now()
    someone = User("42", "Cy")
    world.keep(Message(world.next_id(at), line.channel, someone, text, at))
