"""The connector at a house of feeds, and what readers see."""

import json
import time
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from antiphon.connect.errors import ChangeIt, Gone, SignInAgain
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import Kind, LinkCard, Live, PostType, Receipt, RemoteId
from antiphon.networks.feeds import wire
from antiphon.networks.feeds.tests.served_house import (
    Channel,
    Served,
    enclosure,
    parcel,
)

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(house: Served) -> list[str]:
    """What the feed's readers see, newest first."""
    _status, _headers, body = house.get("/news.json")
    return [one.get("title", one["content_text"]) for one in json.loads(body)["items"]]


def test_an_item_is_read_by_everybody_in_three_forms(house: Served, channel: Channel) -> None:
    files = (enclosure(Kind.IMAGE, "image/png", "A “glass”"), enclosure(Kind.VIDEO, "video/mp4"))
    sent = parcel(
        type=PostType.ARTICLE, title="Iced tea", enclosures=files, labels=("tea",),
        link=LinkCard(url="https://b.example/"), options={"summary": "Short"},
    )  # fmt: skip
    receipt = channel.publish(sent)
    atom = fromstring(house.get("/news.atom")[2])
    (item,) = json.loads(house.get("/news.json")[2])["items"]

    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == "Iced tea"
    assert [one["title"] for one in item["attachments"][:1]] == ["A “glass”"]
    assert 'alt="A “glass”"' in item["content_html"]
    assert (item["external_url"], item["summary"]) == ("https://b.example/", "Short")
    assert b"<item>" in house.get("/news.rss")[2]
    assert house.get(f"/news/items/{receipt.id}.html")[0] == 200


@pytest.mark.promise("P2")
def test_a_late_repeat_brings_back_neither_old_words_nor_what_was_taken_out(
    house: Served, channel: Channel
) -> None:
    first = channel.publish(parcel(title="Old"))
    channel.send(Verb.EDIT, parcel(title="New"), receipt=first)
    again = channel.publish(parcel(title="Old"))

    assert (again.id, titles(house)) == (first.id, ["New"])
    assert channel.send(Verb.WITHDRAW, receipt=first) == Done()
    assert isinstance(channel.send(Verb.PUBLISH, parcel(title="Old")), Gone)
    assert titles(house) == []


def test_an_edit_keeps_name_and_day_and_changes_updated(house: Served, channel: Channel) -> None:
    receipt = channel.publish(parcel(title="Old"))
    before = json.loads(house.get("/news.json")[2])["items"][0]
    time.sleep(1.1)
    edited = channel.send(Verb.EDIT, parcel(title="New"), receipt=receipt)
    after = json.loads(house.get("/news.json")[2])["items"][0]

    assert edited == receipt
    assert (before["id"], before["date_published"]) == (after["id"], after["date_published"])
    assert before["date_modified"] < after["date_modified"]


def test_what_is_gone_is_gone_and_again_is_no_error(channel: Channel) -> None:
    receipt = channel.publish(parcel())

    assert [channel.send(Verb.WITHDRAW, receipt=receipt) for _ in range(2)] == [Done(), Done()]
    for verb, what in ((Verb.READ, None), (Verb.EDIT, parcel())):
        assert isinstance(channel.send(verb, what, receipt=receipt), Gone)
    never = Receipt(id=RemoteId("never"))
    assert channel.send(Verb.WITHDRAW, receipt=never) == Done()
    assert isinstance(channel.send(Verb.EDIT, parcel(), receipt=never), Gone)
    assert channel.send(Verb.LOOK, parcel(key="other")) == Absent()


def test_files_are_read_back_with_their_alternative_texts(channel: Channel) -> None:
    files = (enclosure(Kind.IMAGE, "image/png", "One"), enclosure(Kind.DOCUMENT, "application/pdf"))
    receipt = channel.publish(parcel(enclosures=files))
    live = channel.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert (live.text, live.media, live.alts) == ("Cold.\n\nVery cold.", 2, ("One",))
    assert not live.edited


def test_an_item_that_does_not_fit_is_named(channel: Channel) -> None:
    refused = channel.send(Verb.PUBLISH, parcel(labels=tuple(map(str, range(60)))))

    assert isinstance(refused, ChangeIt)
    assert refused.problem is not None
    assert refused.problem.field == "labels"


def test_an_unchanged_feed_is_not_sent_again(house: Served, channel: Channel) -> None:
    channel.publish(parcel())
    _status, about, _body = house.get("/news.atom")

    assert house.get("/news.atom", If_None_Match=about["etag"])[0] == 304
    assert house.get("/news.atom", If_None_Match=f'"x", W/{about["etag"]}')[0] == 304
    assert house.get("/news.atom", If_Modified_Since=about["last-modified"])[0] == 304
    assert house.get("/news.atom", If_None_Match='"other"')[0] == 200
    channel.publish(parcel(key="second"))
    assert house.get("/news.atom", If_None_Match=about["etag"])[0] == 200
    assert 'rel="self"' in about["link"]


def test_a_hub_that_fails_fails_nothing_else(house: Served) -> None:
    there = house.channel("hubbed", hub="http://127.0.0.1:9/hub")
    receipt = there.publish(parcel())
    until = time.monotonic() + 10
    while len(house.simulator.doors.pings) < 3 and time.monotonic() < until:
        time.sleep(0.05)

    assert there.send(Verb.LOOK, parcel()) == receipt
    assert [took for _topic, took in house.simulator.doors.pings] == [False] * 3
    assert 'rel="hub"' in house.get("/hubbed.atom")[1]["link"]


def test_a_feed_does_not_open_with_the_token_of_another(house: Served, channel: Channel) -> None:
    other = house.channel("other")
    mixed = replace(other.address.credential, secrets=channel.address.credential.secrets)
    thief = Channel(house.office, replace(other.address, credential=mixed))

    assert isinstance(thief.send(Verb.PUBLISH, parcel()), SignInAgain)
    assert isinstance(thief.send(Verb.LOOK, parcel()), SignInAgain)
    assert house.simulator.timeline() == []


def test_what_nobody_keeps_is_not_there(house: Served) -> None:
    for path in ("/nobody.atom", "/nobody", "/nobody/items/a", "/nobody/items/a.html", "/a/b/c"):
        assert house.get(path)[0] == 404


def test_the_permanent_id_depends_on_nothing_but_the_parcel() -> None:
    ids = {wire.permanent_id(parcel(key=f"0197-{n}")) for n in range(500)}

    assert len(ids) == 500
    assert wire.permanent_id(parcel()) == wire.permanent_id(parcel(text="Other", title="x"))
