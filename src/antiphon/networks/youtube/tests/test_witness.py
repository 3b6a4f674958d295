"""Held against what we did not write: Google's discovery document."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from antiphon.connect.post_office import Verb
from antiphon.connect.values import PostType, Receipt, RemoteId
from antiphon.networks.youtube import uploads
from antiphon.networks.youtube.tests import witness
from antiphon.networks.youtube.tests.lines import (
    Exchange,
    Recorder,
    Us,
    comment,
    film,
    parcel,
    picture,
)

pytestmark = witness.needed

ALL_OPTIONS = {
    "privacy": "unlisted", "category": "27", "license": "creativeCommon", "kids": "no",
    "embeddable": False, "figures": False, "synthetic": True, "paid": True, "notify": False,
    "recorded": "2026-05-01",
}  # fmt: skip


@pytest.fixture
def spoken(
    someone: Callable[..., Us], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[Exchange]:
    """Everything that the connector can do, done once."""
    monkeypatch.setattr(uploads, "PIECE", 262_144)
    us = someone()
    recorder = cast("Recorder", us.server.app)
    recorder.exchanges.clear()
    videos(us, tmp_path)
    comments(us, us.publish(parcel(enclosures=(film(tmp_path),))))
    us.talk(lambda one: one.whoami())
    refusals(us, tmp_path)
    return recorder.exchanges


def videos(us: Us, folder: Path) -> None:
    """Uploaded, published, looked for, checked, read, changed, taken back."""
    (playlist,) = us.server.world.channels[us.address.id].playlists
    files = (film(folder, 600_000), picture(folder))
    options = {**ALL_OPTIONS, "playlist": playlist}
    given = parcel(enclosures=files, options=options, labels=("green tea",), language="de")
    receipt = us.publish(given)
    us.publish(parcel(type=PostType.REEL, enclosures=(film(folder),)))
    us.ask(Verb.LOOK, parcel=given)
    us.ask(Verb.LOOK, parcel=us.prepared(given))
    us.talk(lambda one: one.count([receipt.id, us.address.id]))
    for verb in (Verb.CHECK, Verb.READ, Verb.WITHDRAW):
        us.ask(verb, receipt=receipt)
        if verb is Verb.READ:
            us.ask(Verb.EDIT, receipt=receipt, parcel=replace(given, text="Better."))


def comments(us: Us, video: Receipt) -> None:
    """First and answering, ours and others'."""
    first = us.publish(comment(video))
    answer = us.publish(comment(first, "And second."))
    for number in range(7):
        us.reply(first.id, f"Answer {number}")
    us.talk(lambda one: one.answers([video.id], ""))
    for below in (video, first):
        us.ask(Verb.LOOK, parcel=comment(below))
    us.ask(Verb.EDIT, receipt=answer, parcel=parcel("Better."))
    for verb in (Verb.CHECK, Verb.READ, Verb.WITHDRAW):
        us.ask(verb, receipt=answer)


def refusals(us: Us, folder: Path) -> None:
    """Some that are refused, too."""
    ready = us.prepared(parcel(enclosures=(film(folder),)))
    us.ask(Verb.PUBLISH, parcel=replace(ready, title="x" * 101))
    us.ask(Verb.WITHDRAW, receipt=Receipt(id=RemoteId("nowherenow_")))
    us.server.world.quirks.add("forgetful")
    us.ask(Verb.PREPARE, parcel=replace(ready, handles={**ready.handles, "session": "x"}))
    us.server.revoke(us.handle)
    us.ask(Verb.PUBLISH, parcel=ready)


def is_session(one: Exchange) -> bool:
    """Pieces go to an address that Google names; no method of the document describes them."""
    return one.method == "PUT" and "upload_id" in dict(one.query)


def described(spoken: list[Exchange]) -> list[Exchange]:
    """The calls that the discovery document describes; the token endpoint is another's."""
    return [one for one in spoken if not is_session(one) and not one.path.startswith("/-/")]


def wrong(one: Exchange) -> Iterator[str]:
    """What a call and its answer break of the discovery document."""
    method = witness.method_of(one.method, one.path)
    yield from witness.wrong_query(method, one.query)
    yield from witness.wrong_parts(method, one.query)
    is_json = one.headers.get("content-type", "").startswith("application/json")
    if is_json:
        yield from witness.wrong_body(method, json.loads(one.body), asked=True)
    if one.status < 300 and dict(one.query).get("uploadType") != "resumable":
        yield from witness.wrong_body(method, one.json(), asked=False)


def test_all_that_is_asked_and_answered_is_in_the_discovery_document(
    spoken: list[Exchange],
) -> None:
    found = [f"{one.method} {one.path}: {say}" for one in described(spoken) for say in wrong(one)]

    assert found == []
    assert len(described(spoken)) > 40


def test_every_method_that_we_use_was_held_against_it(spoken: list[Exchange]) -> None:
    used = {witness.method_of(one.method, one.path)["id"] for one in described(spoken)}

    assert used == {
        f"youtube.{one}" for one in (
            "channels.list", "playlists.list", "videoCategories.list", "playlistItems.list",
            "playlistItems.insert", "videos.list", "videos.insert", "videos.update",
            "videos.delete", "videos.batchGetStats", "thumbnails.set", "commentThreads.list",
            "commentThreads.insert", "comments.list", "comments.insert", "comments.update",
            "comments.delete",
        )
    }  # fmt: skip


def test_our_one_scope_allows_every_method_that_we_use(spoken: list[Exchange]) -> None:
    scope = "https://www.googleapis.com/auth/youtube.force-ssl"
    used = [witness.method_of(one.method, one.path) for one in described(spoken)]

    assert [one["id"] for one in used if scope not in one["scopes"]] == []


def test_no_section_is_named_that_is_not_sent(spoken: list[Exchange]) -> None:
    for one in described(spoken):
        if one.method in {"POST", "PUT"} and one.path.endswith("/videos"):
            assert dict(one.query)["part"].split(",") == [
                name for name in json.loads(one.body) if name != "id"
            ]


def test_pieces_and_their_answers_have_the_form_of_the_protocol(spoken: list[Exchange]) -> None:
    pieces = [one for one in spoken if is_session(one)]

    assert {one.status for one in pieces} >= {200, 308}
    for one in pieces:
        span, _slash, total = one.headers["content-range"].removeprefix("bytes ").partition("/")
        assert total.isdecimal()
        if span != "*":
            start, end = map(int, span.split("-"))
            assert end + 1 - start == len(one.body)
            assert len(one.body) % 262_144 == 0 or end + 1 == int(total)
        if one.status == 308:
            assert re.fullmatch(r"bytes=0-\d+|", one.told.get("range", ""))
        elif one.status == 200:
            assert witness.wrong_resource("Video", one.json()) == []


def test_refusals_have_the_form_of_recorded_ones(spoken: list[Exchange]) -> None:
    told = [one.json()["error"] for one in described(spoken) if one.status >= 400]
    known = witness.recorded("fixtures/error_response.json")["error"]

    assert len(told) >= 3
    for error in told:
        assert set(known) <= set(error)
        assert set(known["errors"][0]) <= set(error["errors"][0])


def test_the_document_objects_to_what_it_does_not_know() -> None:
    update = witness.methods()["youtube.videos.update"]
    listing = witness.methods()["youtube.videos.list"]
    body = {"id": "x", "snippet": {"colour": "red"}, "status": {"privacyStatus": "friends"}}

    assert len(witness.wrong_body(update, body, asked=True)) == 2
    assert witness.wrong_body(update, {"snippet": {}}, asked=True)
    assert len(list(witness.wrong_query(listing, [("maxResults", "500"), ("q", "x")]))) == 3
    assert list(witness.wrong_parts(listing, [("part", "colour")]))
    with pytest.raises(AssertionError):
        witness.method_of("PATCH", "/youtube/v3/videos")
