"""The simulated network keeps the real one's rules, and bears load."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from antiphon.connect.post_office import Letter, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Metric, Receipt
from antiphon.networks.bluesky import records
from antiphon.networks.bluesky.simulator import Simulator, sessions
from antiphon.networks.bluesky.simulator.rules import check
from antiphon.networks.bluesky.simulator.world import Refused
from antiphon.networks.bluesky.tests.builders import Trial, parcel, reaction

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TID = "3n2s3pbuzz5t4"


@pytest.fixture
def alone() -> Simulator:
    return Simulator(base="http://127.0.0.1:1/bluesky", now=lambda: NOW)


def post(**given: Any) -> dict[str, Any]:
    return {**records.post(parcel()), **given}


IMAGE = {"$type": "blob", "ref": {"$link": "bafy"}, "mimeType": "image/png", "size": 1}


def images(*pictures: dict[str, Any]) -> dict[str, Any]:
    return post(embed={"$type": "app.bsky.embed.images", "images": list(pictures)})


WRONG = [
    (post(text="a" * 301), "grapheme too big (maximum 300, got 301) at $.record.text"),
    (post(text="👨‍👩‍👧‍👦" * 121), "string too big (maximum 3000, got 3025) at $.record.text"),
    (post(langs=["a"] * 4), "array too big (maximum 3, got 4) at $.record.langs"),
    (post(tags=["a"] * 9), "array too big (maximum 8, got 9) at $.record.tags"),
    (post(createdAt="2026-01-01"), "Invalid datetime"),
    (post(reply={"root": {}}), 'Missing required key "root"'),
    ({"$type": records.POST, "text": "x"}, 'Missing required key "createdAt" at $.record'),
    (images(*[{"image": IMAGE, "alt": ""}] * 5), "array too big (maximum 4, got 5)"),
    (images({"image": IMAGE}), 'Missing required key "alt"'),
    (images({"image": {**IMAGE, "mimeType": "video/mp4"}, "alt": ""}), 'Expected "image/*"'),
    (images({"image": {**IMAGE, "size": 2_000_001}, "alt": ""}), "blob too big"),
    (images({"image": IMAGE, "alt": ""}), "Could not find blob: bafy"),
]


@pytest.mark.parametrize(("record", "words"), WRONG, ids=lambda it: str(it)[:20])
def test_what_the_real_one_refuses_is_refused_in_its_words(
    alone: Simulator, record: dict[str, Any], words: str
) -> None:
    alone.open_account("ana", "Ana")
    account = next(iter(alone.world.accounts.values()))

    with pytest.raises(Refused, match=r".") as refused:
        check(account, records.POST, TID, record)

    assert words in refused.value.message


def test_a_record_key_must_be_a_time(alone: Simulator) -> None:
    alone.open_account("ana", "Ana")

    with pytest.raises(Refused, match="Invalid TID string"):
        check(next(iter(alone.world.accounts.values())), records.POST, "delivery-1", post())


def test_opening_twice_finds_the_same_account(alone: Simulator) -> None:
    first, again = alone.open_account("Ana", "Ana"), alone.open_account("ana.test", "Ana")

    assert first == again
    assert first.handle == "ana.test"


def test_after_a_revocation_the_account_opens_with_a_new_password(alone: Simulator) -> None:
    before = alone.open_account("ana", "Ana")
    alone.revoke("ana")
    with pytest.raises(Refused):
        sessions.create(alone.world, {"identifier": "ana.test", "password": ""})

    after = alone.open_account("ana", "Ana")

    assert after.id == before.id
    assert after.given["app_password"] != before.given["app_password"]


def test_making_where_something_stands_fails_as_the_real_one_fails(
    trial: Trial, post_by_hand: Callable[..., int]
) -> None:
    body = {"repo": trial.address.id, "collection": records.POST, "rkey": TID, "record": post()}

    assert post_by_hand("com.atproto.repo.createRecord", body) == 200
    assert post_by_hand("com.atproto.repo.createRecord", body) == 500
    assert post_by_hand("com.atproto.repo.putRecord", {**body, "swapRecord": None}) == 200
    assert post_by_hand("app.bsky.nothing", body) == 501
    somebody = {**body, "repo": "did:plc:somebody"}
    assert post_by_hand("com.atproto.repo.putRecord", somebody) == 401
    assert len(trial.simulator.timeline()) == 1


@pytest.fixture
def post_by_hand(trial: Trial) -> Callable[..., int]:
    def send(name: str, body: dict[str, Any]) -> int:
        async def talk(connector: Any) -> int:
            allow = tuple(range(400, 600))
            answer = await connector.xrpc.do(name, body, allow=allow)
            return int(answer.status)

        return int(trial.ask(talk))

    return send


def test_people_show_up_where_the_network_would_show_them(trial: Trial) -> None:
    receipt = trial.publish(parcel())
    trial.simulator.react(reaction(ReactionKind.LIKE, trial.address, receipt.id))
    said = trial.simulator.react(
        reaction(ReactionKind.REPLY, trial.address, receipt.id, text="Yes.")
    )
    trial.simulator.react(reaction(ReactionKind.VIEW, trial.address, receipt.id))
    trial.simulator.react(reaction(ReactionKind.REPLY, trial.address, None, text="@alice hello"))

    everything = trial.simulator.timeline()
    assert [one.text for one in everything] == ["Hello.", "Yes.", "@alice hello"]
    assert everything[1].id == said
    assert everything[1].parent == receipt.id
    assert everything[0].counts[Metric.LIKES] == 1
    assert everything[0].counts[Metric.REPLIES] == 1
    heard = trial.ask(lambda it: it.answers([], ""))
    assert [one.about for one in heard.messages] == [receipt.id, None]
    assert heard.messages[0].author.startswith("ana-souza-")


def test_thousands_of_posts_do_not_slow_it_down(trial: Trial) -> None:
    def burst(start: int) -> float:
        letters = [
            Letter(key=str(n), verb=Verb.PUBLISH, address=trial.address, parcel=parcel(key=f"{n}"))
            for n in range(start, start + 200)
        ]
        began = time.monotonic()
        outcomes = [outcome for batch in trial.office.send(letters) for _key, outcome in batch]
        assert all(isinstance(outcome, Receipt) for outcome in outcomes)
        return time.monotonic() - began

    first = burst(0)
    account = trial.simulator.world.accounts[str(trial.address.id)]
    for n in range(10_000):
        record = post(text=f"{n}")
        uri = f"at://{account.did}/{records.POST}/{records.record_key(f'x{n}', NOW)}"
        trial.simulator.world.store(account, uri, f"b{n}", record)

    assert burst(200) < 3 * first + 0.5
    assert len(trial.simulator.timeline("alice")) == 10_400
