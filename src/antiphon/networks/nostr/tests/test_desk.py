"""Signing in with a key, and files on a media server."""

from dataclasses import replace
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, NetworkError, SignInAgain, TryLater
from antiphon.connect.post_office import PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.values import PostType, Prepared
from antiphon.networks.nostr import bech32
from antiphon.networks.nostr.tests.trial import KEY, Here, parcel, picture, sign_in


@pytest.mark.parametrize("typed", ["", "nsec1", "npub1" + "q" * 58, "zz" * 32, "00" * 32, "secret"])
def test_what_is_no_private_key_is_said(us: Here, office: PostOffice, typed: str) -> None:
    with pytest.raises(SignInAgain):
        sign_in(office, us.address.server, key=typed)


def test_a_key_is_taken_in_both_spellings_and_shown_in_none(us: Here, office: PostOffice) -> None:
    key = us.simulator.world.key("tea")
    hexed = key.secret.reveal()

    for typed in (hexed, hexed.upper(), bech32.plain("nsec", hexed), f" {hexed}\n"):
        grant = sign_in(office, us.address.server, key=typed)
        (account,) = grant.accounts
        assert (account.id, account.name) == (key.public, "Tea & Co")
        assert account.handle == bech32.plain("npub", key.public)
        assert hexed not in repr(grant)
        assert hexed not in repr(key)


def test_relays_and_the_media_server_are_kept_as_addresses(us: Here, office: PostOffice) -> None:
    key = us.simulator.world.key("tea").secret.reveal()
    typed = {"relays": "wss://one.example, two.example/in/", "media": "media.example"}

    (account,) = sign_in(office, us.address.server, key=key, **typed).accounts

    assert account.facts["relays"] == ["https://one.example", "https://two.example/in"]
    assert account.facts["media"] == "https://media.example"
    with pytest.raises(ChangeIt):
        sign_in(office, us.address.server, key=key, relays="ftp://one.example")


def test_the_accounts_own_list_of_relays_counts(both: Here) -> None:
    assert [one.rpartition("/")[2] for one in both.address.facts["relays"]] == ["second"]
    assert both.ask(lambda it: it.whoami()).facts == both.address.facts


def test_without_a_media_server_there_are_no_files(us: Here, tmp_path: Path) -> None:
    bare = network(KEY).at({**us.address.facts, "media": ""})
    assert not {PostType.IMAGES, PostType.VIDEO, PostType.GIF, PostType.REEL} & set(bare.posts)
    assert bare.posts[PostType.ARTICLE].media is None

    us.address = replace(us.address, facts={**us.address.facts, "media": ""})
    file = parcel(type=PostType.IMAGES, enclosures=(picture(tmp_path),))
    assert isinstance(us.send(Verb.PREPARE, file), FixSetup)


def test_what_a_relay_announces_bounds_the_text() -> None:
    small = network(KEY).at({"max_content": 900, "max_message": 2_000})
    assert small.posts[PostType.TEXT].text.limit == 500
    assert small.posts[PostType.IMAGES].media == network(KEY).posts[PostType.IMAGES].media


@pytest.mark.parametrize(
    ("status", "remedy"),
    [(401, SignInAgain), (402, FixSetup), (403, FixSetup), (404, FixSetup), (409, TryLater),
     (411, FixSetup), (413, ChangeIt), (415, ChangeIt), (429, TryLater), (500, TryLater)],
)  # fmt: skip
def test_each_refusal_of_a_media_server_has_its_remedy(
    us: Here, tmp_path: Path, status: int, remedy: type[NetworkError]
) -> None:
    us.simulator.world.media_habits.add(status)
    given = parcel(type=PostType.IMAGES, enclosures=(picture(tmp_path),))

    assert type(us.send(Verb.PREPARE, given)) is remedy


def test_a_file_that_is_there_already_is_not_brought_twice(us: Here, tmp_path: Path) -> None:
    given = parcel(type=PostType.IMAGES, enclosures=(picture(tmp_path),))

    first, again = us.send(Verb.PREPARE, given), us.send(Verb.PREPARE, given)

    assert isinstance(first, Prepared)
    assert first == again
    assert len(us.simulator.world.files) == 1
