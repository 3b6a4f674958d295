"""Every refusal that the facts name has one remedy."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.networks.threads import pace
from antiphon.networks.threads.containers import WHY
from antiphon.networks.threads.refusals import refusal

Remedy = type[NetworkError] | None
TABLE: list[tuple[int, int, Remedy, Remedy]] = [
    # code, subcode, for what has an effect, for what has none
    (1, 0, None, TryLater),
    (2, 0, None, TryLater),
    *((code, 0, SignInAgain, SignInAgain) for code in (10, 102, 190, 200, 250, 299)),
    (190, 463, SignInAgain, SignInAgain),
    *((code, 0, TryLater, TryLater) for code in (4, 17, 32, 613)),
    (100, 0, ChangeIt, ChangeIt),
    (100, 33, Gone, Gone),
    (101, 0, FixSetup, FixSetup),
    (9004, 2207052, None, TryLater),
    (-1, 2207003, None, TryLater),
    (9007, 2207027, TryLater, TryLater),
    (24, 2207006, None, TryLater),
    (4, 2207051, ChangeIt, ChangeIt),
    (2207051, 0, ChangeIt, ChangeIt),
    (4279013, 0, SignInAgain, SignInAgain),
    (9, 2207042, TryLater, TryLater),
    (987654, 0, None, None),
]
NAMES = [
    ("THREADS_API__FEATURE_NOT_AVAILABLE", "may not use"),
    ("THREADS_API__GEO_GATING_INVALID_COUNTRY_CODES", "countries"),
    ("THREADS_API__LINK_LIMIT_EXCEEDED", "five links"),
    ("THREADS_API__SOMETHING_NEW", "does not accept"),
]


def answer(body: object, *, effect: bool = True, usage: str = "") -> Answer:
    headers = {"x-app-usage": usage} if usage else {}
    text = json.dumps(body).encode()
    return Answer(status=400, headers=headers, body=text, url="https://x.test/", effect=effect)


def error(code: int, sub: int = 0, **more: Any) -> dict[str, object]:
    told = {"message": "(#1) <b>THAAtoken</b>", "code": code, "type": "THApiException", **more}
    return {"error": {**told, **({"error_subcode": sub} if sub else {})}}


@pytest.mark.promise("F14", "K1")
@pytest.mark.parametrize(("code", "sub", "with_effect", "without"), TABLE)
def test_each_refusal_has_its_remedy_in_words_of_our_own(
    code: int, sub: int, with_effect: Remedy, without: Remedy
) -> None:
    for effect, expected in ((True, with_effect), (False, without)):
        found = refusal(answer(error(code, sub), effect=effect))
        assert type(found) is (expected or type(None))
        assert "THAAtoken" not in str(found)


@pytest.mark.parametrize(("name", "words"), NAMES)
@pytest.mark.parametrize("field", ["message", "error_user_title"])
def test_a_refusal_by_name_is_told_in_plain_words(name: str, words: str, field: str) -> None:
    body = {"error": {"message": "", "code": 100} | {field: f"Sorry: {name}"}}
    found = refusal(answer(body))

    assert isinstance(found, ChangeIt)
    assert words in str(found)


def test_every_reason_of_a_spoilt_file_is_told_in_plain_words() -> None:
    assert len(WHY) == 9
    assert all(not set(say) & {"_"} for say in WHY.values())


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize("body", [[], {}, {"error": "no"}, {"error": []}, "x", 5, None])
def test_a_strange_refusal_is_left_to_the_client(body: object) -> None:
    assert refusal(answer(body)) is None


@pytest.mark.promise("F26", "F27")
def test_a_used_up_limit_names_who_waits() -> None:
    found = [refusal(answer(error(code))) for code in (4, 17)]

    assert [one.scope for one in found if isinstance(one, TryLater)] == [
        Scope.APPLICATION, Scope.CHANNEL,
    ]  # fmt: skip


def test_we_stop_before_the_limit_is_reached() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    usage = '{"call_count":%d,"total_time":2,"total_cputime":3}'

    left = [pace.read({"x-app-usage": usage % used}, at)[0].left for used in (1, 94, 95)]

    assert left == [92, 1, 0]


def test_a_header_may_tell_when_calls_are_free_again() -> None:
    use = '{"12":[{"call_count":100,"estimated_time_to_regain_access":17},"?"]}'
    headers = {"x-business-use-case-usage": use}

    assert pace.regained_after(headers) == timedelta(minutes=17)
    assert [one.bucket for one in pace.read(headers, datetime.now(UTC))] == ["12"]


@pytest.mark.parametrize("value", ["", "{", "[]", "5", '{"1":5}', '{"1":[5]}', "[" * 9999])
def test_a_strange_header_says_nothing(value: str) -> None:
    assert pace.read({"x-business-use-case-usage": value}, datetime.now(UTC)) == []
