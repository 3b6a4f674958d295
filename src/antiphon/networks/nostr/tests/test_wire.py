"""Events, keys and addresses, without any relay."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, NetworkError, SignInAgain, TryLater
from antiphon.connect.values import Handle, LinkCard, PostType, RemoteId
from antiphon.kernel.secret import Secret
from antiphon.networks.nostr import bech32, events, keys, wire
from antiphon.networks.nostr.keys import Key
from antiphon.networks.nostr.refusals import RELAYS, of_relay
from antiphon.networks.nostr.tests.trial import parcel, picture

KEY = Key(Secret("01" * 32))
RELAY = "https://relay.example"
# The examples of NIP-19 (nips @db5fe3d).
NPUB = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg"
NPUB_HEX = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"
NSEC = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5"
NSEC_HEX = "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa"
NPROFILE = (
    "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7mgpz4mhx"
    "ue69uhkg6nzv9ejuumpv34kytnrdaksjlyr9p"
)


def test_keys_are_read_and_written_as_people_know_them() -> None:
    assert bech32.read(NPUB).id == NPUB_HEX
    assert bech32.plain("npub", NPUB_HEX) == NPUB
    assert bech32.read(NSEC).id == NSEC_HEX
    assert bech32.read(f"nostr:{NSEC.upper()}").prefix == "nsec"
    found = bech32.read(NPROFILE)
    assert found.id == "3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d"
    assert found.relays == ("wss://r.x.com", "wss://djbas.sadkb.com")


def test_an_event_is_named_with_where_it_is() -> None:
    written = bech32.event("ab" * 32, author=NPUB_HEX, relays=["wss://r.x.com"])

    found = bech32.read(written)

    assert (found.id, found.author, found.relays) == ("ab" * 32, NPUB_HEX, ("wss://r.x.com",))


@pytest.mark.parametrize("wrong", ["", "1", NPUB[:-1], NPUB[:-1] + "q", NPUB.replace("8", "B"),
                                   "abc1qqqqqq", "npub1" + "b" * 20, "n" * 6_000])  # fmt: skip
def test_what_is_not_whole_is_refused(wrong: str) -> None:
    with pytest.raises(bech32.NotAnEntityError):
        bech32.read(wrong)


def test_the_same_parcel_is_always_the_same_event() -> None:
    given = parcel('Grüße 🎉 "quoted" \\ and\nlines\t#Tea', key="k")

    first, again = (events.signed(given, KEY, RELAY) for _turn in range(2))

    assert first == again
    assert keys.is_true(first)
    assert not keys.is_true({**first, "content": "other"})
    assert not keys.is_true({**first, "sig": "00" * 64})
    nonsense: list[Any] = [{}, [], None, {**first, "id": 3}]
    assert not any(keys.is_true(wrong) for wrong in nonsense)


def test_hashtags_people_and_posts_in_the_text_can_be_found() -> None:
    note = bech32.plain("note", "cd" * 32)
    text = (
        f"#Tea and #été, no &#39; or a#b, not #1; by nostr:{NPUB}, see nostr:{note}, nostr:npub1x"
    )

    event = events.signed(parcel(text, labels=("Coffee",), language="de-AT"), KEY, RELAY)

    assert event["tags"] == [["p", NPUB_HEX], ["q", "cd" * 32], ["t", "tea"], ["t", "été"],
                             ["t", "coffee"], ["L", "ISO-639-1"],
                             ["l", "de", "ISO-639-1"]]  # fmt: skip


def test_a_link_stands_below_a_text_that_does_not_name_it() -> None:
    link = LinkCard(url="https://example.com/a")

    assert events.content(parcel("See", link=link)) == "See\n\nhttps://example.com/a"
    assert events.content(parcel("See https://example.com/a", link=link)).count("example") == 1


def test_a_file_is_described_and_its_address_is_no_text(tmp_path: Path) -> None:
    file = picture(tmp_path, "A dot")
    given = parcel("Look", type=PostType.IMAGES, enclosures=(file,),
                   handles={file.digest: "https://m.example/x"})  # fmt: skip

    event = events.signed(given, KEY, RELAY)

    assert event["content"] == "Look\n\nhttps://m.example/x"
    assert wire.said(event) == "Look"
    assert wire.attached(event)[0] == {
        "url": "https://m.example/x", "m": "image/png", "x": file.digest, "dim": "1x1",
        "size": str(file.size), "alt": "A dot",
    }  # fmt: skip


def test_a_third_part_names_the_first_and_the_second() -> None:
    root = Handle(id=RemoteId("aa" * 32), extra={"author": KEY.public, "kind": "1"})
    parent = Handle(id=RemoteId("bb" * 32), extra={"author": KEY.public, "kind": "1"})

    event = events.signed(parcel("Three", root=root, parent=parent), KEY, RELAY)

    assert event["tags"] == [
        ["e", "aa" * 32, "wss://relay.example", "root", KEY.public],
        ["e", "bb" * 32, "wss://relay.example", "reply", KEY.public],
        ["p", KEY.public],
    ]
    assert (events.root_of(event), events.parent_of(event)) == ("aa" * 32, "bb" * 32)


@pytest.mark.parametrize(
    ("tags", "root", "parent"),
    [
        ([], "", ""),
        ([["e", "1"]], "1", "1"),
        ([["e", "1"], ["e", "2"]], "1", "2"),  # unmarked: by their places (NIP-10)
        ([["e", "1", "", "root"]], "1", "1"),
        ([["e", "2", "", "reply"], ["e", "1", "", "root"]], "1", "2"),
    ],
)
def test_old_and_new_ways_to_answer_are_understood(
    tags: list[list[str]], root: str, parent: str
) -> None:
    event = {"kind": 1, "tags": tags}

    assert (events.root_of(event), events.parent_of(event)) == (root, parent)


def test_addresses_of_relays_are_read_as_ours_and_written_as_theirs() -> None:
    assert events.web_of("wss://relay.example/in/") == "https://relay.example/in"
    assert events.web_of("ws://127.0.0.1:7/") == "http://127.0.0.1:7"
    assert events.socket_of("https://relay.example/in") == "wss://relay.example/in"
    assert [events.web_of(one) for one in ("ftp://x", "relay", "http://[", "")] == [""] * 4


def test_the_newest_list_counts_and_what_is_only_read_is_left_out() -> None:
    old = KEY.sign(10002, [["r", "wss://old.example"]], "", at=1)
    told = [["r", "wss://a.example", "write"], ["r", "wss://b.example", "read"],
            ["r", "wss://c.example/"], ["r"], ["r", "nonsense"]]  # fmt: skip
    new = KEY.sign(10002, told, "", at=2)

    found = wire.listed([new, old], events.RELAYS, KEY.public)

    assert found == ["https://a.example", "https://c.example"]


@pytest.mark.parametrize("content", ["", "[]", '{"name": 3}', '{"name": " "}', "[" * 100_000])
def test_a_profile_that_makes_no_sense_is_none(content: str) -> None:
    event = KEY.sign(0, [], content, at=1)

    assert wire.named(wire.profile([event], KEY.public)) == ""
    assert wire.account([event], KEY.public, {}).name.startswith("npub1")


@pytest.mark.parametrize(
    ("word", "remedy"),
    [("invalid", ChangeIt), ("blocked", ChangeIt), ("mute", TryLater), ("rate-limited", TryLater),
     ("error", TryLater), ("restricted", SignInAgain), ("auth-required", SignInAgain),
     ("pow", FixSetup)],
)  # fmt: skip
def test_each_word_of_a_relay_has_its_remedy(word: str, remedy: type[NetworkError]) -> None:
    assert type(of_relay(f"{word}: the relay's own words")) is remedy
    assert "own words" not in str(of_relay(f"{word}: the relay's own words"))
    assert word in RELAYS
    assert type(of_relay("something new")) is TryLater


def test_a_cursor_of_nonsense_begins_anew() -> None:
    assert wire.known("")[0] == wire.known("x y")[0] == 0
    at = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp())
    event = KEY.sign(1, [["e", "ab" * 32]], "Hi", at=at)
    heard = wire.letters([event], "", ["ab" * 32], {})
    assert (heard.messages[0].about, heard.messages[0].parent) == ("ab" * 32, "ab" * 32)
    assert wire.letters([event], heard.cursor, [], {}).messages == []
    assert json.dumps(heard.cursor)
