"""Held against what we did not write: the API's own schemas, and answers of a real site.

Request bodies: every one with JSON (posts and pages, add and edit) is valid. Left out: files, which
go as forms of bytes that the schemas do not describe. Recorded exchanges: 34, of which 28 are read
here and 6 are left out; `LEFT_OUT` says which and why.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from referencing import Registry, Resource

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, SignInAgain
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import RemoteId
from antiphon.networks.ghost import wire
from antiphon.networks.ghost.refusals import refusal
from antiphon.networks.ghost.tests.sandbox_site import Channel, Served, parcel, picture, served

SHARED = Path(os.environ.get("ANTIPHON_SHARED", Path(__file__).parents[6] / "shared"))
SPECS = SHARED / "specs" / "ghost"
RECORDED = SPECS / "recordings" / "ghost-6.65.jsonl"
API = "/ghost/api/admin/"
LEFT_OUT = {
    "authentication/setup": "the owner's own setting up, not a key's",
    "session": "the owner's own sign-in, not a key's",
    "users/me": "the owner's own account, not a key's",
    "integrations": "how the owner makes a key",
    "users": "we ask for no people",
}
"""Recorded routes that the connector never asks, and why."""
pytestmark = pytest.mark.skipif(
    not RECORDED.is_file(), reason=f"the recordings are not at {SPECS}; ANTIPHON_SHARED says where"
)


class Noted:
    """Stands around a simulator and notes what is said."""

    heard: list[tuple[str, str, Any, int, Any]]

    def __init__(self, app: Any) -> None:
        self.app, self.heard = app, []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on; note method, path, body, status and answer."""
        came: list[bytes] = []
        went: list[bytes] = []
        status = [0]

        async def hear() -> Any:
            message = await receive()
            came.append(message.get("body", b""))
            return message

        async def say(message: Any) -> None:
            status[0] = message.get("status", status[0])
            went.append(message.get("body", b""))
            await send(message)

        await self.app(scope, hear, say)
        path = scope["path"].partition(API)[2].strip("/")
        self.heard.append((scope["method"], path, _json(came), status[0], _json(went)))


def _json(pieces: list[bytes]) -> Any:
    try:
        return json.loads(b"".join(pieces))
    except ValueError:
        return None


@cache
def registry() -> Registry[Any]:
    """The schemas by their own ids."""
    paths = (SPECS / "admin-api-schema").glob("*.json")
    found = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in found])


def faults(told: Any, schema: str) -> list[str]:
    """What a schema finds wrong."""
    validator = jsonschema.Draft7Validator({"$ref": schema}, registry=registry())
    return [error.message for error in validator.iter_errors(told)]


@cache
def recorded() -> list[Any]:
    """Every exchange with the real site, by the route below the interface."""
    lines = RECORDED.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def route(one: Any) -> str:
    """Where a recorded exchange went."""
    path: str = urlsplit(one["request"]["url"]).path
    return path.partition(API)[2].strip("/") or path.strip("/")


def answers(method: str, where: str, status: int) -> Iterator[Any]:
    """What the real site answered there."""
    for one in recorded():
        asked, answered = one["request"], one["response"]
        if (asked["method"], answered["status"]) == (method, status) and route(one).startswith(
            where
        ):
            yield (answered["body"] or {}).get("json")


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Noted]:
    """Everything that the connector says to the simulator, with its answers."""
    noted: list[Noted] = []

    def around(app: Any) -> Noted:
        noted.append(Noted(app))
        return noted[0]

    with served(around) as site:
        say_everything(site, tmp_path)
        yield noted[0]


def say_everything(site: Served, folder: Path) -> None:
    channel = site.channel()
    letter, _name = channel.address.facts["newsletters"][0]
    tier, _name = channel.address.facts["tiers"][0]
    options = {"visibility": f"tier:{tier}", "newsletter": letter, "send_to": "status:free",
               "email_subject": "Cold", "excerpt": "Cold", "featured": True,
               "canonical_url": "https://a.example/"}  # fmt: skip
    sent = parcel(enclosures=(picture(folder),), labels=("tea", "#inside"), options=options)
    page = parcel(key="page", options={"page": True})
    for one in (sent, page, parcel(key="plain")):
        receipt = channel.publish(one)
        asha = Person(id="p", name="Asha")
        reply = Reaction(kind=ReactionKind.REPLY, by=asha, account=channel.address.id,
                         post=receipt.id, text="Nice", at=datetime.now(UTC))  # fmt: skip
        site.simulator.react(reply)
        about = [receipt.id, channel.address.id]
        hear_and_count(channel, about)
        for verb, what in ((Verb.LOOK, one), (Verb.READ, None), (Verb.EDIT, one),
                           (Verb.WITHDRAW, None), (Verb.WITHDRAW, None)):  # fmt: skip
            given = {} if verb is Verb.LOOK else {"receipt": receipt}
            channel.send(verb, what, **given)


def hear_and_count(channel: Channel, about: list[RemoteId]) -> None:
    first = channel.ask(lambda talk: talk.answers(about[:1], ""))
    channel.ask(lambda talk: talk.answers([], first.cursor))
    channel.ask(lambda talk: talk.count(about))


def test_every_body_that_we_send_is_valid(heard: Noted) -> None:
    count: Counter[str] = Counter()
    for method, path, told, _status, _answer in heard.heard:
        which = path.split("/")[0]
        if told is None or which not in {"posts", "pages"}:
            continue
        schema = f"{which}.{'add' if method == 'POST' else 'edit'}"
        count[schema] += 1
        assert faults(told, schema) == []

    assert set(count) == {"posts.add", "posts.edit", "pages.add", "pages.edit"}
    assert {method for method, *_rest in heard.heard} == {"GET", "POST", "PUT", "DELETE"}


def test_no_body_names_what_we_promise_never_to_send(heard: Noted) -> None:
    said = json.dumps([told for _method, _path, told, _status, _answer in heard.heard])

    assert "codeinjection" not in said


@pytest.mark.parametrize(
    ("method", "where", "status"),
    [
        ("POST", "posts", 201),
        ("PUT", "posts/", 200),
        ("GET", "site", 200),
        ("GET", "newsletters", 200),
        ("GET", "tiers", 200),
        ("GET", "members", 200),
        ("GET", "comments", 200),
        ("POST", "images/upload", 201),
        ("DELETE", "posts/", 404),
    ],
)
def test_the_simulator_answers_in_the_recorded_shape(
    heard: Noted, method: str, where: str, status: int
) -> None:
    real = list(answers(method, where, status))
    ours = [
        answer
        for asked, path, _told, got, answer in heard.heard
        if (asked, got) == (method, status) and path.startswith(where)
    ]

    assert real
    assert ours
    for told in ours:
        assert min((differences(told, one) for one in real), key=len) == []


def differences(told: Any, real: Any, place: str = "") -> list[str]:
    """Where a thing has another form than the recorded one."""
    if isinstance(told, dict) and isinstance(real, dict):
        strange = [f"{place}.{name}" for name in told if name not in real and place.count(".") < 2]
        return strange + [
            found
            for name in told
            if name in real
            for found in differences(told[name], real[name], f"{place}.{name}")
        ]
    if isinstance(told, list) and isinstance(real, list):
        return differences(told[0], real[0], place) if told and real else []
    plain = told is None or real is None or type(told) is type(real)
    return [] if plain else [f"{place}: {type(told).__name__} is no {type(real).__name__}"]


def read(one: Any) -> str:
    """What a recorded exchange becomes with us: a value of ours, a remedy, or nothing yet."""
    answered = one["response"]
    told = (answered["body"] or {}).get("json")
    where = route(one).split("/")[0]
    if answered["status"] >= 400:
        body = json.dumps(told).encode()
        answer = Answer(status=answered["status"], headers={}, body=body, url="", effect=True)
        return type(refusal(answer)).__name__
    if where in {"posts", "ghost"} and told:
        return _post(told["posts"][0])
    return "nothing to read" if told is None else f"a list of {where}"


def _post(told: dict[str, Any]) -> str:
    empty = Answer(status=200, headers={}, body=b"", url="", effect=True)
    live = wire.live(told, RemoteId(told["id"]))
    if not wire.is_out(told) and "status" in told:
        return f"a {told['status']} post, no receipt"
    if "status" not in told:
        return "a post for visitors"
    assert wire.receipt(told, "posts", empty).url == live.url
    return "a receipt"


def test_every_recorded_answer_is_a_value_or_its_remedy() -> None:
    found: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for one in recorded():
        if route(one) in LEFT_OUT:
            skipped[route(one)] += 1
        else:
            found[read(one)] += 1

    assert set(skipped) == set(LEFT_OUT)
    assert "NoneType" not in found
    assert found["a receipt"] >= 3
    assert found["a draft post, no receipt"] >= 2
    assert {ChangeIt.__name__, FixSetup.__name__, Gone.__name__, SignInAgain.__name__} <= set(found)
    assert (sum(found.values()), sum(skipped.values())) == (28, 6)
