"""Our values as calls of the Bot API and back, without a server."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.connect.errors import ChangeIt, Gone, SignInAgain
from antiphon.connect.values import Handle, Kind, LinkCard, Poll, PostType, Receipt, RemoteId
from antiphon.kernel.text import utf16
from antiphon.networks.telegram import chats, wire
from antiphon.networks.telegram.entities import entities, plain
from antiphon.networks.telegram.tests.lines import NETWORK, enclosure, parcel

CHAT = -1001234567890


def fields(text: str = "Say it once.", **told: Any) -> dict[str, Any]:
    """The fields of the call that a parcel becomes."""
    return dict(wire.call(parcel(text, **told), CHAT).fields)


def test_marks_are_counted_in_utf16_units() -> None:
    told = entities("🥤🥤 #Tee mit https://tee.example/a#b. Von @tea_house")

    assert told == [
        {"type": "hashtag", "offset": 5, "length": 4},
        {"type": "url", "offset": 14, "length": 23},
        {"type": "mention", "offset": 43, "length": 10},
    ]


@given(st.text(max_size=80))
def test_marks_lie_within_the_text_and_never_in_each_other(text: str) -> None:
    reached = 0
    for one in entities(plain(text)):
        assert one["offset"] >= reached
        reached = one["offset"] + one["length"]
    assert reached <= utf16(plain(text))


def test_a_mail_address_is_no_mention() -> None:
    assert entities("Write to info@tea_house or @me") == []


def test_a_text_goes_with_its_marks_and_the_preview_of_its_first_link() -> None:
    told = fields("See https://tea.example and #tea")

    assert told["chat_id"] == CHAT
    assert [one["type"] for one in told["entities"]] == ["url", "hashtag"]
    assert told["link_preview_options"] == {"url": "https://tea.example"}


@pytest.mark.parametrize(
    ("preview", "expected"),
    [("none", {"is_disabled": True}),
     ("above", {"url": "https://a.example", "show_above_text": True}),
     ("small", {"url": "https://a.example", "prefer_small_media": True}),
     ("large", {"url": "https://a.example", "prefer_large_media": True})],
)  # fmt: skip
def test_the_preview_is_as_somebody_chose(preview: str, expected: dict[str, Any]) -> None:
    told = fields("Hi", link=LinkCard(url="https://a.example"), options={"preview": preview})

    assert told["link_preview_options"] == expected


def test_a_link_alone_is_told_as_itself() -> None:
    assert fields("", type=PostType.LINK, link=LinkCard(url="https://a.example"))["text"] == (
        "https://a.example"
    )


def test_silence_and_protection_are_said_only_where_they_are_wanted() -> None:
    told = fields(options={"silent": True, "protected": True})

    assert told["disable_notification"] is True
    assert told["protect_content"] is True
    assert not {"disable_notification", "protect_content"} & {*fields()}


def test_a_button_opens_the_link_and_needs_one() -> None:
    told = fields("https://a.example", options={"button": "Read on"})

    (row,) = told["reply_markup"]["inline_keyboard"]
    assert row == [{"text": "Read on", "url": "https://a.example"}]
    with pytest.raises(ChangeIt):
        fields("Nothing to open", options={"button": "Read on"})


def test_one_picture_travels_with_its_caption(tmp_path: Path) -> None:
    call = wire.call(
        parcel("Hi", enclosures=(enclosure(tmp_path),), options={"spoiler": True, "above": True}),
        CHAT,
    )

    assert (call.method, list(call.files)) == ("sendPhoto", ["photo"])
    assert call.fields["caption"] == "Hi"
    assert call.fields["has_spoiler"] is True
    assert call.fields["show_caption_above_media"] is True


@pytest.mark.parametrize(
    ("kind", "method"),
    [(Kind.VIDEO, "sendVideo"), (Kind.GIF, "sendAnimation"), (Kind.DOCUMENT, "sendDocument")],
)
def test_each_kind_of_file_has_its_method(tmp_path: Path, kind: Kind, method: str) -> None:
    call = wire.call(parcel(enclosures=(enclosure(tmp_path, kind),)), CHAT)

    assert call.method == method
    assert ("supports_streaming" in call.fields) == (kind is Kind.VIDEO)


def test_several_files_are_one_album_whose_first_bears_the_caption(tmp_path: Path) -> None:
    files = (enclosure(tmp_path), enclosure(tmp_path, Kind.VIDEO, "b"))
    call = wire.call(parcel("Hi", enclosures=files, handles={files[0].digest: "AgAC1"}), CHAT)

    assert call.method == "sendMediaGroup"
    assert [one["media"] for one in call.fields["media"]] == ["AgAC1", "attach://f1"]
    assert [one.get("caption") for one in call.fields["media"]] == ["Hi", None]
    assert list(call.files) == ["f1"]


def test_a_poll_asks_its_question_and_the_text_describes_it() -> None:
    poll = Poll(choices=("a", "b"), closes_after=timedelta(hours=2), question="Which?")
    told = fields(
        "More on #tea", poll=poll, options={"countries": ["de", "FT"], "members_only": True}
    )

    assert (told["question"], told["description"], told["open_period"]) == (
        "Which?", "More on #tea", 7200,
    )  # fmt: skip
    assert told["country_codes"] == ["DE", "FT"]
    assert told["members_only"] is True
    assert [one["text"] for one in told["options"]] == ["a", "b"]


def test_without_a_question_the_text_is_asked_and_may_not_be_long() -> None:
    told = fields("Which?", poll=Poll(choices=("a", "b")))

    assert told["question"] == "Which?"
    assert "description" not in told
    with pytest.raises(ChangeIt):
        fields("W" * 301, poll=Poll(choices=("a",)))


def test_a_later_part_answers_the_one_before() -> None:
    above = Handle(id=RemoteId(f"{CHAT}/41"))

    assert fields(root=above, parent=above)["reply_parameters"] == {"message_id": 41}


def test_an_edit_says_the_button_again_and_a_poll_stays() -> None:
    said = parcel("https://a.example", options={"button": "Go"})
    text = Receipt(id=RemoteId(f"{CHAT}/1"), extra={"form": "text"})
    poll = Receipt(id=RemoteId(f"{CHAT}/1"), extra={"form": "poll"})

    assert "reply_markup" in wire.correction(said, text, CHAT, 1).fields
    with pytest.raises(ChangeIt):
        wire.correction(said, poll, CHAT, 1)


@pytest.mark.parametrize(
    ("chat", "url"),
    [({"id": CHAT, "username": "tea"}, "https://t.me/tea/7"),
     ({"id": CHAT}, "https://t.me/c/1234567890/7"), ({"id": -55}, "")],
)  # fmt: skip
def test_a_message_is_seen_at_its_address(chat: dict[str, Any], url: str) -> None:
    receipt = wire.receipt({"message_id": 7, "date": 1, "chat": chat, "text": "Hi"})

    assert receipt is not None
    assert (receipt.url, receipt.extra["form"]) == (url, "text")


@pytest.mark.parametrize("told", [None, [], {}, {"message_id": "7"}, True])
def test_what_is_no_message_is_no_receipt(told: object) -> None:
    assert wire.receipt(told) is None


def test_a_name_that_is_not_ours_is_nothing_there() -> None:
    with pytest.raises(Gone):
        wire.place("urn:li:share:1")


@pytest.mark.parametrize(
    ("typed", "chat"),
    [("@teas", "@teas"), ("tea_house", "@tea_house"), ("https://t.me/teas", "@teas"),
     ("t.me/s/teas", "@teas"), ("https://t.me/c/1234567890/15", CHAT), (str(CHAT), CHAT)],
)  # fmt: skip
def test_a_chat_can_be_named_in_many_ways(typed: str, chat: int | str) -> None:
    assert chats.named(typed) == chat


def test_what_names_no_chat_is_said_so() -> None:
    with pytest.raises(SignInAgain):
        chats.named("not a chat!")


def test_channels_and_groups_differ_in_their_options() -> None:
    channel = {one.key for one in NETWORK.at({"type": "channel"}).options}
    group = {one.key for one in NETWORK.at({"type": "supergroup", "forum": True}).options}

    assert channel - group == {"members_only", "countries"}
    assert group - channel == {"named_votes", "topic"}
    assert NETWORK.at({"type": "channel"}).comment is None
    assert NETWORK.at({"type": "channel", "discussion": -1}).comment is not None
