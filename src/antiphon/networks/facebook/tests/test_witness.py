"""Held against what we did not write: Meta's specification and recorded answers."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import LookFirst, SignInAgain
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import LinkCard, PostType, Receipt, Targeting
from antiphon.networks.facebook import NETWORK, listening, pace, wire
from antiphon.networks.facebook.graph import app_proof
from antiphon.networks.facebook.refusals import refusal
from antiphon.networks.facebook.simulator.fields import parse
from antiphon.networks.facebook.targeting import audience
from antiphon.networks.facebook.tests import witness
from antiphon.networks.facebook.tests.conftest import (
    JPEG,
    PNG,
    Network,
    comment,
    enclosure,
    form,
    multipart,
    parcel,
    react,
    video,
    with_,
)

pytestmark = witness.needed

PATH = re.compile(r".*?/v26\.0/(?P<id>[^/]+)(?:/(?P<edge>[^/]+))?$")
PHOTO_OR_VIDEO = {True: "Photo", False: "AdVideo"}
AIM = Targeting(countries=("DE",), languages=("de",), cities=("Berlin",), genders=("female",))


@pytest.fixture
def spoken(fb: Network, tmp_path: Path) -> Network:
    """Everything that the connector can do, done once."""
    page = fb.page()
    photos = (enclosure(tmp_path, JPEG, alt="Cup"), enclosure(tmp_path, PNG))
    card = LinkCard(url="https://example.org")
    sent = [
        parcel(targeting=AIM, options={"place": "77"}),
        parcel(type=PostType.LINK, link=card, options={"button": "LEARN_MORE"}),
        parcel(type=PostType.IMAGES, enclosures=photos),
        parcel(type=PostType.VIDEO, enclosures=(video(tmp_path),), targeting=AIM, title="T"),
        parcel(type=PostType.REEL, enclosures=(video(tmp_path),), targeting=AIM),
        parcel(type=PostType.STORY, enclosures=(photos[0],), text=""),
        parcel(type=PostType.STORY, enclosures=(video(tmp_path),), text=""),
    ]
    for one in sent:
        receipt = whole_life(fb, page, one)
        if one.type is PostType.TEXT:
            react(fb, page.id, receipt.id, ReactionKind.REPLY, "Hm")
            whole_life(fb, page, comment(receipt))
        fb.ask(page, lambda connector, one=receipt: connector.count([one.id, page.id]))
        fb.ask(page, lambda connector, one=receipt: connector.answers([one.id], ""))
        fb.send(Verb.WITHDRAW, page, receipt=receipt)
    fb.ask(page, lambda connector: connector.whoami())
    return fb


def whole_life(fb: Network, page: Any, sent: Any) -> Receipt:
    sent = fb.prepare(page, sent)
    receipt = fb.send(Verb.PUBLISH, page, sent)
    assert isinstance(receipt, Receipt)
    fb.send(Verb.LOOK, page, sent)
    fb.clock += timedelta(minutes=1)
    receipt = fb.send(Verb.CHECK, page, receipt=receipt)
    assert isinstance(receipt, Receipt)
    if sent.type is not PostType.STORY:
        fb.send(Verb.EDIT, page, with_(sent, text="Other"), receipt)
        fb.send(Verb.READ, page, receipt=receipt)
    return receipt


def graph_calls(fb: Network) -> Iterator[tuple[Mapping[str, Any], str, str, str]]:
    """Calls of nodes and edges: the call, the kind of node, the edge, the method."""
    for call in fb.line.calls:
        found = PATH.match(call["path"])
        if found and found["id"] not in {"oauth", "search"} and "rupload" not in call["path"]:
            yield call, kind_of(fb, found["id"]), found["edge"] or "", call["method"]


def kind_of(fb: Network, id: str) -> str:
    page = fb.simulator.world.handles["brew"]
    if id in {"me", page.id}:
        return "Page"
    if id.startswith(page.id):
        return "PagePost"
    return "Comment" if "_" in id else PHOTO_OR_VIDEO[id in photos(fb)]


def photos(fb: Network) -> set[str]:
    """The ids that photos were given."""
    calls = [call for call in fb.line.calls if call["path"].endswith("/photos")]
    return {str(json.loads(call["answer"])["id"]) for call in calls}


def test_every_parameter_that_we_send_is_in_metas_specification(spoken: Network) -> None:
    wrong = []
    for call, kind, edge, method in graph_calls(spoken):
        if edge in {"accounts", "permissions"}:
            continue
        api = witness.operation(kind, method, edge)
        assert api is not None, (kind, method, edge)
        types = {one["name"]: one["type"] for one in api["params"]}
        unlisted = witness.EVERYWHERE | witness.UNLISTED.get((kind, edge), set())
        for name, value in {**form(call), **multipart(call)}.items():
            bare, _bracket, _rest = name.partition("[")
            known = bare in unlisted or (bare in types and witness.fits(value, types[bare]))
            wrong += [] if known else [f"{method} {kind}/{edge}: {name}={value[:40]}"]

    assert wrong == []


def test_the_specification_objects_to_what_it_does_not_know() -> None:
    assert witness.operation("Page", "POST", "wall") is None
    assert not witness.fits("soon", "unsigned int")
    assert not witness.fits("[]", "Object")
    assert not witness.fits("begin", "pagevideos_upload_phase_enum_param")
    assert "retweets" not in witness.known_fields("PagePost")


def test_every_kind_of_call_was_held_against_the_specification(spoken: Network) -> None:
    found = {(kind, edge, method) for _call, kind, edge, method in graph_calls(spoken)}

    assert found >= {
        ("Page", "feed", "POST"), ("Page", "photos", "POST"), ("Page", "videos", "POST"),
        ("Page", "video_reels", "POST"), ("Page", "video_stories", "POST"),
        ("Page", "photo_stories", "POST"), ("Page", "published_posts", "GET"),
        ("Page", "stories", "GET"), ("Page", "", "GET"), ("PagePost", "", "GET"),
        ("PagePost", "", "POST"), ("PagePost", "", "DELETE"), ("PagePost", "comments", "POST"),
        ("PagePost", "comments", "GET"), ("PagePost", "insights", "GET"),
        ("AdVideo", "", "GET"), ("AdVideo", "", "POST"), ("AdVideo", "", "DELETE"),
        ("Photo", "", "GET"), ("Comment", "", "GET"), ("Comment", "", "POST"),
    }  # fmt: skip


def test_every_field_that_we_ask_for_is_in_metas_specification(spoken: Network) -> None:
    wrong = []
    for call, kind, edge, method in graph_calls(spoken):
        asked = form(call).get("fields")
        api = witness.operation(kind, method, edge)
        if not asked or api is None:
            continue
        fields = {one.name for one in parse(asked)}
        wrong += [f"{api['return']}.{f}" for f in fields - witness.known_fields(api["return"])]

    assert wrong == []


def test_the_simulator_tells_only_fields_of_metas_specification(spoken: Network) -> None:
    wrong = set()
    for call, kind, edge, method in graph_calls(spoken):
        api = witness.operation(kind, method, edge)
        told = json.loads(call["answer"] or b"{}")
        if api is None or method != "GET" or call["status"] != 200:
            continue
        known = witness.known_fields(api["return"])
        for one in told["data"] if edge else [told]:
            wrong |= {f"{api['return']}.{name}" for name in set(one) - known}

    assert wrong == set()


def test_reels_are_sent_as_metas_own_collection_does(spoken: Network) -> None:
    collection = witness.recorded(
        "reels_postman/Facebook_Reels_Publishing_API.postman_collection.json"
    )
    requests = {one["name"][:3].strip(): one["request"] for one in collection["item"]}
    headers = {one["key"].lower() for one in requests["2.A"]["header"]}
    finish = {one["key"] for one in requests["4."]["url"]["query"]} - {"access_token"}

    uploads = [call for call in spoken.line.calls if "rupload" in call["path"]]
    finished = [call for call in spoken.line.calls if call["path"].endswith("/video_reels")]

    assert headers <= {name.decode() for name in uploads[0]["headers"]}
    needed = {"upload_phase", "video_id", "video_state", "description"}
    assert needed <= set(form(finished[-1])) and needed <= finish  # noqa: PT018


@pytest.mark.parametrize(
    "path", witness.recordings("pyfacebook_testdata/facebook/apidata/posts"), ids=lambda p: p.stem
)
def test_recorded_posts_are_read(path: Path) -> None:
    found = [listening.live(one) for one in witness.objects(witness.recorded(path))]

    assert found
    assert all(live.id and live.made_at and "_" in live.id for live in found)


def test_a_recorded_album_names_its_photos() -> None:
    album = witness.recorded("pyfacebook_testdata/facebook/models/post.json")

    photos = listening.media_of(album, "photo")
    parts = album["attachments"]["data"][0]["subattachments"]["data"]
    assert photos == [part["target"]["id"] for part in parts]


@pytest.mark.parametrize(
    "path", witness.recordings("pyfacebook_testdata/facebook/apidata/comments"),
    ids=lambda p: p.stem,
)  # fmt: skip
def test_recorded_comments_are_heard(path: Path) -> None:
    told = list(witness.objects(witness.recorded(path)))
    found = [listening.message(one, wire.identity("1_2")) for one in told]  # type: ignore[arg-type]

    assert all(message is not None and message.text for message in found)


@pytest.mark.parametrize("name", ["users/user_accounts_p1", "pages/single_fields_page",
                                  "pages/multi_pages"])  # fmt: skip
def test_recorded_pages_become_accounts(name: str) -> None:
    told = witness.recorded(f"pyfacebook_testdata/facebook/apidata/{name}.json")
    found = [listening.account(one) for one in witness.objects(told)]

    assert found
    assert all(account.id and account.name and account.handle for account in found)


@pytest.mark.parametrize(
    "path", witness.recordings("pyfacebook_testdata/facebook/apidata/videos", "restfb/v16_0"),
    ids=lambda p: p.stem,
)  # fmt: skip
def test_recorded_videos_are_read(path: Path) -> None:
    for told in witness.objects(witness.recorded(path)):
        receipt = wire.shown_video(told, "1", "https://www.test")
        assert receipt.id == told["id"]


def test_recorded_usage_is_read() -> None:
    told = json.dumps(witness.recorded("restfb/api/header-business.json"))
    [found] = pace.read({"x-business-use-case-usage": told}, datetime.now(UTC))

    assert found.left == pace.STOP - 100


def test_recorded_refusals_have_their_remedy() -> None:
    def read(name: str) -> Any:
        body = json.dumps(witness.recorded(name)).encode()
        return refusal(Answer(status=400, headers={}, body=body, url="", effect=True))

    assert isinstance(read("restfb/exampleErrorNew.json"), SignInAgain)
    assert "password" in str(read("restfb/exampleErrorNew.json"))
    assert read("restfb/exampleOauthError.json") is None


def test_our_audience_has_the_form_of_a_recorded_one() -> None:
    told = witness.recorded("restfb/v2_8/post-with-feedtargeting-regions.json")
    hard, soft = told["targeting"], told["feed_targeting"]
    handles = {"language:fr": ",".join(map(str, hard["locales"]))}
    wanted = Targeting(
        countries=tuple(hard["geo_locations"]["countries"]),
        regions=tuple(one["key"] for one in hard["geo_locations"]["regions"]),
        cities=tuple(one["key"] for one in hard["geo_locations"]["cities"]),
        languages=("fr",),
        age_from=hard["age_min"],
        age_to=soft["age_max"],
        genders=("male",),
        facets={"interests": tuple(soft["interests"])},
    )

    ours = audience(parcel(targeting=wanted, handles=handles))

    ages = {"age_max"}
    assert json.loads(ours["targeting"]) == {k: v for k, v in hard.items() if k not in ages}
    sent = json.loads(ours["feed_targeting"])
    assert sent == {name: soft[name] for name in ("age_max", "genders", "interests")}


def test_the_proof_of_the_app_is_as_computed_elsewhere() -> None:
    for vector in witness.recorded("signature_vectors.json")["appsecret_proof"]:
        assert app_proof(vector["app_secret"], vector["access_token"]) == vector["appsecret_proof"]


def test_what_says_nothing_is_never_taken_for_a_receipt() -> None:
    for path in witness.recordings("pyfacebook_testdata/base"):
        body = path.read_bytes()
        answer = Answer(status=200, headers={}, body=body, url="", effect=True)
        try:
            assert wire.made(answer, "https://www.test").id
        except LookFirst:
            continue
    assert NETWORK.proof.repeat is None
