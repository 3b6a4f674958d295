"""Held against what we did not write: Google's discovery documents."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.post_office import Verb
from antiphon.connect.values import LinkCard, PostType
from antiphon.networks.google_business.tests import witness
from antiphon.networks.google_business.tests.town import (
    Passage,
    Town,
    answer,
    event,
    offer,
    parcel,
)

pytestmark = witness.needed


@pytest.fixture
def spoken(town: Town, tmp_path: Path) -> Town:
    """Everything that the connector and the desk can do, done once."""
    card = LinkCard(url="https://example.org/")
    sent = [
        parcel(language="de"),
        parcel(type=PostType.LINK, link=card),
        parcel(type=PostType.IMAGES, enclosures=(town.picture(tmp_path),)),
        parcel(options={"button": "CALL"}),
        offer(coupon="TEA2", terms="One each", redeem="https://example.org/"),
        *(event(repeats=name, repeats_until="2027-02-01") for name in ("daily", "weekly")),
        event(repeats="monthly", repeats_until="2027-02-01"),
    ]
    us = town.place()
    sent.append(answer(town.review(us, "Lovely tea.")))
    for one in reversed(sent):
        receipt = town.tell(us, one)
        town.ask(Verb.LOOK, us, parcel=one)
        town.ask(Verb.READ, us, receipt=receipt)
        town.ask(Verb.EDIT, us, receipt=receipt, parcel=parcel(text="Other"))
        town.clock[0] += timedelta(minutes=1)
        town.review(us)
        town.hear(us)
        town.ask(Verb.WITHDRAW, us, receipt=receipt)
        us = town.place()
    town.office.ask(us, lambda connector: connector.whoami())
    return town


def calls(town: Town) -> Iterator[tuple[str, str, Passage]]:
    """Host, path and the rest of every call that a document knows."""
    for one in town.watch.passed:
        path = one.path.removeprefix("/google_business")
        host = ""
        if path.startswith("/-/"):
            host, _slash, path = path.removeprefix("/-/").partition("/")
        if host in witness.DOCUMENTS:
            yield host, path, one


def test_every_request_is_in_googles_documents(spoken: Town) -> None:
    wrong: list[str] = []
    for host, path, call in calls(spoken):
        found = witness.method(host, call.method, path)
        assert found, (call.method, path)
        name, told = found
        known = set(told.get("parameters", {}))
        wrong += [f"{name}?{one}" for one in set(call.query) - known]
        takes, _gives = witness.shapes(host, name, told)
        assert bool(call.sent) == bool(takes), name
        wrong += witness.complaints(host, takes, call.body, sent=True)

    assert wrong == []


def test_every_answer_of_the_simulator_is_in_googles_documents(spoken: Town) -> None:
    wrong: list[str] = []
    for host, path, call in calls(spoken):
        found = witness.method(host, call.method, path)
        assert found
        _takes, gives = witness.shapes(host, *found)
        if call.status == 200:
            wrong += witness.complaints(host, gives, json.loads(call.answer))

    assert wrong == []


def test_every_method_that_we_use_was_held_against_them(spoken: Town) -> None:
    found = {
        (witness.method(host, one.method, path) or ("",))[0] for host, path, one in calls(spoken)
    }

    assert {".".join(name.split(".")[-2:]) for name in found} == {
        "accounts.list", "locations.list", "locations.get", *witness.BODIES,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("LocalPost", {"title": "No such field"}),
        ("LocalPost", {"topicType": "PARTY"}),
        ("LocalPost", {"media": {"mediaFormat": "PHOTO"}}),
        ("LocalPost", {"media": [{"mediaFormat": "GIF"}]}),
        ("LocalPost", {"event": {"schedule": {"startDate": {"hour": 1}}}}),
        ("RecurrenceInfo", {"weeklyPattern": {"daysOfWeek": ["SOMEDAY"]}}),
        ("LocalPost", {"state": "LIVE"}),
    ],
)
def test_the_documents_object_to_what_they_do_not_know(schema: str, told: dict[str, Any]) -> None:
    assert list(witness.complaints("", schema, told, sent=True))


def test_the_documents_know_no_other_paths() -> None:
    assert witness.method("", "POST", "/v4/accounts/1/locations/2/products") is None
    assert witness.method("", "PUT", "/v4/accounts/1/locations/2/localPosts/3") is None


def test_there_are_no_recorded_answers_and_what_was_left_out_is_named() -> None:
    left = {
        "businessprofileperformance.v1": "daily figures of a place are not asked for",
        "mybusinesslodging.v1": "facts of hotels are not touched",
        "mybusinessnotifications.v1": "reviews are asked for, not pushed",
        "mybusinessplaceactions.v1": "links of a place are not touched",
        "mybusinessverifications.v1": "whether a place may speak stands in its metadata",
        "pubsub.v1": "reviews are asked for, not pushed",
    }
    held = {Path(name).stem for name in witness.DOCUMENTS.values()}

    assert {path.stem for path in witness.SPECS.glob("*.json")} == held | set(left)
