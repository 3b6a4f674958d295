"""Their JSON and our values, without any server."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from antiphon.connect.errors import LookFirst, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.values import Handle, Parcel, PostType, Receipt, RemoteId
from antiphon.networks.bluesky import NETWORK, records, wire
from antiphon.networks.bluesky.facets import facets, mentioned
from antiphon.networks.bluesky.identity import home
from antiphon.networks.bluesky.refusals import refusal
from antiphon.networks.bluesky.tests.builders import MADE, parcel

DID = "did:plc:62q2u25tanj7ko2tzvan6red"


def told(body: Any = None, status: int = 400, *, effect: bool = True, **headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    packed = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status=status, headers=names, body=packed, url="https://x", effect=effect)


def invalid(message: str) -> dict[str, str]:
    return {"error": "InvalidRequest", "message": f"Invalid app.bsky.feed.post record: {message}"}


REMEDIES: list[tuple[int, Any, str | None]] = [
    (401, {"error": "AuthenticationRequired"}, "sign_in_again"),
    (401, {"error": "AuthMissing"}, "sign_in_again"),
    (400, {"error": "InvalidToken"}, "sign_in_again"),
    (400, {"error": "ExpiredToken"}, "sign_in_again"),
    (401, {"error": "invalid_token"}, "sign_in_again"),
    (401, {"error": "AuthFactorTokenRequired"}, "sign_in_again"),
    (403, {"error": "ScopeMissingError", "message": "Missing required scope"}, "sign_in_again"),
    (401, {"error": "AccountTakedown"}, "sign_in_again"),
    (400, {"error": "AccountDeactivated"}, "sign_in_again"),
    (400, {"error": "RepoTakendown"}, "sign_in_again"),
    (400, {"error": "RepoSuspended"}, "sign_in_again"),
    (400, {"error": "RepoDeactivated"}, "sign_in_again"),
    (400, {"error": "invalid_grant"}, "sign_in_again"),
    (400, {"error": "access_denied"}, "sign_in_again"),
    (400, {"error": "invalid_client"}, "fix_setup"),
    (400, {"error": "invalid_scope"}, "fix_setup"),
    (400, {"error": "invalid_dpop_proof"}, "fix_setup"),
    (501, {"error": "MethodNotImplemented"}, "fix_setup"),
    (400, invalid("grapheme too big (maximum 300, got 301) at $.record.text"), "change_it"),
    (400, invalid("array too big (maximum 4, got 5) at $.record.embed.images"), "change_it"),
    (400, invalid('Expected "image/*" (got "video/mp4") at $.record.embed.images[0].image'),
     "change_it"),
    (413, {"error": "PayloadTooLarge"}, "change_it"),
    (413, None, "change_it"),
    (429, {"error": "RateLimitExceeded"}, "try_later"),
    (429, None, "try_later"),
    (400, {"error": "BlobNotFound"}, "try_later"),
    (401, {"error": "use_dpop_nonce"}, "try_later"),
    (400, {"error": "RecordNotFound"}, "gone"),
    (400, {"error": "InvalidSwap"}, "look_first"),
    (500, {"error": "InternalServerError"}, None),
    (502, {"error": "UpstreamFailure"}, None),
    (504, {"error": "UpstreamTimeout"}, None),
    (400, {"error": "SomethingNew"}, None),
    (400, b"<html>", None),
    (400, [], None),
]  # fmt: skip


@pytest.mark.promise("P21", "F14")
@pytest.mark.parametrize(("status", "body", "remedy"), REMEDIES, ids=str)
def test_every_refusal_has_one_remedy(status: int, body: Any, remedy: str | None) -> None:
    error = refusal(told(body, status))

    assert (error.remedy if error else None) == remedy


def test_a_refusal_is_told_in_our_own_words() -> None:
    secret = "xxxx-yyyy-zzzz-wwww"
    for status, body, _remedy in REMEDIES:
        if isinstance(body, dict):
            message = f"{body.get('message', '')} {secret}"
            error = refusal(told({**body, "message": message}, status))
            assert secret not in str(error)


@pytest.mark.promise("F26")
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry_after": "90"}, 90), ({"retry_after": "1000000000"}, 86_400), ({}, 60),
     ({"retry_after": "soon"}, 60), ({"retry_after": "0"}, 1)],
    ids=str,
)  # fmt: skip
def test_waiting_times_are_read_and_bounded(headers: dict[str, str], seconds: int) -> None:
    error = refusal(told({"error": "RateLimitExceeded"}, 429, effect=True, **headers))

    assert isinstance(error, TryLater)
    assert error.after == timedelta(seconds=seconds)


@pytest.mark.promise("F15", "P21")
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b"{}", b'{"uri": "at://did:plc:x/c/r"}', b'{"cid": "b"}',
     b'{"uri": [], "cid": {}}', b'{"uri": "https://x", "cid": "b"}', b'{"uri": "at://x/y/z"'],
    ids=str,
)  # fmt: skip
def test_an_answer_without_a_name_is_no_success(body: bytes) -> None:
    with pytest.raises(LookFirst):
        wire.receipt(told(body, 200))


def test_a_receipt_names_the_page_and_the_content() -> None:
    uri = f"at://{DID}/app.bsky.feed.post/3n2s3pbuzz5t4"
    receipt = wire.receipt(told({"uri": uri, "cid": "bafy"}, 200))

    assert receipt.url == f"https://bsky.app/profile/{DID}/post/3n2s3pbuzz5t4"
    assert receipt.extra == {"cid": "bafy"}


PIECES = ["@ana.example.com", "https://example.com/ä?b=1", "#tag",
          "#ñandú", "👨‍👩‍👧‍👦", " ", "\n", "(",
          ").", "@@"]  # fmt: skip


@given(some.text(max_size=80), some.lists(some.sampled_from(PIECES), max_size=12))
def test_facets_never_overlap_and_cut_no_character(noise: str, pieces: list[str]) -> None:
    text = noise.encode("utf-8", "ignore").decode() + " ".join(pieces)
    raw, last = text.encode(), 0

    for facet in facets(text, {"ana.example.com": DID}):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert last <= start < end <= len(raw)
        shown, feature = raw[start:end].decode(), facet["features"][0]
        assert shown in {feature.get("uri"), f"#{feature.get('tag')}", f"＃{feature.get('tag')}",
                         "@ana.example.com"}  # fmt: skip
        last = end


@pytest.mark.parametrize(
    ("text", "handles"),
    [("@a.b", ["a.b"]), ("hi (@Ana.Example.com), you", ["ana.example.com"]),
     ("mail me@example.com", []), ("@nodots", []), ("@a.b @a.b", ["a.b"]), ("@a.b.", ["a.b"]),
     ("https://x.y/@a.b", [])],
)  # fmt: skip
def test_mentions_are_whole_handles(text: str, handles: list[str]) -> None:
    assert mentioned(text) == handles


def test_tags_longer_than_the_network_takes_stay_plain_text() -> None:
    assert facets("#" + "a" * 65, {}) == []
    assert len(facets("#" + "a" * 64, {})) == 1


@given(some.text(min_size=1), some.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_a_place_follows_from_the_parcel_alone(key: str, made: datetime) -> None:
    key = key.encode("utf-8", "ignore").decode()
    at = made.replace(tzinfo=UTC)

    assert records.record_key(key, at) == records.record_key(key, at)


def test_ten_thousand_parcels_of_one_moment_have_ten_thousand_places() -> None:
    keys = {records.record_key(f"0197:part:{n}", MADE) for n in range(10_000)}

    assert len(keys) == 10_000


def test_a_place_is_near_its_time() -> None:
    letters = "234567abcdefghijklmnopqrstuvwxyz"
    number = 0
    for letter in records.record_key("k", MADE):
        number = number * 32 + letters.index(letter)

    behind = MADE.timestamp() - (number >> 10) / 1_000_000
    assert 0 <= behind < 68


def test_a_post_planned_long_ago_is_dated_when_it_goes_out() -> None:
    later = MADE + timedelta(days=7)

    planned, sent = parcel(), parcel(since=later)

    assert records.rkey(planned) == records.rkey(sent)
    assert records.post(sent)["createdAt"] == "2026-12-02T09:30:15.123Z"


def test_a_post_says_nothing_that_nobody_said() -> None:
    assert set(records.post(parcel())) == {"$type", "text", "createdAt"}


def test_a_record_of_another_thread_is_not_this_parcels() -> None:
    part = parcel(parent=Handle(id=RemoteId("at://did:plc:x/c/1"), extra={"cid": "b"}))

    assert wire.is_of(part, records.post(part))
    assert not wire.is_of(part, records.post(parcel()))


@pytest.mark.parametrize(
    ("text", "rules"),
    [("a" * 300, []), ("a" * 301, ["too_long"]), ("👨‍👩‍👧‍👦" * 120, []),
     ("👨‍👩‍👧‍👦" * 121, ["too_many_bytes"]), ("é" * 301, ["too_long"])],
    ids=len,
)  # fmt: skip
def test_a_text_is_measured_in_both_ways(text: str, rules: list[str]) -> None:
    found: Parcel = parcel(text=text)

    assert [problem.rule for problem in problems(found, NETWORK)] == rules


def test_a_server_that_takes_less_is_asked_for_less() -> None:
    small = NETWORK.at({"blob_limit": 1_000_000})
    filmed = NETWORK.at({"blob_limit": 1_000_000, "video": "https://video.example"})

    def limits(network: Any) -> list[int]:
        return [next(iter(network.posts[type].media.files.values())).max_bytes
                for type in (PostType.IMAGES, PostType.VIDEO)]  # fmt: skip

    assert limits(NETWORK) == [2_000_000, 300_000_000]
    assert limits(small) == [1_000_000, 1_000_000]
    assert limits(filmed) == [1_000_000, 300_000_000]


def test_rate_headers_are_read() -> None:
    headers = {"ratelimit-limit": "30", "ratelimit-remaining": "0", "ratelimit-reset": "1795229700",
               "ratelimit-policy": "30;w=300"}  # fmt: skip

    (allowance,) = wire.allowances(headers, MADE)

    assert (allowance.bucket, allowance.left) == ("30;w=300", 0)
    assert allowance.resets_at.timestamp() == 1_795_229_700
    assert wire.allowances({"ratelimit-remaining": "x"}, MADE) == []


def test_a_changed_post_is_seen_to_be_changed() -> None:
    shown = told({"uri": f"at://{DID}/c/r", "cid": "new", "value": {"text": "t"}}, 200)
    receipt = Receipt(id=RemoteId(f"at://{DID}/app.bsky.feed.post/r"), extra={"cid": "old"})

    assert wire.live(shown, receipt).edited


def sample(name: str) -> Any:
    path = Path(__file__).resolve().parents[1] / "samples" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_samples_are_read() -> None:
    record = told(sample("record"), 200)
    receipt = wire.receipt(record)
    notes = sample("notifications")["notifications"]

    live = wire.live(record, receipt)
    (message,) = wire.letters(notes, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "").messages

    assert live.alts == ("A glass of lemonade on a beach",)
    assert message.about == message.parent == receipt.id
    assert home(sample("session")["didDoc"], "https://bsky.social") == "https://pds.example.com"


@pytest.mark.parametrize("hole", ["author", "record", "indexedAt", "uri"])
def test_a_notification_with_a_hole_is_passed_over(hole: str) -> None:
    (note,) = sample("notifications")["notifications"]
    note.pop(hole)

    assert wire.message(note, DID) is None


@pytest.mark.parametrize(
    ("wants", "given"),
    [
        (False, {}),
        (False, {"options": {"replies": "everybody", "content_warning": "nudity"}}),
        (True, {"text": "hi @ana.example.com"}),
        (False, {"text": "hi @ana.example.com", "handles": {"@ana.example.com": ""}}),
        (True, {"options": {"replies": "nobody"}}),
        (True, {"parent": Handle(id=RemoteId("at://did:plc:x/c/1"))}),
        (False, {"parent": Handle(id=RemoteId("at://did:plc:x/c/1"), extra={"cid": "b"})}),
    ],
    ids=str,
)
def test_only_what_lacks_something_is_prepared(wants: object, given: dict[str, Any]) -> None:
    assert NETWORK.needs_preparing(parcel(**given)) is wants
