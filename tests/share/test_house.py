"""The house of feeds of this installation, spoken to by the very network that was made for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from antiphon.connect.errors import Gone, SignInAgain
from antiphon.connect.network import Network
from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Absent, Done, Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import networks
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Address, Live, Parcel, Receipt
from antiphon.share import actions, queries
from antiphon.share.models import Feed
from tests import builders as a

pytestmark = pytest.mark.django_db(transaction=True)


def of_feeds() -> Network:
    """The network whose accounts are feeds, known by what its sign-in asks for."""
    asked = {
        frozenset(field.key for field in way.fields): one
        for one in networks()
        for way in one.sign_ins
    }
    return asked[frozenset({"feed", "token"})]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A post office that may speak to this machine."""
    opened = PostOffice(guard=Guard(allow_private=True))
    yield opened
    opened.close()


def connected(office: PostOffice, server: str, feed: Feed, token: str) -> Address:
    """A channel on that feed."""
    found = of_feeds()
    (way,) = found.sign_ins
    given = {"feed": feed.slug, "token": token}
    grant: Grant = office.sign_in(
        found, way, lambda desk: desk.enter(given), app=App(), server=f"{server}/feeds"
    )
    (account,) = grant.accounts
    return Address(channel="c", network=found.key, server=f"{server}/feeds", id=account.id,
                   handle=account.handle, credential=grant.credential)  # fmt: skip


@pytest.mark.promise("P2")
def test_a_post_goes_out_once_is_changed_read_and_taken_back(
    live_server: LiveServer, office: PostOffice, settings: Any
) -> None:
    settings.PUBLIC_URL = live_server.url
    feed, token = actions.make_feed(a.member(), "Tea & Co", "house-news")
    address = connected(office, live_server.url, feed, token.reveal())
    parcel = Parcel(key="k1", made_at=datetime.now(UTC), text="Cold.", title="Tea")

    def send(verb: Verb, parcel: Parcel | None = None, **given: Any) -> Outcome:
        letter = Letter(key="1", verb=verb, address=address, parcel=parcel, **given)
        return next(office.send([letter]))[0][1]

    assert send(Verb.LOOK, parcel) == Absent()
    first, again = send(Verb.PUBLISH, parcel), send(Verb.PUBLISH, replace(parcel, text="Other"))
    assert isinstance(first, Receipt)
    assert first == again == send(Verb.LOOK, parcel)
    assert send(Verb.EDIT, replace(parcel, text="Warm."), receipt=first) == first
    live = send(Verb.READ, receipt=first)
    assert isinstance(live, Live)
    assert (live.text, [entry.text for entry in queries.newest(feed)]) == ("Warm.", ["Warm."])
    assert [send(Verb.WITHDRAW, receipt=first) for _ in range(2)] == [Done(), Done()]
    assert isinstance(send(Verb.PUBLISH, parcel), Gone)
    assert queries.newest(feed) == []


def test_a_wrong_token_asks_to_sign_in_again(live_server: LiveServer, office: PostOffice) -> None:
    feed, _token = actions.make_feed(a.member(), "Tea & Co", "house-locked")
    with pytest.raises(SignInAgain):
        connected(office, live_server.url, feed, "wrong")
