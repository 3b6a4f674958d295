"""The simulated network keeps the real one's rules where a connector could lean on them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Kind
from antiphon.networks.telegram.simulator.files import File
from antiphon.networks.telegram.simulator.refused import RefusedError
from antiphon.networks.telegram.tests.lines import Line, enclosure, parcel


def updates(line: Line, **given: Any) -> list[int]:
    """The numbers of what waits."""
    asking = line.town.simulator.gate.asking
    return [one["update_id"] for one in asking.updates(line.chat.bot, given)]


def answered(line: Line, times: int) -> list[int]:
    """A post with answers that wait."""
    receipt = line.publish(parcel())
    for number in range(times):
        line.react(ReactionKind.REPLY, receipt.id, f"Number {number}")
    return updates(line)


def test_an_offset_forgets_what_lies_before_it(line: Line) -> None:
    ids = answered(line, 3)

    assert updates(line) == ids
    assert updates(line, offset=ids[2]) == updates(line) == ids[2:]


def test_a_negative_offset_forgets_all_but_the_last(line: Line) -> None:
    ids = answered(line, 3)

    assert updates(line, offset=-1) == updates(line) == ids[-1:]


def test_what_waits_longer_than_a_day_is_forgotten(line: Line) -> None:
    answered(line, 1)
    line.town.ahead = timedelta(hours=25)

    assert updates(line) == []


def test_reactions_are_told_only_to_who_named_them(line: Line) -> None:
    receipt = line.publish(parcel())
    ids = updates(line, allowed_updates=["message"])
    line.react(ReactionKind.LIKE, receipt.id)

    assert updates(line) == ids


@pytest.mark.parametrize(
    ("method", "given", "status"),
    [("sendmessage", {"text": " "}, 400), ("sendmediagroup", {"media": [{"type": "photo"}]}, 400),
     ("sendphoto", {"photo": "nowhere"}, 400), ("sendphoto", {}, 400),
     ("sendphoto", {"photo": File("text/plain", 5, "x")}, 400),
     ("sendphoto", {"photo": File("image/png", 0, "x")}, 400),
     ("sendpoll", {"question": "Which?", "options": []}, 400),
     ("sendpoll", {"question": "?", "options": [{"text": "a" * 101}]}, 400),
     ("sendpoll", {"question": "?", "options": [{"text": "a"}], "is_anonymous": False}, 400),
     ("sendmessage", {"text": "Hi", "message_thread_id": 7}, 400),
     ("sendmessage", {"text": "Hi", "reply_parameters": {"message_id": 7}}, 400)],
)  # fmt: skip
def test_what_the_network_does_not_take_is_refused(
    line: Line, method: str, given: dict[str, Any], status: int
) -> None:
    send = line.town.simulator.gate.sending.methods[method]

    with pytest.raises(RefusedError) as refused:
        send(line.chat.bot, {"chat_id": line.chat.id, **given})

    assert refused.value.status == status
    assert line.texts() == []


def test_documents_and_pictures_are_no_album(line: Line, tmp_path: Path) -> None:
    files = (enclosure(tmp_path), enclosure(tmp_path, Kind.DOCUMENT, "b"))

    with pytest.raises(AssertionError):
        line.publish(parcel(enclosures=files))
    assert line.texts() == []


def test_an_account_that_is_opened_again_is_the_same(line: Line) -> None:
    again = line.town.simulator.open_account("tea", "Tea & Co")

    assert again.id == line.address.id
    assert again.given["token"] == line.address.credential.secret("token")
