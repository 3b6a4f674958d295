"""Pure: their JSON, our values, and what refusals mean."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.values import Metric, PostType, RemoteId
from antiphon.kernel.text import utf16
from antiphon.networks.linkedin import NETWORK, accounts, counting, targeting, wire
from antiphon.networks.linkedin.littletext import RESERVED, escape, length, little, plain, rendered
from antiphon.networks.linkedin.refusals import refusal
from antiphon.networks.linkedin.simulator.reader import shown
from antiphon.networks.linkedin.tests.line import parcel
from antiphon.networks.linkedin.urns import coded, comment_path, listed, page_of

SAMPLES = Path(__file__).parents[1] / "samples"
TYPED = st.text(st.sampled_from("ab_ #@*~()[]{}<>|\\\n.é🙂"), max_size=60)


def sample(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


@given(TYPED)
def test_whatever_is_typed_is_what_is_read(text: str) -> None:
    assert plain(escape(text)) == text
    assert rendered(text) == plain(little(text)) == shown(little(text))


@given(st.text(st.sampled_from("ab_()[]{}<>|\\*~ .é🙂"), max_size=60))
def test_a_text_without_tokens_costs_what_is_seen(text: str) -> None:
    assert rendered(text) == text
    assert length(text) == utf16(text)


@pytest.mark.parametrize("one", sorted(RESERVED))
def test_a_reserved_character_is_escaped(one: str) -> None:
    assert little(f"a {one} b") == f"a \\{one} b"


@pytest.mark.parametrize(
    ("typed", "written", "read"),
    [
        ("Hi #tag_one!", "Hi #tag_one!", "Hi #tag_one!"),
        ("No #2024 or C#", "No \\#2024 or C\\#", "No #2024 or C#"),
        ("{hashtag|\\#|new}", "{hashtag|\\#|new}", "#new"),
        ("@[A (b)](urn:li:person:x_1)", "@[A \\(b\\)](urn:li:person:x_1)", "A (b)"),
        ("@[A](https://e.org)", "\\@\\[A\\]\\(https://e.org\\)", "@[A](https://e.org)"),
        ("https://e.org/a_b", "https://e.org/a\\_b", "https://e.org/a_b"),
    ],
)
def test_tokens_are_left_alone(typed: str, written: str, read: str) -> None:
    assert little(typed) == written
    assert rendered(typed) == read


def test_a_text_of_three_thousand_fits_and_one_more_does_not() -> None:
    assert problems(parcel("(" * 3_000), NETWORK) == []
    assert [one.rule for one in problems(parcel("(" * 3_001), NETWORK)] == ["too_long"]


def test_the_same_parcel_makes_the_same_bytes() -> None:
    one = parcel("a (b)", options={"visibility": "PUBLIC"})

    bodies = {json.dumps(wire.post(one, "urn:li:person:a", "member")) for _ in range(3)}
    assert len(bodies) == 1


def answer(status: int, told: object, *, effect: bool = True, url: str = "/rest/posts") -> Answer:
    body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
    return Answer(status=status, headers={}, body=body, url=f"https://a.b{url}", effect=effect)


def message(text: str) -> dict[str, Any]:
    return {"message": text}


REFUSED: list[tuple[Answer, type[NetworkError] | None]] = [
    (answer(400, {"code": "VERSION_MISSING", "message": "x"}), FixSetup),
    (answer(400, {"code": "ILLEGAL_ARGUMENT", "message": "x"}), ChangeIt),
    (answer(400, {"code": "INVALID_VALUE_FOR_FIELD", "message": "x"}), ChangeIt),
    (answer(400, {"code": "FIELD_LENGTH_TOO_LONG", "message": "x"}), ChangeIt),
    (answer(400, message("ERROR :: /commentary :: is too long")), ChangeIt),
    (answer(400, {"code": "MEDIA_ASSET_WAITING_UPLOAD", "message": "x"}), TryLater),
    (answer(422, {"code": "MEDIA_ASSET_PROCESSING", "message": "x"}), TryLater),
    (answer(422, {"code": "MEDIA_ASSET_PROCESSING_FAILED", "message": "x"}), ChangeIt),
    (answer(400, message("never seen")), None),
    (answer(400, "<html>"), None),
    (answer(401, {"serviceErrorCode": 65600}), SignInAgain),
    (answer(401, {"serviceErrorCode": 65601}), SignInAgain),
    (answer(401, {"serviceErrorCode": 65602}), SignInAgain),
    (answer(401, {"code": "EMPTY_ACCESS_TOKEN"}), SignInAgain),
    (answer(403, {"serviceErrorCode": 100, "message": "Not enough permissions"}), SignInAgain),
    (answer(403, {"code": "ACCESS_DENIED"}, effect=False), FixSetup),
    (answer(403, {"code": "ACCESS_DENIED"}, effect=False, url="/rest/images"), SignInAgain),
    (answer(403, "<html>"), None),
    (answer(404, {"code": "RESOURCE_NOT_FOUND"}), Gone),
    (answer(404, "<html>"), None),
    (answer(409, {"code": "CONFLICT"}), None),
    (answer(409, {"code": "CONFLICT"}, effect=False), TryLater),
    (answer(411, ""), None),
    (answer(422, message("ERROR :: /content :: no")), ChangeIt),
    (answer(422, {"errorDetails": {"inputErrors": [{"code": "ODD"}]}}), ChangeIt),
    (answer(422, message("Unprocessable")), None),
    (answer(426, message("Version Header is Deprecated")), FixSetup),
    (answer(429, message("Resource level throttle MEMBER DAY limit reached")), TryLater),
    (answer(429, ""), TryLater),
    (answer(500, message("x")), None),
    (answer(503, ""), None),
    (answer(400, {"error": "invalid_grant"}, effect=False), SignInAgain),
    (answer(400, {"error": "invalid_request", "error_description": "expired"}), SignInAgain),
    (answer(400, {"error": "unauthorized_client"}, effect=False), FixSetup),
]


@pytest.mark.promise("P2", "P21", "F14")
@pytest.mark.parametrize(("told", "remedy"), REFUSED)
def test_every_refusal_has_one_remedy(told: Answer, remedy: type[NetworkError] | None) -> None:
    found = refusal(told)

    assert type(found) is (remedy or type(None))


@pytest.mark.promise("F21")
def test_a_duplicate_names_the_first_post() -> None:
    found = refusal(answer(422, sample("duplicate.json")))

    assert isinstance(found, LookFirst)
    assert found.known is not None
    assert found.known.id == "urn:li:share:7400000000000000001"
    assert found.known.url == page_of(found.known.id)


def test_a_duplicate_that_names_nothing_still_wants_a_look() -> None:
    told = {**sample("duplicate.json"), "message": "Content is a duplicate"}
    found = refusal(answer(422, told))

    assert isinstance(found, LookFirst)
    assert found.known is None


@pytest.mark.promise("F25", "F27")
@pytest.mark.parametrize(
    ("words", "scope"), [("APPLICATION", Scope.APPLICATION), ("MEMBER", Scope.CHANNEL)]
)
def test_a_throttle_says_who_waits(words: str, scope: Scope) -> None:
    found = refusal(answer(429, message(f"Resource level throttle {words} DAY limit reached.")))

    assert isinstance(found, TryLater)
    assert found.scope is scope
    assert found.after <= timedelta(minutes=15)


@pytest.mark.promise("K1", "F24")
def test_a_refusal_repeats_nothing_of_what_came() -> None:
    secret = "AQXsecret commentary"
    told = {"code": "ILLEGAL_ARGUMENT", "message": f"ERROR :: /commentary :: {secret}"}
    found = refusal(answer(400, told))

    assert isinstance(found, ChangeIt)
    assert found.problem is not None
    assert (found.problem.field, secret in str(found)) == ("text", False)


def test_urns_stand_encoded_and_lists_keep_their_brackets() -> None:
    assert listed(["urn:li:share:1", "a"]) == "List(urn%3Ali%3Ashare%3A1,a)"
    path = comment_path("urn:li:comment:(urn:li:activity:1,2)")
    assert path == f"/rest/socialActions/{coded('urn:li:activity:1')}/comments/2"
    assert comment_path("urn:li:share:1") is None


def test_a_post_is_read_back_as_a_reader_reads_it() -> None:
    live = wire.live(sample("post.json"))

    assert live.text == "Cold (really) cold #soda, says Soda Maker"
    assert live.alts == ("A glass", "A can")


def test_a_comment_is_a_message() -> None:
    found = wire.message(sample("comment.json"), RemoteId("urn:li:share:1"))

    assert (found.author_id, found.text) == ("urn:li:person:B2", "Nice (one)")
    assert found.id == "urn:li:comment:(urn:li:activity:2,3)"


def test_counts_that_are_left_out_are_nought_and_none_is_negative() -> None:
    readings = {one.metric: one.value for one in counting.readings(sample("statistics.json"))}

    assert readings[Metric.VIEWS] == 120
    assert readings[Metric.LIKES] == readings[Metric.SHARES] == 0


@pytest.mark.parametrize("code", ["DE", "IN", "BR", "NO", "US", "GB", "KR", "CZ", "TR"])
def test_every_country_can_be_asked_for(code: str) -> None:
    assert targeting.names_of(code)


def test_a_near_miss_is_no_place() -> None:
    told = {"elements": [{"displayText": "Nigeria", "entity": "urn:li:geo:1"}]}

    with pytest.raises(ChangeIt):
        targeting.chosen_place(told, ("Niger",))


def test_the_network_is_described_whole() -> None:
    assert NETWORK.posts.keys() >= {PostType.TEXT, PostType.LINK, PostType.IMAGES, PostType.POLL}
    assert len(accounts.VERSION) == 6
    assert NETWORK.proof.settle
