"""Held against what we did not write: the recorded index of routes, and recorded answers."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Handle, Message, RemoteId, Step
from antiphon.networks.wordpress import comments, wire
from antiphon.networks.wordpress.blocks import seen
from antiphon.networks.wordpress.refusals import refusal
from antiphon.networks.wordpress.root import Found, Root
from antiphon.networks.wordpress.tests.noting import Exchange, Witness
from antiphon.networks.wordpress.tests.sandbox_site import (
    KEY,
    MADE,
    Served,
    Theatre,
    parcel,
    picture,
)

SHARED = Path(os.environ.get("ANTIPHON_SHARED", Path(__file__).parents[6] / "shared"))
SPECS = SHARED / "specs" / KEY
INDEX = SPECS / "wp-json-index-6.1.9.json"
RECORDED = SPECS / "recordings" / "wordpress-6.1.jsonl"
# Arguments that every route takes (REST API handbook, Global Parameters, 2026-11-21).
EVERYWHERE = {"_fields", "_embed", "_method", "rest_route"}
pytestmark = pytest.mark.skipif(
    not INDEX.is_file(), reason=f"the recordings are not at {SPECS}; ANTIPHON_SHARED says where"
)


@cache
def index() -> Any:
    return json.loads(INDEX.read_text(encoding="utf-8"))


@cache
def recorded() -> list[Any]:
    lines = RECORDED.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def answers(path: str, method: str, status: int) -> Iterator[Any]:
    """What was recorded for a route."""
    for one in recorded():
        asked, answered = one["request"], one["response"]
        here = urlsplit(asked["url"]).path.removeprefix("/wp-json")
        if re.fullmatch(path, here) and (asked["method"], answered["status"]) == (method, status):
            yield (answered["body"] or {}).get("json")


@pytest.fixture
def heard(house: Theatre, tmp_path: Path) -> list[Exchange]:
    """Everything that the connector says, once, to the simulator."""
    there = house.served(lambda: datetime.now(MADE.tzinfo))
    witness = Witness(there.simulator)
    house.stage.current = type("Around", (), {"app": witness})()
    say_everything(there, tmp_path)
    return witness.heard


def say_everything(there: Served, folder: Path) -> None:
    channel = there.channel()
    options = {"categories": ["News"], "slug": "new", "format": "aside", "excerpt": "Cold",
               "sticky": True, "comment_status": "open"}  # fmt: skip
    sent = parcel(enclosures=(picture(folder),), labels=("tea",), options=options)
    receipt = channel.publish(sent)
    root = Handle(id=receipt.id)
    said = parcel(key="c", step=Step.COMMENT, text="Ours", root=root, parent=root)
    comment = channel.publish(said)
    channel.publish(parcel(key="plain"))
    for lookout in (sent, said, parcel(key="plain"), parcel(key="never")):
        channel.send(Verb.LOOK, lookout)
    person = Person(id="p", name="Asha")
    reply = Reaction(kind=ReactionKind.REPLY, by=person, account=channel.address.id,
                     post=receipt.id, text="Nice", at=datetime.now(MADE.tzinfo))  # fmt: skip
    there.simulator.react(reply)
    first = channel.ask(lambda talk: talk.answers([receipt.id], ""))
    channel.ask(lambda talk: talk.answers([], first.cursor))
    channel.ask(lambda talk: talk.count([receipt.id]))
    channel.ask(lambda talk: talk.whoami())
    for live in (receipt, comment):
        channel.send(Verb.READ, receipt=live)
        channel.send(Verb.CHECK, receipt=live)
        channel.send(Verb.EDIT, said if live is comment else sent, receipt=live)
        channel.send(Verb.WITHDRAW, receipt=live)
        channel.send(Verb.WITHDRAW, receipt=live)


def arguments(one: Exchange) -> tuple[str, Mapping[str, Any]]:
    """The route of a request and what the recorded index says of its arguments."""
    path = one.path.partition("/wp-json")[2].rstrip("/") or "/"
    for route, found in index()["routes"].items():
        pattern = re.sub(r"\(\?P<(\w+)>", r"(", route)
        if re.fullmatch(pattern, path):
            for endpoint in found["endpoints"]:
                if one.method in endpoint["methods"]:
                    return route, endpoint["args"]
    raise AssertionError(f"{one.method} {path} is no recorded route")


def fitting(value: Any, schema: Mapping[str, Any]) -> Any:
    """A value of the query as the interface reads it."""
    kind = schema.get("type")
    if not isinstance(value, str) or kind == "string":
        return value
    if "array" in (kind or ()):
        items = schema.get("items", {}).get("type")
        return [int(one) if items == "integer" else one for one in value.split(",")]
    return {"integer": lambda: int(value), "boolean": lambda: value == "true"}.get(
        str(kind), lambda: value
    )()


def test_every_argument_that_we_send_exists_and_fits(heard: list[Exchange]) -> None:
    asked = [one for one in heard if "/wp-json" in one.path]
    for one in asked:
        route, known = arguments(one)
        body = one.told if isinstance(one.told, dict) else {}
        for name, value in {**one.query, **body}.items():
            if name in EVERYWHERE:
                continue
            assert name in known, f"{one.method} {route} has no argument {name}"
            schema = dict(known[name])
            if "raw" in (schema.get("properties") or {}):
                # The interface takes a plain text for what it shows in a raw and a rendered form.
                schema = {"type": "string"}
            schema.pop("required", None)
            jsonschema.validate(fitting(value, schema), schema)

    assert {one.method for one in asked} == {"GET", "POST", "DELETE"}


@pytest.mark.parametrize(
    ("path", "method", "status", "was"),
    [
        (r"/wp/v2/posts", "POST", 201, r"/wp/v2/posts"),
        (r"/wp/v2/posts/\d+", "POST", 200, r"/wp/v2/posts/\d+"),
        (r"/wp/v2/posts/\d+", "DELETE", 200, r"/wp/v2/posts/\d+"),
        (r"/wp/v2/posts/\d+", "DELETE", 410, r"/wp/v2/posts/\d+"),
        (r"/wp/v2/media", "POST", 201, r"/wp/v2/media"),
        (r"/wp/v2/media/\d+", "POST", 200, r"/wp/v2/media/\d+"),
        (r"/wp/v2/tags", "POST", 201, r"/wp/v2/tags"),
        (r"/wp/v2/comments", "POST", 201, r"/wp/v2/comments"),
        (r"/wp/v2/users/me", "GET", 200, r"/wp/v2/users/me"),
        (r"/", "GET", 200, r"/"),
    ],
)
def test_the_simulator_answers_in_the_recorded_shape(
    heard: list[Exchange], path: str, method: str, status: int, was: str
) -> None:
    real = next(answers(was, method, status))
    ours = [
        one.answer
        for one in heard
        if (one.method, one.status) == (method, status)
        and re.fullmatch(path, one.path.partition("/wp-json")[2])
    ]

    assert ours
    for told in ours:
        assert differences(told, real) == []


def differences(told: Any, real: Any, place: str = "") -> list[str]:
    """Where a thing has another form than the recorded one."""
    if isinstance(told, dict) and isinstance(real, dict):
        missing = [
            f"{place}.{name}" for name in told if name not in real and place in ("", ".data")
        ]
        shared = [name for name in told if name in real]
        return missing + [
            found
            for name in shared
            for found in differences(told[name], real[name], f"{place}.{name}")
        ]
    same = type(told) is type(real) or {type(told), type(real)} <= {dict, list}
    return [] if same else [f"{place}: {type(told).__name__} is no {type(real).__name__}"]


def posts() -> Iterator[Any]:
    for status in (200, 201):
        yield from answers(r"/wp/v2/posts(/\d+)?", "POST", status)
    for found in answers(r"/wp/v2/posts", "GET", 200):
        yield from found


def test_every_recorded_post_becomes_a_receipt_and_a_live_post() -> None:
    empty = Answer(status=201, headers={}, body=b"", url="", effect=True)
    whole = [one for one in posts() if "status" in one]
    receipts = [wire.receipt_of(one, one["slug"], empty) for one in whole]
    live = [wire.live(one) for one in whole if "content" in one]

    assert len(whole) >= 6
    assert all(one.id.isdecimal() and one.url and not one.twin for one in receipts)
    assert {one.ready for one in receipts} == {True, False}
    assert {"Hi", "x"} <= {one.text for one in live}


def test_every_recorded_comment_becomes_a_message() -> None:
    listed = answers(r"/wp/v2/comments", "GET", 200)
    made = answers(r"/wp/v2/comments", "POST", 201)
    told = [*made, *(one for page in listed for one in page)]
    heard_ = [comments.message(one) for one in told]

    assert len(heard_) >= 3
    assert all(isinstance(one, Message) and one.text and one.about for one in heard_)
    guest = next(one for one in heard_ if one and one.author_id.startswith("guest:"))
    assert "\nTo get started" in guest.text
    assert "<" not in seen(guest.text).text


def test_every_recorded_refusal_of_the_interface_has_a_remedy() -> None:
    # These two are read where they occur, as an answer and not as a refusal.
    elsewhere = {"term_exists", "rest_post_invalid_page_number"}
    unread = []
    for one in recorded():
        response = one["response"]
        told = (response["body"] or {}).get("json")
        if response["status"] >= 400 and told and told["code"] not in elsewhere:
            body = json.dumps(told).encode()
            status = response["status"]
            answer = Answer(status=status, headers={}, body=body, url="", effect=True)
            unread += [told["code"]] if refusal(answer) is None else []

    assert unread == []


def test_the_recorded_index_tells_where_to_approve_us() -> None:
    found = Found(Root("http://127.0.0.1:8081/wp-json/"), index())

    assert found.authorization.endswith("/wp-admin/authorize-application.php")
    assert found.authority == "127.0.0.1:8081"
    assert Found(found.root, {}).authorization == ""


def test_a_recorded_twin_is_seen() -> None:
    told = next(one for one in posts() if one.get("slug") == "smo-delivery-r1-2")
    empty = Answer(status=201, headers={}, body=b"", url="", effect=True)

    assert "smo-delivery-r1" in wire.receipt_of(told, "smo-delivery-r1", empty).twin
    assert RemoteId("17") == wire.receipt_of(told, "smo-delivery-r1", empty).id
