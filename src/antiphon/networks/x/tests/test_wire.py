"""What X says and what we make of it; no server needed."""

import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from antiphon.connect.errors import LookFirst, Scope, SignInAgain, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.values import LinkCard, Metric, Poll, PostType, RemoteId
from antiphon.networks.x import reading, wire
from antiphon.networks.x.limits import allowances
from antiphon.networks.x.refusals import refusal
from antiphon.networks.x.tests.lines import NETWORK, file, film, parcel

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def sample(name: str) -> Any:
    folder = files("antiphon.networks.x").joinpath("samples")
    return json.loads(folder.joinpath(f"{name}.json").read_text(encoding="utf-8"))


def answer(status: int, body: object, headers: dict[str, str] | None = None) -> Answer:
    named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    url = "https://api.x.com/2/tweets"
    return Answer(status=status, headers=named, body=raw, url=url, effect=True)


@pytest.mark.promise("F14", "F24")
@pytest.mark.parametrize("row", sample("refusals"), ids=lambda row: str(row["body"])[:60])
def test_every_refusal_has_one_remedy(row: dict[str, Any]) -> None:
    found = refusal(answer(row["status"], row["body"]))

    assert (found.remedy if found else None) == row["remedy"]
    assert found is None or str(row["body"].get("detail") or "{") not in str(found)


@pytest.mark.promise("P21", "F15")
@given(some.binary(max_size=60) | some.text(max_size=60).map(lambda text: text.encode()))
def test_no_body_makes_reading_a_refusal_fail(body: bytes) -> None:
    for status in (400, 403, 404, 409, 500):
        assert refusal(answer(status, body)) is None


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"[]", {}, {"data": None}, {"data": []}, {"data": {"id": []}},
        {"data": {"id": 7}}, {"data": {"id": ""}}, {"data": {"id": "abc"}},
        {"errors": [{"title": "x"}]},
    ],
)  # fmt: skip
def test_an_answer_without_an_id_leaves_us_unsure(body: object) -> None:
    with pytest.raises(LookFirst):
        wire.receipt(answer(201, body), site="https://x.com", handle="amina")


@pytest.mark.promise("F25", "F26", "F27")
@pytest.mark.parametrize(
    ("headers", "least", "most", "scope"),
    [
        ({}, 15 * 60, 15 * 60, Scope.CHANNEL),
        ({"x_rate_limit_remaining": "0", "x_rate_limit_reset": "in 200"}, 195, 200, Scope.CHANNEL),
        ({"x_rate_limit_remaining": "5", "x_rate_limit_reset": "in 200",
          "x_app_limit_24hour_remaining": "0", "x_app_limit_24hour_reset": "in 5000"},
         4990, 5000, Scope.APPLICATION),
        ({"x_rate_limit_remaining": "0", "x_rate_limit_reset": "in -50"}, 1, 1, Scope.CHANNEL),
        ({"x_rate_limit_remaining": "soon", "x_rate_limit_reset": "1e9"}, 900, 900, Scope.CHANNEL),
    ],
)  # fmt: skip
def test_waiting_is_as_long_as_the_headers_say(
    headers: dict[str, str], least: int, most: int, scope: Scope
) -> None:
    now = datetime.now(UTC).timestamp()
    told = {
        name: str(int(now + int(value[3:]))) if value.startswith("in ") else value
        for name, value in headers.items()
    }

    found = refusal(answer(429, {}, told))

    assert isinstance(found, TryLater)
    assert found.scope is scope
    assert least - 2 <= found.after.total_seconds() <= most


def test_a_cap_of_a_period_waits_for_its_end() -> None:
    told = {"type": "https://api.twitter.com/2/problems/usage-capped"}
    day = refusal(answer(429, {**told, "period": "Daily"}))
    month = refusal(answer(429, {**told, "period": "Monthly"}))

    assert isinstance(day, TryLater)
    assert isinstance(month, TryLater)
    assert timedelta(0) < day.after <= timedelta(days=1)
    assert day.after <= month.after <= timedelta(days=31)
    assert {day.scope, month.scope} == {Scope.APPLICATION}


def test_headers_tell_what_is_left() -> None:
    reset = str(int(NOW.timestamp()) + 60)
    headers = {"x-rate-limit-remaining": "99", "x-rate-limit-reset": reset,
               "x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": reset}  # fmt: skip

    found = allowances(headers, NOW)

    assert [(one.left, one.whole_application) for one in found] == [(99, False), (0, True)]
    assert {one.resets_at for one in found} == {NOW + timedelta(minutes=1)}


@pytest.mark.parametrize(
    ("given", "cost"),
    [
        ({"text": "Plain"}, 15),
        ({"text": "See example.com"}, 200),
        ({"text": "See", "link": LinkCard(url="https://example.com")}, 200),
        ({"text": "Poll", "poll": Poll(choices=("a", "b"))}, 15),
    ],
)
def test_the_cost_is_known_before_sending(given: dict[str, Any], cost: int) -> None:
    assert NETWORK.price
    assert NETWORK.price.of(parcel(**given)) == cost


def test_what_is_said_of_files_costs_too(tmp_path: Path) -> None:
    told, silent = file(tmp_path, "a.png"), file(tmp_path, "b.png", alt="")

    assert wire.price(parcel("Look", enclosures=(told, silent))) == 20
    assert wire.price(parcel("Look", enclosures=(film(tmp_path, 9),))) == 15
    warned = parcel("Look", enclosures=(told, silent), options={"warning": "other"})
    assert wire.price(warned) == 25


def test_short_links_are_undone_and_own_files_left_out() -> None:
    told = sample("post_with_links")
    live = reading.live(told, "https://x.com/a")

    assert live.text == "Cold drinks & hot days: https://example.com/drinks"
    assert (live.media, live.alts, live.language) == (1, ("A red can",), "en")
    assert live.made_at == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_long_posts_are_read_whole() -> None:
    live = reading.live(sample("long_post"), "")

    assert live.text == "A long story begins here and goes on: https://example.com/story"
    assert live.edited


def test_counts_become_readings() -> None:
    found = reading.readings([sample("post_with_links")["data"]])

    assert {one.metric: one.value for one in found} == {
        Metric.VIEWS: 500, Metric.LIKES: 11, Metric.SHARES: 3, Metric.REPLIES: 2,
        Metric.QUOTES: 1, Metric.SAVES: 4, Metric.CLICKS: 9,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("See example.com", "See http://example.com"),
        ("See https://Example.com/", "See https://example.com"),
        ("See http://\u3042.com/\u00fc", "See http://xn--l8j.com/%C3%BC"),
        ("Two  spaces\n", "Two  spaces"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_texts_that_differ_only_by_the_networks_hand_are_the_same(ours: str, theirs: str) -> None:
    assert reading.same(ours) == reading.same(theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"), [("One", "Two"), ("A example.com/a", "A example.com/b")]
)
def test_texts_that_differ_are_not_the_same(ours: str, theirs: str) -> None:
    assert reading.same(ours) != reading.same(theirs)


def test_the_link_is_counted_before_it_is_put_there() -> None:
    card = LinkCard(url="https://example.com/a/long/address/that/costs/the/same")
    fits = parcel("x" * 256, type=PostType.LINK, link=card)
    over = parcel("x" * 257, type=PostType.LINK, link=card)

    assert problems(fits, NETWORK) == []
    assert [one.rule for one in problems(over, NETWORK)] == ["too_long"]


def test_a_message_from_ourselves_is_none() -> None:
    told = {
        "data": [{"id": "5", "author_id": "1", "text": "me", "created_at": "2026-11-20T08:00:00Z"}]
    }

    assert reading.messages(told, about=(), me=RemoteId("1"), site="") == []


def test_refusals_name_no_secret() -> None:
    told = {"error": "invalid_grant", "error_description": "token s3cr3t-value is bad"}

    found = refusal(answer(400, told))

    assert isinstance(found, SignInAgain)
    assert "s3cr3t" not in str(found)


def test_looks_outlast_the_settling() -> None:
    assert NETWORK.proof.looks[-1] > NETWORK.proof.settle
    assert NETWORK.proof.repeat is None
