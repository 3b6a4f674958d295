"""Held against what we did not write: the community's OpenAPI of 0.19.11, and PieFed as recorded.

Lemmy 1.0 (`v4`) has no witness here: only the words of its upgrade guide are known.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.connect.http import Answer
from antiphon.connect.post_office import PostOffice, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Handle, LinkCard, Metric, PostType, RemoteId, Step
from antiphon.networks.lemmy import wire
from antiphon.networks.lemmy.dialect import PIEFED, of_site
from antiphon.networks.lemmy.refusals import refusal
from antiphon.networks.lemmy.tests.noting import Exchange
from antiphon.networks.lemmy.tests.trial import Trial, handle, parcel, picture, trial

SHARED = Path(os.environ.get("ANTIPHON_SHARED", Path(__file__).parents[6] / "shared"))
SPECS = SHARED / "specs" / "lemmy"
OPENAPI = SPECS / "lemmy-openapi-community.yaml"
RECORDED = SPECS / "recordings" / "piefed-1.6.jsonl"
pytestmark = pytest.mark.skipif(
    not OPENAPI.is_file(), reason=f"no description at {SPECS}; ANTIPHON_SHARED says where"
)


@cache
def described() -> Any:
    return yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))


def faults(name: str, value: Any) -> list[str]:
    """What the description has against a value."""
    known: Resource[Any] = DRAFT202012.create_resource(described())
    registry: Registry[Any] = Registry().with_resource("urn:lemmy", known)
    schema = {"$ref": f"urn:lemmy#/components/schemas/{name}"}
    return [
        one.message for one in Draft202012Validator(schema, registry=registry).iter_errors(value)
    ]


def operation(one: Exchange) -> Any:
    path = one.path.removeprefix("/api/v3")
    return described()["paths"].get(path, {}).get(one.method.lower())


def schema_of(told: Any) -> str:
    return str(told["schema"]["$ref"]).rpartition("/")[2]


def fitting(text: str) -> Any:
    """A value of the query as the interface reads it."""
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if text.isdecimal() else text


def say_everything(us: Trial, folder: Path) -> None:
    file = picture(folder)
    root = us.publish(parcel("Look", type=PostType.IMAGES, enclosures=(file,), language="en"))
    us.publish(parcel("Read", type=PostType.LINK, link=LinkCard(url="https://example.com/")))
    said = parcel("First!", step=Step.COMMENT, root=handle(root), parent=handle(root))
    comment = us.publish(said)
    heard = us.react(ReactionKind.REPLY, root.id, "Is it cold?")
    us.publish(parcel("Yes.", parent=Handle(id=RemoteId(heard)), language="de"))
    us.react(ReactionKind.LIKE, root.id)
    for one in (said, parcel("Never.")):
        us.send(Verb.LOOK, one)
    us.ask(lambda it: it.answers([root.id], ""))
    us.ask(lambda it: it.count([root.id, comment.id]))
    us.ask(lambda it: it.whoami())
    for live in (comment, root):
        us.send(Verb.CHECK, receipt=live)
        us.send(Verb.EDIT, parcel("Better."), receipt=live)
        us.send(Verb.READ, receipt=live)
        us.send(Verb.WITHDRAW, receipt=live)


@pytest.fixture
def heard(office: PostOffice, tmp_path: Path) -> list[Exchange]:
    """Everything that the connector says, once, to the simulator."""
    with trial(office, "v3") as us:
        say_everything(us, tmp_path)
        return us.witness.heard


# Left out: the upload of pictures, which is another program's (pict-rs) and not described.
LEFT_OUT = {"/pictrs/image"}
CALLS = 14
"""Kinds of call that we make (method and path), besides what is left out."""


def test_every_call_that_we_make_is_described_and_fits(heard: list[Exchange]) -> None:
    asked = [one for one in heard if one.path not in LEFT_OUT]
    for one in asked:
        told = operation(one)
        assert told is not None, f"{one.method} {one.path} is not described"
        if one.method == "GET":
            query = {name: fitting(text) for name, text in one.query.items()}
            names = [schema_of(found) for found in told.get("parameters", ())]
            assert [faults(name, query) for name in names] == [[] for _name in names]
            assert names or not query
        else:
            assert (
                faults(schema_of(told["requestBody"]["content"]["application/json"]), one.said)
                == []
            )

    assert len({(one.method, one.path) for one in asked}) == CALLS
    assert {one.path for one in heard} & LEFT_OUT == LEFT_OUT


def test_every_answer_of_our_simulator_is_described_and_fits(heard: list[Exchange]) -> None:
    answered = [one for one in heard if one.path not in LEFT_OUT and one.status == 200]
    found = Counter[str]()
    for one in answered:
        reference = operation(one)["responses"]["200"]
        told = reference if "content" in reference else described_at(reference["$ref"])
        name = schema_of(told["content"]["application/json"]) if "content" in told else told["name"]
        assert faults(name, one.told) == [], f"{one.method} {one.path}: {name}"
        found[name] += 1

    assert len(found) >= 9
    assert all(one.status == 200 for one in heard if one.path not in LEFT_OUT)


def described_at(reference: str) -> Any:
    """What a reference leads to: a response, or a schema by its name."""
    name = reference.rpartition("/")[2]
    return (
        {"name": name} if "/schemas/" in reference else described()["components"]["responses"][name]
    )


@cache
def recorded() -> list[Any]:
    return [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]


def answer_of(one: Any) -> Answer:
    told = one["response"]
    body = json.dumps(told["body"]["json"]).encode()
    effect = one["request"]["method"] != "GET"
    return Answer(status=told["status"], headers={}, body=body, url="", effect=effect)


Reader = Callable[[Answer], Any]
READERS: dict[str, Reader] = {
    r"POST /user/login": lambda answer: answer.told()["jwt"],
    r"GET /site": lambda answer: (of_site(answer.told(), PIEFED),
                                  wire.site(answer.told(), PIEFED)["languages"]["de"]),
    r"GET /community": lambda answer: wire.viewed(answer, "community_view")["community"]["id"],
    r"POST /upload/image": lambda answer: answer.told()["url"],
    r"(POST|PUT) /post|POST /post/(like|delete)|GET /post": lambda answer: wire.receipt(
        wire.viewed(answer, "post_view")).url,
    r"POST /comment": lambda answer: wire.receipt(
        wire.viewed(answer, "comment_view")).extra["post"],
    r"GET /post/list": lambda answer: wire.readings(answer.told()["posts"][0]),
    r"GET /user/notifications": lambda answer: wire.message(
        answer.told()["items"][0], PIEFED, []).text,
}  # fmt: skip
REFUSED = {"incorrect_login": SignInAgain, "Validation failed": ChangeIt}
# Left out: making a community, private messages, and the two lists of answers that stayed empty,
# none of which we ask for.
UNREAD = {
    "POST /community", "POST /private_message", "GET /private_message/list", "GET /user/replies",
    "GET /user/unread_count",
}  # fmt: skip


def test_every_recorded_answer_is_read_or_means_its_remedy() -> None:
    counted = Counter[str]()
    for one in recorded():
        asked, answer = one["request"], answer_of(one)
        path = asked["url"].partition("/api/alpha")[2].partition("?")[0]
        name = f"{asked['method']} {path}"
        if name in UNREAD:
            counted["left out"] += 1
        elif answer.ok:
            read = next(how for pattern, how in READERS.items() if re.fullmatch(pattern, name))
            assert read(answer), name
            counted["read"] += 1
        else:
            remedy = refusal(answer)
            assert isinstance(remedy, REFUSED[answer.told()["message"]])
            counted["remedy"] += 1

    assert counted == {"read": 16, "remedy": 3, "left out": 5}


def test_a_recorded_post_is_live_with_its_picture_and_votes() -> None:
    made = next(one for one in recorded() if one["request"]["method"] == "POST"
                and one["request"]["url"].endswith("/post"))  # fmt: skip
    view = wire.viewed(answer_of(made), "post_view")

    live = wire.live(view, PIEFED)

    assert (live.text, live.media, live.alts) == ("**md** text", 1, ("blue",))
    assert {one.metric: one.value for one in wire.readings(view)} == {
        Metric.LIKES: 0, Metric.REPLIES: 0,
    }  # fmt: skip


def test_the_simulated_piefed_says_nothing_that_the_real_one_does_not(
    office: PostOffice, tmp_path: Path
) -> None:
    with trial(office, "piefed") as us:
        say_everything(us, tmp_path)
        ours = {(one.method, one.path.removeprefix("/api/alpha")): one.told
                for one in us.witness.heard if one.status == 200}  # fmt: skip
    shared = 0
    for one in recorded():
        path = one["request"]["url"].partition("/api/alpha")[2].partition("?")[0]
        name, real = (one["request"]["method"], path), one["response"]["body"]["json"]
        if one["response"]["status"] == 200 and name in ours:
            assert strange(ours[name], real) == [], name
            shared += 1

    assert shared >= 12


# What PieFed tells only of some: a text, a link and a picture's text where there are any, when it
# was changed, and a vote of one's own.
SOMETIMES = {"url", "body", "alt_text", "updated", "my_vote", "my_user", "read", "hidden",
             "removed", "creator_blocked", "unread_comments"}  # fmt: skip


def strange(told: Any, real: Any, place: str = "") -> list[str]:
    """Names and forms in our answer that the recorded one does not have."""
    if isinstance(told, dict) and isinstance(real, dict):
        return [
            found for name, value in told.items() if name not in SOMETIMES
            for found in (strange(value, real[name], f"{place}.{name}") if name in real
                          else [f"{place}.{name}"])
        ]  # fmt: skip
    if isinstance(told, list) and isinstance(real, list):
        return strange(told[0], real[0], f"{place}[]") if told and real else []
    same = type(told) is type(real) or None in {told, real}
    return [] if same else [f"{place}: {type(told).__name__} is no {type(real).__name__}"]
