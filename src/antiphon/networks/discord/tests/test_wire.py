"""Our values as Discord's messages and back, without a server."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, Gone, SignInAgain
from antiphon.connect.network import Network
from antiphon.connect.problems import problems
from antiphon.connect.rules import ProofKind
from antiphon.connect.values import Handle, LinkCard, Poll, PostType, Receipt, RemoteId
from antiphon.networks.discord import channels, pace, wire
from antiphon.networks.discord.rules import MEGABYTE
from antiphon.networks.discord.tests.lines import NETWORK, enclosure, parcel

BOT: dict[str, Any] = {"driver": "bot", "channel_type": 0}


def keys(network: Network) -> set[str]:
    return {one.key for one in network.options}


@pytest.mark.parametrize(
    ("chosen", "parse"),
    [(None, []), ("none", []), ("people", ["users"]), ("roles", ["users", "roles"]),
     ("everyone", ["users", "roles", "everyone"])],
)  # fmt: skip
def test_nobody_is_called_unless_somebody_chose_it(chosen: str | None, parse: list[str]) -> None:
    options = {"mentions": chosen} if chosen else {}
    told = wire.message(parcel("Hi @everyone", options=options))

    assert told["allowed_mentions"] == {"parse": parse, "replied_user": False}


def test_flags_say_what_is_suppressed() -> None:
    assert wire.message(parcel(options={"silent": True, "no_preview": True}))["flags"] == 4100
    assert "flags" not in wire.message(parcel())


def test_a_file_has_its_words_and_a_name_of_its_own(tmp_path: Path) -> None:
    files = (enclosure(tmp_path, alt="A cup"), enclosure(tmp_path, name="b"))
    told = wire.message(parcel(enclosures=files, options={"spoiler": True}))

    assert told["attachments"] == [
        {"id": "0", "filename": "file0.png", "description": "A cup", "is_spoiler": True},
        {"id": "1", "filename": "file1.png", "is_spoiler": True},
    ]


def test_a_link_has_a_card_unless_the_text_holds_it() -> None:
    card = LinkCard(url="https://a.example", title="A", description="About a")

    shown = wire.message(parcel("Read", type=PostType.LINK, link=card))
    assert shown["embeds"] == [{"title": "A", "url": card.url, "description": "About a"}]
    assert "embeds" not in wire.message(parcel("Read https://a.example", link=card))
    bare = wire.message(parcel("Read", link=LinkCard(url="https://a.example")))
    assert bare["embeds"] == [{"title": card.url, "url": card.url}]


def test_an_article_is_all_card(tmp_path: Path) -> None:
    file = enclosure(tmp_path)
    said = parcel("Long", type=PostType.ARTICLE, title="News", enclosures=(file,),
                  link=LinkCard(url="https://a.example"))  # fmt: skip
    told = wire.message(said)

    assert told["content"] == ""
    assert told["embeds"] == [
        {"title": "News", "description": "Long", "url": "https://a.example",
         "image": {"url": "attachment://file0.png"}},
    ]  # fmt: skip


def test_a_poll_asks_its_question_or_the_text() -> None:
    poll = Poll(choices=("a", "b"), closes_after=timedelta(hours=3), multiple=True)

    told = wire.message(parcel("Which?", poll=poll))
    assert told["content"] == ""
    assert told["poll"]["question"] == {"text": "Which?"}
    assert (told["poll"]["duration"], told["poll"]["allow_multiselect"]) == (3, True)
    apart = wire.message(parcel("Tell us", poll=Poll(choices=("a",), question="Which?")))
    assert (apart["content"], apart["poll"]["question"]["text"]) == ("Tell us", "Which?")


@pytest.mark.promise("P2")
def test_the_key_is_the_same_for_the_same_parcel_and_short_enough() -> None:
    said = parcel()

    assert wire.nonce(said) == wire.nonce(said) != wire.nonce(parcel())
    assert len(wire.nonce(said)["nonce"]) == 25
    assert wire.nonce(said)["enforce_nonce"] is True


def test_a_later_part_answers_the_one_before() -> None:
    above = Handle(id=RemoteId("77/88"))

    assert wire.reference(parcel(parent=above)) == {
        "message_reference": {"channel_id": "77", "message_id": "88"}
    }


@pytest.mark.parametrize(
    ("given", "name"),
    [({"options": {"thread_name": "Mine"}, "title": "T"}, "Mine"), ({"title": "T"}, "T"),
     ({"text": "\nFirst line\nSecond"}, "First line"), ({"text": "x" * 300}, "x" * 100)],
)  # fmt: skip
def test_a_post_in_a_forum_is_called_something(given: dict[str, Any], name: str) -> None:
    assert wire.thread(parcel(**given), {})["name"] == name


def test_a_post_in_a_forum_without_words_needs_a_title() -> None:
    with pytest.raises(ChangeIt):
        wire.thread(parcel(""), {})


def test_an_edit_keeps_files_and_never_touches_a_poll(tmp_path: Path) -> None:
    said = parcel(enclosures=(enclosure(tmp_path),), options={"silent": True, "no_preview": True})
    told = wire.correction(said, Receipt(id=RemoteId("1/2")))

    assert "attachments" not in told
    assert (told["flags"], told["embeds"]) == (4, [])
    with pytest.raises(ChangeIt):
        wire.correction(said, Receipt(id=RemoteId("1/2"), extra={"form": "poll"}))


def test_a_number_says_when_it_was_given() -> None:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

    assert wire.moment(wire.number(at)) == at
    assert wire.moment("175928847299117063") == datetime(2016, 4, 30, 11, 18, 25, 796000, UTC)


@pytest.mark.parametrize("name", ["", "12", "a/b", "urn:li:share:1"])
def test_a_name_that_is_not_ours_is_nothing_there(name: str) -> None:
    with pytest.raises(Gone):
        wire.place(name)


@pytest.mark.parametrize("cursor", ["", "strange", "[1]", '{"a": "b"}'])
def test_a_strange_cursor_begins_anew(cursor: str) -> None:
    assert wire.heard(cursor) == {}


def test_a_channel_can_be_named_by_its_address() -> None:
    id = "1234567890123456789"

    assert channels.named(f"https://discord.com/channels/9876543210987654321/{id}") == id
    assert channels.named(id) == id
    with pytest.raises(SignInAgain):
        channels.named("#general")


def test_what_can_be_chosen_depends_on_the_channel() -> None:
    text, news = NETWORK.at(BOT), NETWORK.at({**BOT, "channel_type": 5})
    forum = NETWORK.at({**BOT, "channel_type": 15, "tags": {"News": "1"}, "needs_tag": True})
    hook = NETWORK.at({"driver": "webhook"})

    assert keys(news) - keys(text) == {"crosspost"}
    assert keys(forum) - keys(text) == {"tags", "thread_name"}
    assert keys(text) - keys(forum) == {"thread"}
    assert keys(hook) == keys(text) | {"thread_name"}
    untagged = problems(parcel(), forum)
    assert [one.field for one in untagged] == ["options.tags"]
    assert problems(parcel(options={"tags": ["News"]}), forum) == []


def test_a_webhook_proves_nothing_and_a_forum_has_no_key() -> None:
    hook, proof = NETWORK.at({"driver": "webhook"}), NETWORK.proof

    assert (hook.proof.kind, hook.proof.repeat) == (ProofKind.NONE, None)
    assert (hook.thread, hook.comment) == (None, None)
    assert proof.repeat_where(BOT)
    assert not proof.repeat_where({**BOT, "channel_type": 15})


def test_a_boosted_server_takes_larger_files() -> None:
    rule = NETWORK.at({**BOT, "max_bytes": 50 * MEGABYTE}).posts[PostType.IMAGES].media

    assert rule
    assert {one.max_bytes for one in rule.files.values()} == {50 * MEGABYTE}


@pytest.mark.promise("F26", "F29")
def test_what_is_left_of_a_bucket_is_read_from_headers() -> None:
    at = datetime.now(UTC)
    told = {"x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "1.250",
            "x-ratelimit-bucket": "b"}  # fmt: skip

    (one,) = pace.read(told, at)

    assert (one.left, one.resets_at - at) == (0, timedelta(seconds=1.25))
    assert not one.whole_application
    assert pace.read({**told, "x-ratelimit-global": "true"}, at)[0].whole_application
    assert pace.read({}, at) == pace.read({**told, "x-ratelimit-reset-after": "soon"}, at) == []
