"""The connector against the simulator, over real HTTP on loopback."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.abilities import (
    Checks,
    Converses,
    Counts,
    Edits,
    KnowsItself,
    Looks,
    Prepares,
    Publishes,
    Reads,
    Withdraws,
)
from antiphon.connect.errors import ChangeIt, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.registry import network, readme
from antiphon.connect.values import Live, Prepared, Receipt
from antiphon.networks.wordpress.blocks import rendered
from antiphon.networks.wordpress.tests.sandbox_site import (
    Channel,
    Served,
    parcel,
    picture,
)


def test_the_network_has_all_its_abilities() -> None:
    abilities = (Publishes, Prepares, Looks, Checks, Withdraws, Edits, Reads, Counts, Converses,
                 KnowsItself)  # fmt: skip

    assert [one.__name__ for one in abilities if not network("wordpress").can(one)] == []
    assert "Application Passwords" in readme("wordpress")


def test_a_plain_post_costs_one_request(channel: Channel, requests: list[tuple[str, str]]) -> None:
    channel.send(Verb.PUBLISH, parcel())

    assert [method for method, _path in requests] == ["POST"]


def test_what_is_read_back_is_what_was_sent(channel: Channel, tmp_path: Path) -> None:
    text = "One “two”.\n\n- a\n- b\n\n<b> & [gallery] 🍋"
    enclosures = (picture(tmp_path, "A “green” one"), picture(tmp_path, "", 30))
    receipt = channel.publish(parcel(text=text, enclosures=enclosures))
    live = channel.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert (live.text, live.alts) == (rendered(text), ("A “green” one", ""))
    assert (live.url, live.edited, live.media) == (receipt.url, False, 2)


def test_a_visitor_sees_pictures_terms_and_title(
    site: Served, channel: Channel, tmp_path: Path
) -> None:
    one = picture(tmp_path)
    channel.publish(parcel(enclosures=(one,), labels=("Tea",), options={"categories": "News"}))
    shown = site.simulator.timeline("tea")[0]

    assert (shown.title, shown.options["categories"]) == ("Iced tea & lime", ["News"])
    assert [(m.alt, m.digest) for m in shown.media] == [(one.alt, one.digest)]
    assert shown.options["tags"] == ["Tea"]


@pytest.mark.promise("P2", "F11")
def test_a_post_whose_answer_was_lost_is_found(channel: Channel) -> None:
    sent = parcel()
    assert channel.send(Verb.LOOK, sent) == Absent()
    receipt = channel.publish(sent)

    assert channel.send(Verb.LOOK, sent) == receipt
    assert channel.send(Verb.LOOK, parcel(key="another")) == Absent()


@pytest.mark.promise("P21")
def test_an_answer_that_is_no_json_leaves_us_unsure(site: Served, channel: Channel) -> None:
    site.simulator.quirks.add("warnings_before_json")
    lost, read = channel.send(Verb.PUBLISH, parcel()), channel.send(Verb.LOOK, parcel())
    site.simulator.quirks.clear()

    assert isinstance(lost, LookFirst)
    assert isinstance(read, TryLater)
    assert isinstance(channel.send(Verb.LOOK, parcel()), Receipt)


@pytest.mark.promise("P2")
def test_a_second_equal_post_is_reported_by_both(channel: Channel) -> None:
    first, second = channel.publish(parcel()), channel.publish(parcel())
    found = channel.send(Verb.LOOK, parcel())

    assert isinstance(found, Receipt)
    assert (first.twin, found.id) == ("", first.id)
    assert "taken" in second.twin
    assert second.url in found.twin


@pytest.mark.promise("P2")
def test_a_chosen_address_is_published_from_a_draft(site: Served, channel: Channel) -> None:
    sent = parcel(options={"slug": "Buy me"})
    ready = channel.prepared(sent)
    assert channel.send(Verb.LOOK, ready) == channel.send(Verb.LOOK, sent) == Absent()
    assert site.simulator.timeline() == []
    first, again = channel.send(Verb.PUBLISH, ready), channel.send(Verb.PUBLISH, ready)

    assert isinstance(first, Receipt)
    assert first.url.endswith("/buy-me/")
    assert first == again == channel.send(Verb.LOOK, ready) == channel.send(Verb.LOOK, sent)
    assert len(site.simulator.timeline()) == 1


def test_a_chosen_address_that_is_taken_is_reported(channel: Channel) -> None:
    receipts = [
        channel.publish(parcel(key=key, text=key, options={"slug": "buy"})) for key in ("a", "b")
    ]

    assert [bool(receipt.twin) for receipt in receipts] == [False, True]
    assert receipts[1].url.endswith("/buy-2/")


def test_preparing_again_brings_nothing_twice(
    site: Served, channel: Channel, tmp_path: Path
) -> None:
    sent = parcel(enclosures=(picture(tmp_path),), labels=("R&D", "tea"), options={"slug": "x"})
    first, again = channel.prepared(sent), channel.prepared(sent)
    there = site.simulator.installation.sites["tea"]

    assert first.handles == again.handles
    assert channel.send(Verb.PREPARE, first) == Prepared(handles=first.handles)
    assert (len(there.media), len(there.posts)) == (1, 1)
    assert list(there.terms["tags"].values()) == ["R&D", "tea"]
    assert next(iter(there.media.values())).alt == "A green bottle"


def test_a_post_that_was_never_prepared_brings_what_it_needs(
    channel: Channel, tmp_path: Path
) -> None:
    sent = parcel(enclosures=(picture(tmp_path),), labels=("tea",), options={"slug": "mine"})
    receipt = channel.send(Verb.PUBLISH, sent)

    assert isinstance(receipt, Receipt)
    assert "/mine-" in receipt.url
    assert channel.send(Verb.LOOK, sent) == receipt


def test_an_author_may_not_make_categories(site: Served) -> None:
    author = site.channel("writer", kind="author")
    refused = author.send(Verb.PREPARE, parcel(options={"categories": ["New"]}))
    known = author.send(Verb.PREPARE, parcel(options={"categories": ["uncategorized"]}))

    assert isinstance(refused, ChangeIt)
    assert "New" in str(refused)
    assert known == Prepared(handles={"categories:uncategorized": "1"})


def test_a_file_that_the_site_does_not_allow_is_a_matter_for_a_person(
    channel: Channel, tmp_path: Path
) -> None:
    strange = replace(picture(tmp_path), mime="image/x-strange")

    assert isinstance(channel.send(Verb.PREPARE, parcel(enclosures=(strange,))), ChangeIt)


def test_an_edit_keeps_address_and_state(site: Served, channel: Channel, tmp_path: Path) -> None:
    receipt = channel.publish(parcel())
    changed = parcel(text="Warm.", title="Hot tea", enclosures=(picture(tmp_path, "Steam"),))
    edited = channel.send(Verb.EDIT, changed, receipt=receipt)
    shown = site.simulator.timeline()[0]

    assert isinstance(edited, Receipt)
    assert (edited.id, edited.url) == (receipt.id, receipt.url)
    assert (shown.title, shown.text, shown.media[0].alt) == ("Hot tea", "Warm.", "Steam")


@pytest.mark.parametrize("quirk", ["", "no_trash"])
def test_withdrawing_twice_is_done(site: Served, channel: Channel, quirk: str) -> None:
    site.simulator.quirks |= {quirk} - {""}
    receipt = channel.publish(parcel())
    done = [channel.send(Verb.WITHDRAW, receipt=receipt) for _ in range(2)]

    assert done == [Done(), Done()]
    assert site.simulator.timeline() == []
    assert isinstance(channel.send(Verb.READ, receipt=receipt), Gone)


@pytest.mark.promise("P2")
def test_a_post_that_somebody_threw_away_still_counts_as_arrived(channel: Channel) -> None:
    receipt = channel.publish(parcel())
    channel.send(Verb.WITHDRAW, receipt=receipt)
    found = channel.send(Verb.LOOK, parcel())

    assert isinstance(found, Receipt)
    assert (found.id, found.ready) == (receipt.id, True)


def test_a_post_that_waits_there_is_checked_until_it_shows(site: Served, channel: Channel) -> None:
    receipt = channel.publish(parcel())
    post = site.simulator.installation.sites["tea"].posts[int(receipt.id)]
    post.status = "pending"
    waiting = channel.send(Verb.CHECK, receipt=receipt)
    post.status = "publish"

    assert isinstance(waiting, Receipt)
    assert not waiting.ready
    assert channel.send(Verb.CHECK, receipt=receipt) == receipt
    channel.send(Verb.WITHDRAW, receipt=receipt)
    assert isinstance(channel.send(Verb.CHECK, receipt=receipt), ChangeIt)


@pytest.mark.promise("P20")
@pytest.mark.parametrize("verb", [Verb.PUBLISH, Verb.LOOK])
def test_a_password_that_was_taken_back_asks_to_sign_in_again(
    site: Served, channel: Channel, verb: Verb
) -> None:
    site.simulator.revoke("tea")

    assert isinstance(channel.send(verb, parcel()), SignInAgain)
    with pytest.raises(SignInAgain):
        channel.ask(lambda talk: talk.whoami())


def test_a_user_that_lost_its_rights_is_told_so(site: Served, channel: Channel) -> None:
    site.simulator.installation.users["tea"].role = "contributor"

    assert isinstance(channel.send(Verb.PUBLISH, parcel()), SignInAgain)
    with pytest.raises(SignInAgain, match="may not publish"):
        channel.ask(lambda talk: talk.whoami())


def test_whoami_tells_the_account_with_fresh_rights(channel: Channel) -> None:
    account = channel.ask(lambda talk: talk.whoami())

    assert (account.id, account.name, account.kind) == (channel.address.id, "Tea & Co", "editor")
    assert account.facts == channel.address.facts


@pytest.mark.parametrize(
    "talk",
    [
        lambda c, r: c.send(Verb.EDIT, parcel(), receipt=r),
        lambda c, r: c.send(Verb.READ, receipt=r),
    ],
)
def test_what_was_deleted_for_good_is_gone(
    site: Served, channel: Channel, talk: Callable[[Channel, Receipt], Any]
) -> None:
    receipt = channel.publish(parcel())
    there = site.simulator.installation.sites["tea"]
    there.forget(there.posts[int(receipt.id)])

    assert isinstance(talk(channel, receipt), Gone)
    assert channel.send(Verb.WITHDRAW, receipt=receipt) == Done()
