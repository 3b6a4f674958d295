"""Held against what lies beside this checkout; what is left out is named, and why."""

import json
from base64 import b64decode
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import NetworkError
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Kind, PostType
from antiphon.networks.snapchat import NETWORK, wire
from antiphon.networks.snapchat.refusals import WORDS, refusal
from antiphon.networks.snapchat.sealing import Seal, opened
from antiphon.networks.snapchat.tests import witness
from antiphon.networks.snapchat.tests.lines import Line, spotlight, story

pytestmark = witness.needed

UNCALLED = {
    "/v1/public_profiles/{profile_id}/stats": "figures of all posts together; each is asked alone",
}
"""Paths of the contract that we never call."""
UNDESCRIBED = {
    "/stats": "the figures of one post stand in the facts, and not in the contract",
    "/-/accounts.snapchat.com/": "signing in, by RFC 6749",
}
"""Calls of ours that the contract does not describe."""


@pytest.fixture
def spoken(line: Line, tmp_path: Path) -> Line:
    """Everything that we can do, done once, and some that is refused."""
    line.ask(lambda connector: connector.whoami())
    ids = [line.publish(spotlight(tmp_path, language="de-AT")).id]
    ids.append(line.publish(spotlight(tmp_path, 9_000_000, text="")).id)
    for kind in (Kind.IMAGE, Kind.VIDEO):
        for keep in (*dict(NETWORK.options[0].choices), None):
            options = {"keep": keep} if keep else {}
            ids.append(line.publish(story(tmp_path, kind, title="Tea", options=options)).id)
    line.ask(lambda connector: connector.count([*ids, line.address.id]))
    sent = line.prepare(story(tmp_path))
    line.server.gate.is_listed = False
    line.send(Verb.PUBLISH, sent)
    line.send(Verb.PREPARE, story(tmp_path))
    return line


def is_described(path: str) -> bool:
    return not path.startswith("/-/") and not path.endswith("/stats")


def test_every_call_and_answer_is_as_the_contract_has_it(spoken: Line) -> None:
    heard = [one for one in spoken.recorder.heard if is_described(one.path)]
    counted = Counter(witness.place(one) for one in heard)

    assert [found for one in heard for found in witness.wrong(one)] == []
    assert set(counted) == set(witness.contract()["paths"]) - set(UNCALLED)
    assert sum(counted.values()) == len(heard) >= 55
    assert {one.status for one in heard} == {200, 403}


def test_every_call_that_was_made_is_counted_or_left_out_by_name(spoken: Line) -> None:
    others = [one.path for one in spoken.recorder.heard if not is_described(one.path)]

    assert others
    assert [path for path in others if not any(name in path for name in UNDESCRIBED)] == []


def test_the_contract_objects_to_what_it_does_not_know(spoken: Line) -> None:
    call = next(one for one in spoken.recorder.heard if one.path.endswith("/spotlights"))
    call.body = json.dumps({**call.asked, "locale": "german", "mood": "blue"}).encode()
    call.answer = b'{"request_status": "FINE"}'

    assert len(list(witness.wrong(call))) == 3


def test_every_refusal_that_the_contract_names_has_a_remedy() -> None:
    named = witness.contract()["x-error-codes"]
    found = [
        refusal(Answer(status=400, headers={}, url="", effect=True,
                       body=json.dumps({"request_status": "ERROR", "error_code": word}).encode()))
        for word in named
    ]  # fmt: skip

    assert set(named) == set(WORDS)
    assert len([one for one in found if isinstance(one, NetworkError)]) == len(named) == 4


def test_our_limits_are_the_contracts() -> None:
    def asked(end: str) -> Any:
        api = witness.contract()["paths"][f"/v1/public_profiles/{{profile_id}}/{end}"]["post"]
        schema = api["requestBody"]["content"]["application/json"]["schema"]
        return schema["properties"]

    saved = json.dumps(asked("saved_stories"))
    choices = [value for value, _name in NETWORK.options[0].choices if value != wire.SAVED]

    assert (
        NETWORK.posts[PostType.REEL].text.limit == asked("spotlights")["description"]["maxLength"]
    )
    assert f'"maxLength": {wire.TITLE}' in saved
    assert choices == asked("stories")["customized_ttl"]["enum"]


@pytest.mark.parametrize("size", [16, 48, 1 << 20])
def test_a_file_that_was_sealed_elsewhere_is_sealed_the_same_by_us(size: int) -> None:
    told = witness.beside("media_encryption_vector.json")
    body, sealed = b64decode(told["plaintext_b64"]), b64decode(told["ciphertext_b64"])
    seal, found = Seal(told["key_b64"], told["iv_b64"]), b""
    for start in range(0, len(body), size):
        piece = body[start : start + size]
        closed, seal = seal.close(piece, is_last=start + size >= len(body))
        found += closed

    assert found == sealed
    assert opened(sealed, told["key_b64"], told["iv_b64"]) == body


def test_every_file_beside_this_checkout_is_used() -> None:
    files = {path.name for path in witness.SPECS.iterdir()}

    assert files == {
        "SOURCES.md", "public_profile.contract.json", "media_encryption_vector.json"
    }  # fmt: skip
