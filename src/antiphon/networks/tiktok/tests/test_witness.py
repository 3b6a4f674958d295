"""Held against what lies beside this checkout; what is left out is named, and why."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from antiphon.connect.errors import LookFirst, NetworkError
from antiphon.connect.http import Answer
from antiphon.connect.oauth import Pkce
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.kernel.text import utf16
from antiphon.networks.tiktok import PHOTO_TEXT, PHOTO_TITLE, VIDEO_TEXT, wire
from antiphon.networks.tiktok.refusals import FAILED, refusal
from antiphon.networks.tiktok.tests import test_desk, witness
from antiphon.networks.tiktok.tests.lines import Line, comment, film, parcel, photo, sign_in
from antiphon.networks.tiktok.tests.test_desk import travel

__all__ = ["travel"]

pytestmark = witness.needed

LEFT_OUT = {
    "/-/open-upload.tiktokapis.com/video/": "bytes, no JSON; its rules are in test_uploads",
    "/-/www.tiktok.com/v2/auth/authorize/": "a page for people",
    "/post/publish/cancel/": "best effort only while TikTok fetches; we never call it",
}
"""Calls that the contract does not describe or that we do not make."""
UNUSED = {
    "webhook_vectors.json": "we ask how far a post is, and nothing of ours is called by TikTok",
    "pkce_vectors.json": "TikTok asks it only of programs without a secret; ours has one",
}
"""Files beside this checkout that test nothing here."""


@pytest.fixture
def spoken(line: Line, shop: Line, travel: Any, tmp_path: Path) -> Line:
    """Everything that we can do by either API, done once, and some that is refused."""
    for app in (test_desk.KEYS, test_desk.BUSINESS):
        grant = travel(app, "traveller" if app is test_desk.KEYS else "merchant")
        desk = (line.office, line.server, "oauth")
        fresh = sign_in(*desk, lambda desk, old=grant: desk.refresh(old.credential), app)
        sign_in(*desk, lambda desk, old=fresh: desk.revoke(old), app)
    for one in (line, shop):
        _live(one, tmp_path)
    line.server.posting.quirks = {"unaudited"}
    line.send(Verb.PUBLISH, parcel(photo(tmp_path)))
    line.server.revoke("brew")
    line.send(Verb.PUBLISH, parcel(photo(tmp_path)))
    return line


def _live(one: Line, folder: Path) -> None:
    """The whole life of a video and of a picture."""
    options = {"comments": True, "your_brand": True, "made_with_ai": True, "cover": "1"}
    for file, title in ((film(folder), ""), (photo(folder), "T")):
        receipt = one.told(parcel(file, title=title, options=options))
        one.publish(parcel(file, options={"privacy": wire.INBOX}))
        one.send(Verb.READ, receipt=receipt)
        one.send(Verb.LOOK, parcel(file))
        one.react(receipt, ReactionKind.REPLY, "Hm")
        ids = [receipt.id, one.address.id]
        one.ask(lambda connector, ids=ids: connector.count(ids))
        if one.handle == "shop":
            one.send(Verb.PUBLISH, comment(receipt, "Ours"))
            one.ask(lambda connector, ids=ids: connector.answers(ids, ""))
    one.ask(lambda connector: connector.whoami())


def test_every_call_and_answer_for_developers_is_as_the_contract_has_it(spoken: Line) -> None:
    heard = [one for one in spoken.recorder.heard if one.path.startswith(witness.OPEN)]
    wrong = [found for one in heard for found in witness.wrong(one)]
    counted = Counter((one.path, one.status) for one in heard)

    assert wrong == []
    assert len(heard) == sum(counted.values()) >= 27
    made = {path.removeprefix(witness.OPEN) for path, _status in counted}
    assert made | set(LEFT_OUT) >= set(witness.contract()["paths"])


def test_every_call_that_was_made_is_counted_or_left_out_by_name(spoken: Line) -> None:
    known = (witness.OPEN, witness.BUSINESS, *LEFT_OUT)

    assert [one.path for one in spoken.recorder.heard if not one.path.startswith(known)] == []


def test_every_answer_for_business_has_the_envelope_of_tiktoks_kit(spoken: Line) -> None:
    heard = [one for one in spoken.recorder.heard if one.path.startswith(witness.BUSINESS)]
    schemas = [{**one, "required": ["code", "data", "message", "request_id"]}
               for one in witness.envelopes()]  # fmt: skip
    wrong = [
        f"{one.path}: {error.message}"
        for one in heard
        for schema in schemas
        for error in Draft202012Validator(schema).iter_errors(one.told)
    ]

    assert len(schemas) == 10
    assert len(heard) >= 20
    assert {one.status for one in heard} == {200}
    assert wrong == []


def test_every_call_for_business_is_signed_as_tiktoks_kit_does(spoken: Line) -> None:
    unsigned = [
        one.path
        for one in spoken.recorder.heard
        if one.path.startswith(witness.BUSINESS)
        if "access-token" not in one.headers or "authorization" in one.headers
    ]

    assert unsigned == []


def test_the_contract_objects_to_what_it_does_not_know(spoken: Line) -> None:
    call = next(one for one in spoken.recorder.heard if one.path.endswith("/publish/video/init/"))
    told = call.asked
    told["post_info"]["wallpaper"] = "blue"
    call.body = json.dumps(told).encode()
    call.answer = b'{"data": {"publish_id": 5}}'

    assert len(list(witness.wrong(call))) == 3


def test_every_refusal_that_the_contract_names_has_a_remedy() -> None:
    named = {
        word: int(status[0]) * 100
        for status, words in witness.contract()["x-error-codes"].items()
        for word in words
    }
    found = {
        word: refusal(Answer(status=status, headers={}, url="", effect=False,
                             body=json.dumps({"error": {"code": word}}).encode()))
        for word, status in named.items()
    }  # fmt: skip

    assert len(named) == 14
    assert [word for word, error in found.items() if not isinstance(error, NetworkError)] == []


def test_every_reason_to_give_up_that_the_contract_names_has_words() -> None:
    reasons = witness.contract()["x-fail-reasons"]

    assert {*reasons["retryable"], *reasons["permanent"]} == set(FAILED)


def test_our_limits_are_the_contracts() -> None:
    def limit(path: str, name: str) -> int:
        api = witness.contract()["paths"][path]["post"]["requestBody"]["content"]
        post = api["application/json"]["schema"]["properties"]["post_info"]["properties"]
        return int(post[name]["x-max-utf16"])

    photos = "/post/publish/content/init/"
    assert VIDEO_TEXT.limit == limit("/post/publish/video/init/", "title")
    assert (PHOTO_TITLE.limit, PHOTO_TEXT.limit) == (
        limit(photos, "title"),
        limit(photos, "description"),
    )
    assert VIDEO_TEXT.measures[0].count is utf16


def test_every_file_beside_this_checkout_is_used_or_left_out_by_name() -> None:
    files = {path.name for path in witness.SPECS.iterdir() if path.name != "SOURCES.md"}

    assert files - set(UNUSED) == {"content_posting.contract.json", "business_sdk"}


def test_the_hex_challenge_of_other_programs_is_not_ours() -> None:
    told = witness.vectors("pkce_vectors")
    verifier = told["code_verifier"]

    assert Pkce(verifier).challenge == told["rfc7636_base64url_challenge"]
    digest = hashlib.sha256(verifier.encode()).hexdigest()
    assert digest == told["tiktok_desktop_mobile_hex_challenge"]


def test_what_says_nothing_is_never_taken_for_a_receipt(line: Line, tmp_path: Path) -> None:
    sent = line.prepare(parcel(photo(tmp_path)))
    line.recorder.loses = "/content/init/"

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
