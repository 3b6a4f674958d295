"""What people write is heard once, whoever else listens, and whatever happens in between."""

from datetime import timedelta

import pytest

from antiphon.connect.errors import FixSetup
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Handle, Step
from antiphon.networks.telegram.tests.lines import Line, Town, parcel
from antiphon.networks.telegram.updates import PAGE, Mark


@pytest.mark.promise("I7")
def test_a_comment_is_about_its_post_and_an_answer_to_it_below_the_comment(line: Line) -> None:
    receipt = line.publish(parcel())
    first = line.react(ReactionKind.REPLY, receipt.id, "Where?")
    second = line.react(ReactionKind.REPLY, first, "Here!")

    heard = line.hear(receipt).messages

    assert [(one.id, one.about, one.parent) for one in heard] == [
        (first, receipt.id, receipt.id), (second, None, first),
    ]  # fmt: skip
    assert {one.author for one in heard} == {"Ann Other"}
    assert heard[0].url.startswith("https://t.me/tea_talk/")


def test_in_a_group_only_what_is_meant_for_us_is_heard(town: Town) -> None:
    line = town.line("talk", kind="group")
    receipt = line.publish(parcel())
    answer = line.react(ReactionKind.REPLY, receipt.id, "To you")
    _chatter(line, "Among ourselves")
    _chatter(line, "What does @talk_bot think?")

    heard = line.hear(receipt).messages

    assert [one.text for one in heard] == ["To you", "What does @talk_bot think?"]
    assert (heard[0].id, heard[0].about) == (answer, receipt.id)


def test_a_private_message_is_private(line: Line) -> None:
    receipt = line.publish(parcel())
    person = {"id": 77, "is_bot": False, "first_name": "Bo"}
    chat = {"id": 77, "type": "private", "first_name": "Bo"}
    told = {"message_id": 1, "date": 1_795_000_000, "chat": chat, "from": person, "photo": []}
    line.town.simulator.world.tell(line.chat.bot, "message", told, line.town.simulator.now())

    (message,) = line.hear(receipt).messages

    assert (message.private, message.author, message.text) == (True, "Bo", "[photo]")


def test_what_we_say_ourselves_is_not_heard(line: Line) -> None:
    receipt = line.publish(parcel())
    root = Handle(id=receipt.id)
    line.publish(parcel("Ours", step=Step.COMMENT, root=root, parent=root))

    assert line.hear(receipt).messages == []


@pytest.mark.promise("I2")
def test_what_was_told_and_never_written_down_is_told_again(line: Line) -> None:
    receipt = line.publish(parcel())
    line.react(ReactionKind.REPLY, receipt.id, "Still there?")

    told = [line.hear(receipt).messages for _turn in range(2)]

    assert told[0] == told[1] != []


@pytest.mark.promise("I2")
def test_more_than_a_page_is_heard_to_its_end(line: Line) -> None:
    receipt = line.publish(parcel())
    for number in range(PAGE + 30):
        line.react(ReactionKind.REPLY, receipt.id, f"Number {number}")

    first = line.hear(receipt)
    again = line.hear(receipt)
    second = line.hear(receipt, first.cursor)

    assert first.more
    assert again == first
    assert not second.more
    texts = [one.text for one in (*first.messages, *second.messages)]
    assert texts == [f"Number {number}" for number in range(PAGE + 30)]


@pytest.mark.promise("I2")
def test_a_channel_never_takes_from_another_with_the_same_bot(town: Town) -> None:
    tea, cake = town.line("tea"), town.line("cake", bot="tea")
    ours, theirs = tea.publish(parcel()), cake.publish(parcel())
    cake.react(ReactionKind.REPLY, theirs.id, "For the cake")
    for number in range(PAGE + 30):
        tea.react(ReactionKind.REPLY, ours.id, f"For the tea {number}")

    cursor = ""
    for _turn in range(4):
        cursor = tea.hear(ours, cursor).cursor

    assert "For the cake" in [one.text for one in cake.hear(theirs).messages]


def test_after_hours_even_a_shared_bot_goes_on(town: Town) -> None:
    tea, cake = town.line("tea"), town.line("cake", bot="tea")
    ours, theirs = tea.publish(parcel()), cake.publish(parcel())
    for number in range(PAGE):
        cake.react(ReactionKind.REPLY, theirs.id, f"For the cake {number}")
    tea.react(ReactionKind.REPLY, ours.id, "For the tea")
    for update in tea.chat.bot.updates[:PAGE]:
        update.told["message"]["date"] -= 8 * 3600

    cursor = tea.hear(ours).cursor

    assert [one.text for one in tea.hear(ours, cursor).messages] == ["For the tea"]


@pytest.mark.promise("I2")
def test_numbers_that_begin_anew_after_a_silent_week_lose_nothing(line: Line) -> None:
    receipt = line.publish(parcel())
    line.react(ReactionKind.REPLY, receipt.id, "Before")
    cursor = line.hear(receipt).cursor
    line.town.ahead, line.chat.bot.next_update = timedelta(days=8), 5
    line.react(ReactionKind.REPLY, receipt.id, "After")

    heard = line.hear(receipt, cursor)

    assert [one.text for one in heard.messages] == ["After"]
    assert line.hear(receipt, heard.cursor).messages == []


@pytest.mark.parametrize("cursor", ["", "strange", "[1]", '{"a": 1}', "[null, 1]"])
def test_a_strange_cursor_begins_anew(cursor: str) -> None:
    assert Mark.read(cursor) == Mark()


def test_a_webhook_of_another_program_is_said_so(line: Line) -> None:
    receipt = line.publish(parcel())
    line.chat.bot.webhook = "https://other.example"

    with pytest.raises(FixSetup):
        line.hear(receipt)


def _chatter(line: Line, text: str) -> None:
    chat = {"id": line.chat.id, "type": "supergroup", "title": "Talk"}
    person = {"id": 78, "is_bot": False, "first_name": "Cy"}
    told = {"message_id": 999, "date": 1_795_000_000, "chat": chat, "from": person, "text": text}
    line.town.simulator.world.tell(line.chat.bot, "message", told, line.town.simulator.now())
