"""Every refusal that the facts name has one remedy."""

import json
from datetime import timedelta

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
from antiphon.networks.tiktok.refusals import FAILED, gave_up, refusal

NOTHING = None
Row = tuple[int, object, type[NetworkError] | None, type[NetworkError] | None]
TABLE: list[Row] = [
    # status, word or number, for what has an effect, for what has none
    *((400, word, ChangeIt, ChangeIt) for word in ("invalid_param", "invalid_params")),
    (401, "access_token_invalid", SignInAgain, SignInAgain),
    (401, "scope_not_authorized", SignInAgain, SignInAgain),
    (401, "scope_permission_missed", SignInAgain, SignInAgain),
    (403, "spam_risk_too_many_posts", TryLater, TryLater),
    (403, "spam_risk_user_banned_from_posting", SignInAgain, SignInAgain),
    (403, "reached_active_user_cap", TryLater, TryLater),
    (403, "unaudited_client_can_only_post_to_private_accounts", FixSetup, FixSetup),
    (403, "url_ownership_unverified", FixSetup, FixSetup),
    (403, "privacy_level_option_mismatch", ChangeIt, ChangeIt),
    (403, "spam_risk_too_many_pending_share", TryLater, TryLater),
    (429, "rate_limit_exceeded", TryLater, TryLater),
    (500, "internal_error", NOTHING, TryLater),
    (200, 40001, SignInAgain, SignInAgain),
    (200, 40002, ChangeIt, ChangeIt),
    (200, 40007, Gone, Gone),
    (200, 40064, ChangeIt, ChangeIt),
    (200, 40100, TryLater, TryLater),
    (200, 40104, SignInAgain, SignInAgain),
    (200, 40105, SignInAgain, SignInAgain),
    (200, 40131, SignInAgain, SignInAgain),
    (200, 40908, ChangeIt, ChangeIt),
    (200, 51065, NOTHING, TryLater),
    (200, 50002, NOTHING, TryLater),
    (200, 99999, NOTHING, NOTHING),
    (403, "a_word_of_tomorrow", NOTHING, NOTHING),
]


def answer(body: object, *, status: int = 403, effect: bool = True, wait: str = "") -> Answer:
    headers = {"retry-after": wait} if wait else {}
    return Answer(status=status, headers=headers, body=json.dumps(body).encode(),
                  url="https://x.test/", effect=effect)  # fmt: skip


def body_of(word: object) -> dict[str, object]:
    if isinstance(word, int):
        return {"code": word, "message": "<b>act.secret</b>", "request_id": "1", "data": {}}
    return {"data": {}, "error": {"code": word, "message": "<b>act.secret</b>", "log_id": "1"}}


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("status", "word", "with_effect", "without"), TABLE)
def test_each_refusal_has_its_remedy(
    status: int, word: object, with_effect: type | None, without: type | None
) -> None:
    for effect, expected in ((True, with_effect), (False, without)):
        found = refusal(answer(body_of(word), status=status, effect=effect))
        assert type(found) is (expected or type(None))
        assert "act.secret" not in str(found)


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("invalid_grant", SignInAgain),
        ("invalid_request", SignInAgain),
        ("access_denied", SignInAgain),
        ("invalid_client", FixSetup),
        ("unauthorized_client", FixSetup),
    ],
)
def test_each_refusal_of_a_token_house_has_its_remedy(word: str, remedy: type) -> None:
    told = {"error": word, "error_description": "act.secret", "log_id": "1"}

    assert type(refusal(answer(told, status=200))) is remedy


@pytest.mark.parametrize("reason", [*FAILED, "a_reason_of_tomorrow", None, 5])
def test_what_was_given_up_says_why_and_what_to_do(reason: object) -> None:
    found = gave_up(reason)

    assert isinstance(found, ChangeIt)
    assert str(found).endswith(".")
    assert "_" not in str(found)


@pytest.mark.promise("F26", "F27")
def test_a_used_up_limit_waits_at_least_as_long_as_it_must() -> None:
    by_word = refusal(answer(body_of("rate_limit_exceeded"), status=429))
    by_number = refusal(answer(body_of(40100), status=200))
    told = refusal(answer(body_of("rate_limit_exceeded"), status=429, wait="77"))

    assert isinstance(by_word, TryLater)
    assert isinstance(by_number, TryLater)
    assert isinstance(told, TryLater)
    assert (by_word.scope, by_word.after >= timedelta(minutes=1)) == (Scope.CHANNEL, True)
    assert by_number.after >= timedelta(minutes=5)
    assert told.after == timedelta(seconds=77)


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize("body", [[], {}, {"error": []}, {"error": "no"}, {"code": "x"}, "x", None])
def test_a_strange_refusal_is_left_to_the_client(body: object) -> None:
    assert refusal(answer(body)) is None


def test_an_app_without_audit_is_told_so_in_clear_words() -> None:
    found = refusal(answer(body_of("unaudited_client_can_only_post_to_private_accounts")))

    assert "audit" in str(found)
    assert "Only me" in str(found)
