"""Looking goes through lists page by page, and only reads."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.values import Parcel, Receipt
from antiphon.networks.youtube import looking, wire
from antiphon.networks.youtube.tests.lines import Us

Video = Callable[..., Parcel]


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of the newest videos hold two."""
    monkeypatch.setattr(looking, "FULL", 2)


@pytest.mark.usefixtures("short_pages")
def test_an_older_page_of_the_newest_is_looked_through(us: Us, video: Video) -> None:
    given = video()
    receipt = us.publish(given)
    for _other in range(3):
        us.publish(video())

    found = us.ask(Verb.LOOK, parcel=given)

    assert isinstance(found, Receipt)
    assert found.id == receipt.id


@pytest.mark.usefixtures("short_pages")
def test_a_look_ends_after_four_pages(us: Us, video: Video) -> None:
    given = video()
    us.publish(given)
    for _other in range(8):
        us.publish(video())
    us.line.requests.clear()

    assert us.ask(Verb.LOOK, parcel=given) == Absent()
    assert len(us.line.requests) == 8


@pytest.mark.promise("P2")
def test_looking_only_reads(us: Us, video: Video) -> None:
    ready = us.prepared(video())
    us.line.requests.clear()

    for parcel in (ready, replace(ready, handles={})):
        us.ask(Verb.LOOK, parcel=parcel)

    assert {method for method, _path in us.line.requests} == {"GET"}


def test_a_deleted_video_is_not_found(us: Us, video: Video) -> None:
    ready = us.prepared(video())
    us.server.world.remove(us.server.world.videos[ready.handles[wire.VIDEO]])

    assert us.ask(Verb.LOOK, parcel=ready) == Absent()


def test_an_empty_channel_is_looked_through(us: Us, video: Video) -> None:
    assert us.ask(Verb.LOOK, parcel=video()) == Absent()


def test_the_list_of_uploads_is_asked_for_where_it_is_not_known(us: Us, video: Video) -> None:
    given = video()
    receipt = us.publish(given)
    us.address = replace(us.address, facts={})

    found = us.ask(Verb.LOOK, parcel=given)

    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_more_comments_than_one_page_holds_are_heard(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    for number in range(103):
        us.reply(receipt.id, f"Comment {number}")

    heard = us.talk(lambda one: one.answers([receipt.id], ""))

    assert len(heard.messages) == 103
    assert us.talk(lambda one: one.answers([receipt.id], heard.cursor)).messages == []


def test_hidden_followers_are_no_reading(us: Us) -> None:
    us.server.world.channels[us.address.id].facts["channel"] = "none"

    assert us.talk(lambda one: one.count([us.address.id])) == []
