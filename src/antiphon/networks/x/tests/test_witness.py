"""The connector and the simulator against what we did not write: X's specification, recordings."""

import email
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from antiphon.connect.post_office import PostOffice, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Handle, Poll, Prepared, RemoteId
from antiphon.networks.x import reading
from antiphon.networks.x.simulator import Quirks
from antiphon.networks.x.tests.lines import Line, file, film, parcel
from antiphon.networks.x.tests.recorder import Exchange
from antiphon.networks.x.tests.witness import read, shared

SPEC = "openapi-2.166.json"
NEXT_SPEC = "openapi-2.167.json"
"""Renames fields of answers that the wire still calls by their old names; bodies hold for both."""
NOT_IN_IT = ("/2/oauth2/", "/-/")
BOB = Person(id="bob", name="Bob")
ME = RemoteId("1072250532645998596")


def broken(schema: dict[str, Any], found: Any, spec: str = SPEC) -> list[str]:
    """How something breaks a schema of the specification."""
    whole = {"allOf": [schema], "components": read(spec)["components"]}
    return [f"{list(one.path)}: {one.message}" for one in Draft4Validator(whole).iter_errors(found)]


def operation(one: Exchange, spec: str = SPEC) -> dict[str, Any]:
    paths, method = read(spec)["paths"], one.method.lower()
    if method in paths.get(one.path, {}):
        return dict(paths[one.path][method])
    for path, methods in paths.items():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
        if method in methods and re.fullmatch(pattern, one.path):
            return dict(methods[method])
    raise AssertionError(f"{one.method} {one.path} is not in the specification")


def parameters(one: Exchange) -> dict[str, Any]:
    shared_ones = read(SPEC)["components"]["parameters"]
    listed = operation(one).get("parameters", [])
    found = [shared_ones[it["$ref"].rpartition("/")[2]] if "$ref" in it else it for it in listed]
    return {it["name"]: it["schema"] for it in found}


def wrong_question(one: Exchange) -> Iterator[str]:
    known = parameters(one)
    for name, value in one.query:
        schema = known.get(name, {"not": {}})
        typed: Any = value.split(",") if schema.get("type") == "array" else value
        yield from broken(schema, int(value) if schema.get("type") == "integer" else typed)
    yield from wrong_body(one)


def wrong_body(one: Exchange, spec: str = SPEC) -> list[str]:
    kind = one.headers.get("content-type", "").partition(";")[0]
    forms = operation(one, spec).get("requestBody", {}).get("content", {})
    if not one.body:
        return []
    if kind not in forms:
        return [f"{kind} is not in the specification"]
    sent = one.asked() if kind == "application/json" else fields(one)
    return broken(forms[kind]["schema"], sent, spec)


def fields(one: Exchange) -> dict[str, Any]:
    """The fields of a form; numbers as numbers, files as texts."""
    head = f"Content-Type: {one.headers['content-type']}\r\n\r\n".encode()
    found: dict[str, Any] = {}
    for part in email.message_from_bytes(head + one.body).get_payload():
        name = str(part.get_param("name", header="content-disposition"))  # type: ignore[union-attr]
        text = part.get_payload(decode=True).decode("latin-1")  # type: ignore[union-attr]
        found[name] = int(text) if name == "segment_index" else text[:100]
    return found


def wrong_answer(one: Exchange) -> Iterator[str]:
    answers = operation(one)["responses"]
    if str(one.status) in answers:
        yield from broken(
            answers[str(one.status)]["content"]["application/json"]["schema"], one.json()
        )
        return
    if one.told["content-type"] != "application/problem+json" or one.status < 400:
        yield f"{one.status} {one.told['content-type']} is not in the specification"
    yield from problem(one.json())


def problem(found: dict[str, Any]) -> Iterator[str]:
    schema = read(SPEC)["components"]["schemas"]["Problem"]
    kind = schema["discriminator"]["mapping"].get(found.get("type"), "#/components/schemas/Problem")
    yield from broken({"$ref": kind}, found)


def everything(line: Line, tmp_path: Path) -> None:
    """Whatever the connector can ask, and whatever is refused."""
    first = line.publish(parcel("First & <last> example.com"))
    root = Handle(id=first.id)
    line.publish(parcel("Part", root=root, parent=root, options={"made_with_ai": True}))
    line.publish(
        parcel("Poll?", poll=Poll(choices=("a", "b")), options={"reply_settings": "verified"})
    )
    line.publish(parcel("Quote", options={"quote": first.id, "paid_partnership": True}))
    pictures = (file(tmp_path, "a.png"), file(tmp_path, "b.png", alt=""))
    shown = line.publish(parcel("Pictures", enclosures=pictures, options={"warning": "other"}))
    line.publish(parcel("Film", enclosures=(film(tmp_path, 9_000_000),)))
    line.send(Verb.LOOK, parcel("Pictures", enclosures=pictures))
    line.send(Verb.READ, receipt=shown)
    line.send(Verb.READ, receipt=replace(first, id=RemoteId("1")))
    line.send(Verb.EDIT, parcel("Edited"), first)
    reply = Reaction(kind=ReactionKind.REPLY, by=BOB, account=line.address.id, post=shown.id,
                     text="Hi", at=datetime.now(UTC))  # fmt: skip
    line.server.react(reply)
    cursor = line.ask(lambda one: one.answers([], "")).cursor
    line.ask(lambda one: one.answers([], cursor))
    line.ask(lambda one: one.count([first.id, shown.id, RemoteId("1")]))
    line.ask(lambda one: one.whoami())
    for _twice in range(2):
        line.send(Verb.WITHDRAW, receipt=shown)


def refused(line: Line) -> None:
    """Every quirk in turn."""
    given = parcel("Refused $AAA $BBB")
    modes: list[dict[str, Any]] = [
        {"no_credits": "old"}, {"no_credits": "new"}, {"capped": "Daily"}, {"capped": "Monthly"},
        {"suspended": True}, {"self_serve": True}, {"limits": {"create": 0}},
    ]  # fmt: skip
    for mode in modes:
        line.server.quirks = Quirks(**mode)
        # An office of its own: what closes the application would close it for the next, too.
        alone = replace(line, office=PostOffice(guard=Guard(allow_private=True)))
        alone.send(Verb.PUBLISH, given)
        alone.office.close()
    line.server.quirks = Quirks()
    line.publish(parcel("Twice"))
    line.send(Verb.PUBLISH, parcel("Twice"))
    line.send(Verb.PUBLISH, parcel("x" * 300))
    line.send(Verb.PUBLISH, parcel("Lost", parent=Handle(id=RemoteId("1"))))
    line.server.revoke(line.handle)
    line.send(Verb.PUBLISH, given)


def test_all_that_is_asked_and_answered_is_as_specified(
    someone: Callable[..., Line], tmp_path: Path
) -> None:
    line = someone(subscription_type="Premium")
    shared(SPEC)
    line.recorder.exchanges.clear()

    everything(line, tmp_path)
    refused(line)

    talked = [one for one in line.recorder.exchanges if not one.path.startswith(NOT_IN_IT)]
    wrong = [
        f"{one.method} {one.path} {one.status} {said}"
        for one in talked
        for said in (*wrong_question(one), *wrong_answer(one))
    ]
    assert len({(one.method, one.path.split("/")[2], one.status) for one in talked}) > 10
    assert wrong == []
    assert [said for one in talked for said in wrong_body(one, NEXT_SPEC)] == []


def test_the_coming_names_are_understood(line: Line) -> None:
    line.server.quirks.post_names = True
    parent = line.publish(parcel("Root"))
    given = parcel("Branch", parent=Handle(id=parent.id))
    made = line.publish(given)

    assert line.send(Verb.LOOK, given) == made


def recorded() -> list[tuple[str, str, Any]]:
    """Method, path and body of every recorded answer that we would ask for."""
    found = []
    for one in sorted(shared("tweepy_cassettes").glob("*client*.json")):
        for exchange in json.loads(one.read_text(encoding="utf-8")):
            question, answer = exchange["request"], exchange["response"]
            path = question["uri"].partition("?")[0].partition(".com")[2]
            found.append((question["method"], path, answer["body"]))
    return found


def test_recorded_posts_and_accounts_become_ours() -> None:
    seen = 0
    for method, path, body in recorded():
        told = body if isinstance(body, dict) else {}
        items = told.get("data") if isinstance(told.get("data"), list) else [told.get("data")]
        for item in items or []:
            if isinstance(item, dict) and "text" in item and method == "GET" and "tweets" in path:
                assert reading.plain(item)
                assert reading.same(reading.plain(item))
                reading.readings([item])
                seen += 1
            if isinstance(item, dict) and "username" in item:
                assert reading.account(item, reading.SITE).handle == item["username"]
                seen += 1
    assert seen > 100


def test_recorded_receipts_become_ours() -> None:
    made = [
        body["data"]["id"] for how, path, body in recorded() if (how, path) == ("POST", "/2/tweets")
    ]

    assert made
    assert all(re.fullmatch(r"[0-9]{1,19}", id) for id in made)


@pytest.mark.parametrize(
    "name", ["timeline/timeline_tweets", "tweet/tweets_resp", "tweet/tweet_resp"]
)
def test_the_test_sets_of_others_become_ours(name: str) -> None:
    told = read(f"pytwitter_testdata/apis/{name}.json")
    posts = told["data"] if isinstance(told["data"], list) else [told["data"]]

    assert all(reading.plain(post) for post in posts)
    assert all("t.co/" not in reading.plain(post) for post in posts if post.get("entities"))
    counted = [post for post in posts if "public_metrics" in post]
    assert {one.id for one in reading.readings(counted)} == {post["id"] for post in counted}


def test_the_playground_answers_become_ours() -> None:
    for name in ("tweets_id", "users_id_tweets", "users_id_mentions"):
        for example in read(f"playground_examples/{name}.json"):
            data = example["response"].get("data")
            for post in data if isinstance(data, list) else [data]:
                if isinstance(post, dict) and "text" in post:
                    assert isinstance(reading.plain(post), str)
                    assert reading.moment(post["created_at"]).tzinfo


def test_media_answers_of_others_are_understood(line: Line, tmp_path: Path) -> None:
    told = [read(f"pytwitter_testdata/apis/media_upload_v2/upload_chunk_{step}_resp.json")
            for step in ("init", "status", "finalize")]  # fmt: skip
    given = line.send(Verb.PREPARE, parcel("Film", enclosures=(film(tmp_path, 100),)))

    assert isinstance(given, Prepared)
    assert all({"id", "media_key", "expires_after_secs"} <= set(one["data"]) for one in told)
    assert told[1]["data"]["processing_info"]["state"] == "succeeded"
    assert given.wait == timedelta(milliseconds=50)
