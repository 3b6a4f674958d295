"""Held against what we did not write: Meta's collection of requests and recorded answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer
from antiphon.connect.oauth import App
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Address, Kind, LinkCard, Poll, PostType, Receipt, Targeting
from antiphon.kernel.secret import Secret
from antiphon.networks.threads import NETWORK, desk, reading, wire
from antiphon.networks.threads.containers import WHY
from antiphon.networks.threads.simulator import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.threads.tests import witness
from antiphon.networks.threads.tests.conftest import Town, below, form, parcel

pytestmark = witness.needed

OPTIONS = {"topic": "Tea", "replies": "everyone", "approvals": True, "location": "7", "quote": "8"}


@pytest.fixture
def spoken(town: Town, tmp_path: Path) -> Town:
    """Everything that the connector and the desk can do, done once."""
    us = town.profile()
    picture, film = town.file(tmp_path), town.file(tmp_path, Kind.VIDEO)
    sent = [
        parcel(options=OPTIONS, targeting=Targeting(countries=("DE", "FR"))),
        parcel(options={"vanishes": True}),
        parcel(type=PostType.LINK, link=LinkCard(url="https://example.org")),
        parcel(type=PostType.POLL, poll=Poll(choices=("Yes", "No"))),
        parcel(type=PostType.IMAGES, enclosures=(picture,), options={"spoiler": True}),
        parcel(type=PostType.VIDEO, enclosures=(film,)),
        parcel(type=PostType.CAROUSEL, enclosures=(picture, film)),
        parcel(type=PostType.ARTICLE, title="On tea", text="Long. " * 900),
    ]
    for one in sent:
        ready = town.prepare(us, one)
        receipt = town.tell(us, ready)
        town.react(us, receipt, ReactionKind.REPLY, "Hm")
        town.tell(us, parcel(**below(receipt)))
        for verb, what in ((Verb.LOOK, {"parcel": ready}), (Verb.READ, {"receipt": receipt})):
            town.ask(verb, us, **what)
        hear(town, us, receipt)
        town.ask(Verb.LOOK, us, parcel=parcel(**below(receipt)))
        town.ask(Verb.WITHDRAW, us, receipt=receipt)
    town.office.ask(us, lambda connector: connector.whoami())
    travel(town, us.id)
    return town


def hear(town: Town, us: Address, receipt: Receipt) -> None:
    """Counts and answers."""
    town.office.ask(us, lambda connector: connector.count([receipt.id, us.id]))
    town.office.ask(us, lambda connector: connector.answers([receipt.id], ""))


def travel(town: Town, person: str) -> None:
    """The journey, and renewing what it brought."""
    app = App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET), redirect_uri="https://x.t/")
    code = "AQ1"
    town.simulator.world.codes[code] = (person, app.redirect_uri)

    def at_desk(talk: Any) -> Any:
        return town.office.sign_in(NETWORK, NETWORK.sign_ins[0], talk, app=app, server=town.server)

    grant = at_desk(lambda one: one.arrive({}, {"code": code}))
    for token in town.simulator.world.tokens.values():
        token.made_at = token.made_at.replace(year=2020)
    at_desk(lambda one: one.refresh(grant.credential))


def test_every_request_is_one_of_metas_collection(spoken: Town) -> None:
    known, wrong = witness.requests(), []
    for call in spoken.recorder.calls:
        place = witness.place(call["method"], call["path"])
        wrong += [f"{place}: {name}" for name in set(form(call)) - known.get(place, set())]
        wrong += [] if place in known else [str(place)]

    assert wrong == []
    assert len(spoken.recorder.calls) > 80


def test_every_call_that_we_use_was_held_against_it(spoken: Town) -> None:
    found = {witness.place(call["method"], call["path"]) for call in spoken.recorder.calls}

    assert found == {
        ("POST", "oauth/access_token"), ("GET", "access_token"), ("GET", "refresh_access_token"),
        ("GET", "debug_token"), ("GET", "{}"), ("POST", "{}/threads"),
        ("POST", "{}/threads_publish"), ("GET", "{}/threads_publishing_limit"),
        ("GET", "{}/threads"), ("GET", "{}/replies"), ("GET", "{}/mentions"),
        ("GET", "{}/conversation"), ("GET", "{}/insights"), ("GET", "{}/threads_insights"),
        ("DELETE", "{}"),
    }  # fmt: skip


def test_the_collection_objects_to_what_it_does_not_know() -> None:
    assert ("POST", "{}/wall") not in witness.requests()
    assert "picture" not in witness.requests()["POST", "{}/threads"]
    assert "likes" not in witness.fields("threads")


def test_every_field_that_we_ask_for_and_that_we_are_told_is_metas(spoken: Town) -> None:
    lists = {"conversation": "replies", "replies": "replies", "threads": "threads",
             "mentions": "threads", "threads_publishing_limit": "quota"}  # fmt: skip
    things = witness.fields("threads") | witness.fields("profile") | witness.fields("container")
    wrong = set()
    for call in spoken.recorder.calls:
        edge = call["path"].rpartition("/")[2]
        if call["method"] != "GET" or "fields" not in call["query"]:
            continue
        known = witness.fields(lists[edge]) if edge in lists else things
        told = json.loads(call["answer"])
        for one in told["data"] if edge in lists else [told]:
            wrong |= (set(one) | set(call["query"]["fields"].split(","))) - known - witness.UNTOLD

    assert wrong == set()


def container(told: Any) -> Any:
    assert told["status"] == "FINISHED" or WHY[told["error_message"]]
    return told["id"]


def quota(told: Any) -> Any:
    [one] = told["data"]
    return one["config"]["quota_total"] == 250 and one["reply_config"]["quota_total"] == 1_000


def figures(told: Any) -> Any:
    return list(reading.readings(wire.identity("7"), told))  # type: ignore[arg-type]


def all_live(told: Any) -> Any:
    return all(live.id and live.made_at for live in map(reading.live, told["data"]))


def all_heard(told: Any) -> Any:
    return all(reading.message(one, None) for one in told["data"])


def as_answer(told: Any) -> Answer:
    return Answer(status=200, headers={}, body=json.dumps(told).encode(), url="", effect=True)


READ: dict[str, Callable[[Any], Any]] = {
    "Exchange the Code For a Token": lambda told: desk._token(as_answer(told)),
    "Get Long-Lived Access Token": lambda told: desk._token(as_answer(told)),
    **dict.fromkeys(
        ("1.1 Create Text Container", "1.2 Create Image Container", "1.3 Create Video Container",
         "2. Publish Threads Post", "1.1 Create an Image Item Container",
         "1.2 Create a Video Item Container", "2. Create a Carousel Container",
         "3. Publish a Carousel Container", "1. Create Media Container",
         "2. Publish Threads Quote Post", "Respond to Replies", "Control Who Can Reply"),
        lambda told: wire.named(as_answer(told)),
    ),
    "Get App-Scoped User's Profile Information": reading.account,
    "Get Threads Post Details": reading.live,
    "Get a List of All a User's Threads": all_live,
    "Get a List of All a User's Replies": all_live,
    "Get Threads Replies": all_heard,
    "Get Threads Conversations": all_heard,
    "Get Mentioned Threads Posts": all_heard,
    "Get Post Insights": figures,
    "Get Account Insights": figures,
    "Check Container's Publishing Status": container,
    "Retrieve Publishing Quota Limit": quota,
}  # fmt: skip
LEFT_OUT = {
    "Get App Access Token": "nothing here needs a token of the app",
    "Repost Threads Post": "we share nothing of others",
    "Hide Replies": "hiding is not done here",
    "Delete Threads Post": "its success is its status",
    "Search for Threads Posts": "searching is not done here",
    "Embed a Threads Post": "embedding is not done here",
}
EMPTY = {"Refresh Access Token", "Search for Locations", "Retrieve Threads Location",
         "Get Public Threads User's Profile Information", "Debug Access Token",
         "Retrieve a List of a Public Profile's Threads"}  # fmt: skip


def test_every_sample_answer_of_the_collection_is_read_or_left_out_for_a_reason() -> None:
    read, left = 0, 0
    for name, told in witness.answers():
        if told is None:
            assert name in EMPTY, name
        elif name in LEFT_OUT:
            left += 1
        else:
            assert READ[name](told), name
            read += 1

    assert (read, left) == (25, 6)


def test_every_recorded_answer_is_read_or_raises_its_remedy() -> None:
    posts = witness.recorded("restfb/threads/basic-list-reply.json")
    assert all_heard(posts)
    live = reading.live(witness.recorded("restfb/threads/basic-media.json"))
    assert (live.text, live.id) == ("Today Is Monday", "1234567")
    assert reading.live(witness.recorded("restfb/threads/media-with-poll.json")).id == "1234567"
    for name in ("threads_user_token", "threads_user_long_lived_token"):
        told = witness.recorded(f"pyfacebook_testdata/base/{name}.json")
        assert desk._token(as_answer(told)).startswith("THQ")


def test_a_recorded_container_that_failed_must_be_changed(town: Town, tmp_path: Path) -> None:
    told = witness.recorded("restfb/threads/media-container-error.json")
    us, film = town.profile(), town.file(tmp_path, Kind.VIDEO)
    town.simulator.gate.making.spoils = told["error_message"]
    sent = parcel(type=PostType.VIDEO, enclosures=(film,))
    begun: Any = town.ask(Verb.PREPARE, us, parcel=sent)

    outcome = town.ask(Verb.PREPARE, us, parcel=parcel(type=PostType.VIDEO, handles=begun.handles))

    assert isinstance(outcome, ChangeIt)
    assert str(outcome) == WHY[told["error_message"]]


def test_nothing_that_was_recorded_was_overlooked() -> None:
    met = {"basic-list-reply", "basic-media", "media-with-poll", "media-container-error",
           "threads_user_token", "threads_user_long_lived_token"}  # fmt: skip
    left = {
        "signature_vectors": "no calls of Meta to us are heard",
        "webhook_samples": "no calls of Meta to us are heard",
        "ThreadsUser": "two fields of the Graph API that ours does not have",
        "enum_types_subset": "an empty list",
        Path(witness.COLLECTION).stem: "held above",
    }

    assert {path.stem for path in witness.SPECS.rglob("*.json")} == met | set(left)
