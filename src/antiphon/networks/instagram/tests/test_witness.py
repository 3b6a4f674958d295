"""Held against what we did not write: Meta's specification and recorded answers."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import FixSetup, NetworkError
from antiphon.connect.http import Answer
from antiphon.connect.values import RemoteId
from antiphon.networks.instagram import containers, listening, wire
from antiphon.networks.instagram.graph import Login, app_proof
from antiphon.networks.instagram.refusals import refusal
from antiphon.networks.instagram.simulator.fields import parse
from antiphon.networks.instagram.tests import spoken, test_desk, witness
from antiphon.networks.instagram.tests.conftest import LOGINS, Network, form

pytestmark = witness.needed

LEFT_OUT = {
    r"hashtag(?!\w+_medias)": "we look for no hashtags; the posts found by them are read",
    "product": "we sell nothing: no product tags, catalogues and appeals",
    "catalog": "we sell nothing: no product tags, catalogues and appeals",
    "audio": "no music of others can be chosen for a reel",
    "messag": "direct messages are not heard",
    "conversation": "direct messages are not heard",
    "wh-": "nothing comes by webhook",
}
"""Names of recordings, as expressions, that are read by nothing of ours, and why."""


@pytest.fixture(params=LOGINS)
def said(ig: Network, tmp_path: Path, request: pytest.FixtureRequest) -> Network:
    """Everything done once by one of the two sign-ins, the desks too."""
    ig.simulator.open_account("shop", "Shop", owner="brew", business="acme")
    spoken.speak(ig, tmp_path, request.param)
    for way in LOGINS:
        test_desk.journey(ig, way, "brew")
    ig.enter(ig.simulator.open_account("brew", "", kind="member").given)
    us = ig.account(login="instagram")
    ig.clock += timedelta(days=2)
    test_desk.at_desk(ig, "instagram", lambda desk: desk.refresh(us.credential))
    return ig


def test_every_parameter_that_we_send_is_in_metas_specification(said: Network) -> None:
    wrong = []
    for call, kind, edge in spoken.calls(said):
        api = witness.operation(kind, call["method"], edge)
        if api is None:
            wrong += [] if edge in {"owned_pages", "client_pages"} else [f"{kind}/{edge}"]
            continue
        types = {one["name"]: one["type"] for one in api["params"]}
        given = form(call)
        for name, value in given.items():
            if name in witness.EVERYWHERE - types.keys() or name in witness.UNLISTED:
                continue
            if name not in types or not witness.fits(value, types[name]):
                wrong.append(f"{kind}/{edge}: {name}={value[:40]}")
        wrong += [
            f"{kind}/{edge} lacks {one['name']}"
            for one in api["params"]
            if one.get("required") and one["name"] not in given
        ]

    assert wrong == []


def test_every_field_that_we_ask_for_is_in_metas_specification(said: Network) -> None:
    wrong: set[str] = set()
    for call, kind, edge in spoken.calls(said):
        api, asked = witness.operation(kind, call["method"], edge), form(call).get("fields")
        if api is not None and asked:
            wrong |= {*witness.unknown_fields(parse(asked), api["return"])}

    assert wrong == set()


def test_the_simulator_tells_only_what_metas_specification_knows(said: Network) -> None:
    wrong: set[str] = set()
    for call, kind, edge in spoken.calls(said):
        api = witness.operation(kind, call["method"], edge)
        told = json.loads(call["answer"] or b"{}")
        if api is None or call["status"] != 200 or api["return"] == "Object":
            continue
        listed = told["data"] if isinstance(told.get("data"), list) else [told]
        wrong |= {one for node in listed for one in witness.strange(node, api["return"])}

    assert wrong == set()


def test_every_call_was_held_against_the_specification_but_bytes_and_codes(
    said: Network,
) -> None:
    held = Counter(id(call) for call, _kind, _edge in spoken.calls(said))
    free = [call["path"] for call in said.line.calls if id(call) not in held]

    assert all(any(one in path for one in spoken.WITHOUT) for path in free), free
    assert len(held) > 5 * len(free)


COMMON = {
    ("media", "POST"), ("media_publish", "POST"), ("media", "GET"), ("stories", "GET"),
    ("tags", "GET"), ("content_publishing_limit", "GET"), ("comments", "GET"),
    ("comments", "POST"), ("replies", "POST"), ("insights", "GET"), ("", "GET"),
}  # fmt: skip


def test_every_kind_of_call_was_made(said: Network) -> None:
    found = {(edge, call["method"]) for call, _kind, edge in spoken.calls(said)}
    kinds = {kind for _call, kind, _edge in spoken.calls(said)}
    by_facebook = ("", "DELETE") in found

    assert found >= COMMON
    assert kinds >= {"ShadowIGMediaBuilder", "IGComment", "AccessToken", "RefreshAccessToken"}
    assert kinds >= ({"IGUser", "IGMedia", "Page"} if by_facebook else {"User", "Media"})


def test_the_specification_objects_to_what_it_does_not_know() -> None:
    assert witness.operation("IGUser", "POST", "wall") is None
    assert witness.operation("Media", "DELETE", "") is None
    assert not witness.fits("soon", "unsigned int")
    assert not witness.fits("retweets", "list<mediainsights_metric_enum_param>")
    assert not witness.fits("{}", "list<map>")
    assert [*witness.unknown_fields({"retweets": {}}, "IGMedia")] == ["IGMedia.retweets"]
    assert [*witness.strange({"like_count": "many", "wall": 1}, "Media")] == [
        "Media.like_count: 'many' is no int", "Media.wall",
    ]  # fmt: skip
    assert [*witness.strange({"from": {"age": 5}}, "IGComment")] == ["IGCommentFromUser.age"]


def objects(told: Any) -> Iterator[Mapping[str, Any]]:
    """All objects of an answer that mean something by themselves, however it wraps them."""
    if isinstance(told, list):
        for one in told:
            yield from objects(one)
    elif isinstance(told, dict):
        if reader_of(told):
            yield told
        below = ("data", "children", "comments", "replies", "media", "business_discovery")
        for name, value in told.items():
            if name in below or name.startswith("mentioned_") or name.isdigit():
                yield from objects(value)


def reader_of(told: Mapping[str, Any]) -> str:
    """Which of our readers an object is for."""
    shapes = {
        "refusal": {"error"},
        "container": {"status_code"},
        "limit": {"quota_usage"},
        "insight": {"name", "period"},
        "comment": {"text", "timestamp"},
        "post": {"media_type"},
        "account": {"username"},
    }
    found = next((name for name, marks in shapes.items() if marks <= told.keys()), "")
    return found or ("made" if [*told] == ["id"] else "")


def _answer(told: Mapping[str, Any], *, status: int) -> Answer:
    return Answer(
        status=status, headers={}, body=json.dumps(told).encode(), url="", effect=status == 200
    )


def read_refusal(told: Mapping[str, Any]) -> bool:
    return isinstance(refusal(_answer(told, status=400)), NetworkError)


def read_container(told: Mapping[str, Any]) -> bool:
    return containers.state_of(told) in {"FINISHED", "IN_PROGRESS", "PUBLISHED", "EXPIRED"}


def read_limit(told: Mapping[str, Any]) -> bool:
    total, used = containers.limit_of(told)
    return (total, used) == (told["config"]["quota_total"], told["quota_usage"])


def read_insight(told: Mapping[str, Any]) -> bool:
    """What has no place in our metrics is passed over, all else is a figure."""
    found = [*listening.insights(RemoteId("1"), {"data": [told]})]
    return len(found) == (told["name"] in listening.INSIGHTS)


def read_comment(told: Mapping[str, Any]) -> bool:
    found = listening.message(told, RemoteId("1"), RemoteId("1"))
    return found is not None and (found.id, found.text) == (told["id"], told["text"])


def read_post(told: Mapping[str, Any]) -> bool:
    found = listening.live(told)
    parts = len(told.get("children", {}).get("data", ())) or 1
    dated = (found.made_at is not None) is ("timestamp" in told)
    return dated and (found.id, found.text, found.media, found.url) == (
        told["id"], told.get("caption", ""), parts, told.get("permalink", found.url),
    )  # fmt: skip


def read_account(told: Mapping[str, Any]) -> bool:
    found = listening.account(told, Login.FACEBOOK)
    return (found.id, found.handle) == (told["id"], told["username"]) and bool(found.name)


def read_made(told: Mapping[str, Any]) -> bool:
    return bool(wire.made(_answer(told, status=200)) == told["id"])


READERS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    name.removeprefix("read_"): reader
    for name, reader in list(globals().items())
    if name.startswith("read_")
}


def why_not(path: Path) -> str:
    """Why a recording is left out, or nothing."""
    return next((why for name, why in LEFT_OUT.items() if re.search(name, path.stem)), "")


@pytest.mark.parametrize("path", witness.recordings(), ids=lambda path: path.stem)
def test_every_recorded_answer_is_read_or_is_left_out_for_a_reason(path: Path) -> None:
    if why_not(path):
        return
    found = [(reader_of(one), one) for one in objects(witness.recorded(path))]

    if path.stem == "igmedia-cci":
        assert found == []  # a check for copyright that we do not ask for
        return
    assert found
    assert [name for name, one in found if not READERS[name](one)] == []


def test_the_table_of_recordings_counts_what_is_read_and_what_is_left_out() -> None:
    paths = witness.recordings()
    read = Counter(
        reader_of(one)
        for path in paths
        if not why_not(path)
        for one in objects(witness.recorded(path))
    )
    left = [path for path in paths if why_not(path)]

    assert {*read} == {*READERS}
    assert len(left) < len(paths) // 2
    assert {why_not(path) for path in left} == {*LEFT_OUT.values()}


def test_a_recorded_refusal_means_that_our_call_is_wrong() -> None:
    told = witness.recorded("restfb/instagram/ig_login_exception.json")

    assert isinstance(refusal(_answer(told, status=400)), FixSetup)


def test_the_proof_of_the_app_is_as_computed_elsewhere() -> None:
    for vector in witness.recorded("signature_vectors.json")["appsecret_proof"]:
        assert app_proof(vector["app_secret"], vector["access_token"]) == vector["appsecret_proof"]
