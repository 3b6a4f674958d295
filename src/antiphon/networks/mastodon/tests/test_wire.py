"""Counting, reading, refusing and limits; without a server."""

import json
from datetime import UTC, datetime, timedelta
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
from antiphon.connect.values import Kind, Metric, Poll, PostType, RemoteId
from antiphon.kernel.text import graphemes
from antiphon.networks.mastodon import wire
from antiphon.networks.mastodon.length import length
from antiphon.networks.mastodon.limits import Limits
from antiphon.networks.mastodon.reading import plain
from antiphon.networks.mastodon.refusals import refusal
from antiphon.networks.mastodon.rules import allowances
from antiphon.networks.mastodon.tests.lines import NETWORK, parcel

SAMPLES = Path(__file__).parent.parent / "samples"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def answer(status: int, body: object = b"", *, effect: bool = True, **headers: Any) -> Answer:
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=names, body=told, url="https://h/x", effect=effect)


@pytest.mark.parametrize(
    ("text", "per_url", "counted"),
    [
        ("https://example.com/" + "a" * 300, 23, 23),
        ("https://example.com/" + "a" * 300, 32, 32),
        ("https://example.com/" + "a" * 300, 256, 256),
        ("(https://example.com/a_(b)), then", 23, 1 + 23 + 7),
        ("ftp://example.com mailto:a@example.com", 23, 38),
        ("@somebody@far.example and @near", 23, 19),
        ("👩🏽‍💻🇳🇴", 23, 2),
    ],
)
def test_every_link_costs_what_the_server_says(text: str, per_url: int, counted: int) -> None:
    assert length(text, per_url) == counted


@given(st.text(alphabet=st.characters(exclude_characters=":@", exclude_categories=["Cs"])))
def test_a_text_without_links_and_names_counts_as_it_is_seen(text: str) -> None:
    assert length(text) == graphemes(text)


@pytest.mark.promise("I5")
@pytest.mark.parametrize(
    "bad",
    [
        "https://" + "a." * 50_000,
        "https://" + "a" * 100_000,
        "@" + "a." * 50_000,
        "@a@" * 30_000,
        "https://e.com/" + "(" * 20_000,
        "https://e.com/" + "(a" * 20_000,
        "https://e.com?" + "." * 50_000,
    ],
)
def test_counting_is_quick_whatever_the_text(bad: str) -> None:
    begun = datetime.now(UTC)

    length(bad)

    assert datetime.now(UTC) - begun < timedelta(seconds=1)


ERROR = {"error": "Qué lástima"}
REFUSALS: list[tuple[Answer, type[NetworkError] | None]] = [
    (answer(401, {"error": "The access token is invalid"}), SignInAgain),
    (answer(401), SignInAgain),
    (answer(400, b"Invalid Bearer token"), SignInAgain),
    (answer(400, {"error": "invalid_grant"}), SignInAgain),
    (answer(400, {"error": "Status is too long"}), ChangeIt),
    (answer(400, {"success": False, "error": {"issues": []}}), ChangeIt),
    (answer(400, b"<html>"), None),
    (answer(302, location="https://h/login"), SignInAgain),
    (answer(302, location="https://elsewhere/"), None),
    (answer(401, {"error": "invalid_client"}), FixSetup),
    (answer(403, {"error": "This action is outside the authorized scopes"}), SignInAgain),
    (answer(403, {"error": "This action is not allowed"}), ChangeIt),
    (answer(403, b"<html>Just a moment</html>"), None),
    (answer(404, {"error": "Record not found"}), Gone),
    (answer(404, b"<h1>404"), None),
    (answer(404, b"<h1>404", effect=False), Gone),
    (answer(410, effect=False), Gone),
    (answer(413), None),
    (answer(413, effect=False), ChangeIt),
    (answer(422, ERROR), ChangeIt),
    (answer(422, {"error": "Cannot attach files that have not finished processing."}), TryLater),
    (answer(422), None),
    (answer(422, effect=False), SignInAgain),
    (answer(429), TryLater),
    (answer(500, {"error": "Something went wrong"}), None),
    (answer(503, retry_after="7"), None),
    (answer(418), None),
]


@pytest.mark.promise("P21", "F14")
@pytest.mark.parametrize(("told", "remedy"), REFUSALS)
def test_each_refusal_has_one_remedy(told: Answer, remedy: type[NetworkError] | None) -> None:
    found = refusal(told)

    assert type(found) is (remedy or type(None))
    assert "lástima" not in str(found)


@pytest.mark.promise("F25", "F26")
@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry_after": "7"}, 7, 7),
        ({"x_ratelimit_reset": "nonsense"}, 300, 300),
        ({}, 300, 300),
    ],
)
def test_too_many_calls_pause_the_channel(headers: dict[str, Any], least: int, most: int) -> None:
    found = refusal(answer(429, **headers))

    assert isinstance(found, TryLater)
    assert found.scope is Scope.CHANNEL
    assert least <= found.after.total_seconds() <= most


@pytest.mark.promise("F26")
def test_too_many_calls_pause_the_channel_until_the_time_that_was_told() -> None:
    then = datetime.now(UTC) + timedelta(minutes=9)
    found = refusal(answer(429, x_ratelimit_reset=then.isoformat()))

    assert isinstance(found, TryLater)
    assert 500 <= found.after.total_seconds() <= 541


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b'{"id":"1"', [], {}, {"id": []}, {"id": ""}, {"id": None, "uri": "u"}, "x",
     {"id": "1", "scheduled_at": "2026-11-21T12:00:00Z", "params": {}}],
)  # fmt: skip
def test_an_answer_that_is_no_post_leaves_us_unsure(body: object) -> None:
    with pytest.raises(LookFirst):
        wire.receipt(answer(200, body))


def test_ids_are_texts_whatever_they_were() -> None:
    found = wire.receipt_of({"id": 12, "uri": "https://h/12"})

    assert found is not None
    assert (found.id, found.url) == ("12", "https://h/12")


def test_limits_are_read_from_either_document() -> None:
    v2 = json.loads((SAMPLES / "instance.json").read_text())
    pleroma = {"max_toot_chars": 5000, "poll_limits": {"max_options": 20}, "upload_limit": 7}

    assert Limits.announced(v2).per_url == 23
    assert Limits.announced(v2).characters == 1000
    assert Limits.announced(pleroma).characters == 5000
    assert Limits.announced(pleroma).choices == 20
    assert Limits.announced({"configuration": "broken"}) == Limits()
    assert Limits.of({"limits": Limits.announced(v2).told()}) == Limits.announced(v2)


def test_the_rules_are_those_of_the_server() -> None:
    limits = {"characters": 1000, "per_url": 256, "mimes": ["image/png"], "choices": 9}
    there = NETWORK.at({"limits": limits, "software": "hollo", "api": 0})
    long = "x" * 760 + " https://example.com"

    assert problems(parcel("x" * 900), there) == []
    assert [one.actual for one in problems(parcel(long), there)] == [1017]
    assert there.posts[PostType.IMAGES].media is not None
    assert "quotes" not in {option.key for option in there.options}


def test_what_a_server_does_not_take_is_not_offered() -> None:
    there = NETWORK.at({"limits": {"mimes": ["image/png"], "files": 1}, "software": "x"})

    assert set(there.posts) == {PostType.TEXT, PostType.POLL, PostType.IMAGES}
    images = there.posts[PostType.IMAGES].media
    assert images is not None
    assert set(images.files) == {Kind.IMAGE}
    assert images.most == 1


def test_some_servers_know_no_polls_and_one_needs_pictures() -> None:
    snac, pixelfed = (NETWORK.at({"limits": {}, "software": name}) for name in ("snac", "pixelfed"))

    assert PostType.POLL not in snac.posts
    assert PostType.TEXT not in pixelfed.posts
    assert pixelfed.comment is not None


@pytest.mark.promise("P2")
@pytest.mark.parametrize(
    ("facts", "harmless"),
    [
        ({"software": "mastodon", "api": 11}, True),
        ({"software": "mastodon", "api": 10}, True),
        ({"software": "mastodon", "api": 7}, False),
        ({"software": "mastodon"}, False),
        ({"software": "hollo", "api": 0}, True),
        *(({"software": name, "api": 11}, False) for name in ("takahe", "snac", "gotosocial")),
        ({"software": "pixelfed"}, False),
        ({}, False),
    ],
)
def test_repeating_is_harmless_only_where_it_was_seen(
    facts: dict[str, Any], *, harmless: bool
) -> None:
    assert NETWORK.proof.repeat_where(facts) is harmless
    assert NETWORK.proof.repeat is not None
    assert NETWORK.proof.repeat < timedelta(hours=1)
    assert NETWORK.proof.looks[-1] > NETWORK.proof.settle


def test_a_sample_status_becomes_our_values() -> None:
    told = json.loads((SAMPLES / "status.json").read_text())

    live = wire.live(told)
    counts = {one.metric: one.value for one in wire.readings(told)}

    assert (
        live.text == "Hello @mira@far.example & all\nsee https://example.com/a-long-path\n\n#Soda"
    )
    assert live.alts == ("A red can",)
    assert counts[Metric.LIKES] == 3


def test_a_sample_notification_becomes_a_message() -> None:
    told = json.loads((SAMPLES / "notification.json").read_text())

    found = wire.message(told, RemoteId("100"))

    assert found is not None
    assert (found.text, found.author, found.private) == ("@soda Where?", "mira@far.example", True)
    assert found.about == found.parent == "7001"
    assert wire.message(told, RemoteId("200")) is None  # our own words are no message
    assert wire.message({"id": "1", "type": "mention"}, RemoteId("100")) is None


@given(st.text(max_size=200))
def test_any_html_is_read_without_an_accident(html: str) -> None:
    plain(html)


def test_an_edit_leaves_nothing_out() -> None:
    body = wire.correction(parcel("Text"), [])

    assert body == {"status": "Text", "spoiler_text": "", "sensitive": False, "media_ids": []}


def test_a_poll_of_seconds_is_what_they_want() -> None:
    asked = parcel("Which?", poll=Poll(choices=("a", "b"), closes_after=timedelta(minutes=5)))

    assert wire.status(asked, [])["poll"]["expires_in"] == 300


@pytest.mark.promise("F26", "F29")
@pytest.mark.parametrize("form", ["iso", "epoch"])
def test_what_is_left_is_read_in_both_forms(form: str) -> None:
    resets = NOW + timedelta(minutes=3)
    told = resets.isoformat() if form == "iso" else str(int(resets.timestamp()))

    (found,) = allowances({"x-ratelimit-remaining": "0", "x-ratelimit-reset": told}, NOW)

    assert (found.left, found.resets_at) == (0, resets)


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-ratelimit-remaining": "many"},
     {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"},
     {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-21T14:59:00Z"}],
)  # fmt: skip
def test_a_longer_bucket_does_not_stop_everything(headers: dict[str, str]) -> None:
    assert allowances(headers, NOW) == []
