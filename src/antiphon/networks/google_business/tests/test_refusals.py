"""Every refusal that the facts name has one remedy."""

import json
from typing import Any

import pytest

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
from antiphon.networks.google_business.refusals import PARTS, refusal

Remedy = type[NetworkError] | None
UNAPPROVED = {"metadata": {"quota_limit_value": "0"}}
TABLE: list[tuple[int, str, dict[str, Any], Remedy, Remedy]] = [
    # HTTP status, status, a detail, for what has an effect, for what has none
    (401, "UNAUTHENTICATED", {}, SignInAgain, SignInAgain),
    (403, "PERMISSION_DENIED", {}, SignInAgain, SignInAgain),
    (403, "PERMISSION_DENIED", {"reason": "SERVICE_DISABLED"}, FixSetup, FixSetup),
    (403, "PERMISSION_DENIED", {"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"},
     SignInAgain, SignInAgain),
    (403, "PERMISSION_DENIED", UNAPPROVED, FixSetup, FixSetup),
    (404, "NOT_FOUND", {}, Gone, Gone),
    (400, "INVALID_ARGUMENT", {}, ChangeIt, ChangeIt),
    (400, "FAILED_PRECONDITION", {}, ChangeIt, ChangeIt),
    (429, "RESOURCE_EXHAUSTED", {}, TryLater, TryLater),
    (429, "RESOURCE_EXHAUSTED", UNAPPROVED, FixSetup, FixSetup),
    (503, "UNAVAILABLE", {}, None, TryLater),
    (500, "INTERNAL", {}, None, TryLater),
    (504, "DEADLINE_EXCEEDED", {}, None, TryLater),
    (409, "ALREADY_EXISTS", {}, LookFirst, LookFirst),
    (418, "SOMETHING_NEW", {}, None, None),
]  # fmt: skip
SIGN_INS: list[tuple[str, Remedy]] = [
    ("invalid_grant", SignInAgain),
    ("access_denied", SignInAgain),
    ("invalid_client", FixSetup),
    ("unauthorized_client", FixSetup),
    ("redirect_uri_mismatch", FixSetup),
    ("invalid_scope", FixSetup),
    ("something_new", None),
]


def answer(body: object, *, status: int = 400, effect: bool = True) -> Answer:
    text = json.dumps(body).encode()
    return Answer(status=status, headers={}, body=text, url="https://x.test/", effect=effect)


def error(code: int, status: str, *details: dict[str, Any]) -> dict[str, Any]:
    told = {"code": code, "message": "<b>ya29.token</b>", "status": status}
    return {"error": told | ({"details": list(details)} if details else {})}


@pytest.mark.promise("F14", "K1")
@pytest.mark.parametrize(("code", "status", "detail", "with_effect", "without"), TABLE)
def test_each_refusal_has_its_remedy_in_words_of_our_own(
    code: int, status: str, detail: dict[str, Any], with_effect: Remedy, without: Remedy
) -> None:
    for effect, expected in ((True, with_effect), (False, without)):
        found = refusal(answer(error(code, status, detail), status=code, effect=effect))
        assert type(found) is (expected or type(None))
        assert "ya29" not in str(found)


@pytest.mark.parametrize(("word", "remedy"), SIGN_INS)
def test_each_refused_sign_in_has_its_remedy(word: str, remedy: Remedy) -> None:
    assert type(refusal(answer({"error": word}, effect=False))) is (remedy or type(None))


@pytest.mark.parametrize(("field", "said"), PARTS.items())
@pytest.mark.parametrize("name", ["errorDetails", "fieldViolations"])
def test_what_google_objects_to_is_named_in_plain_words(field: str, said: str, name: str) -> None:
    detail = {name: [{"field": f"local_post.{field}[0].url", "code": 3}, "strange"]}

    assert said in str(refusal(answer(error(400, "INVALID_ARGUMENT", detail))))


def test_used_up_calls_hold_the_whole_project() -> None:
    found = refusal(answer(error(429, "RESOURCE_EXHAUSTED"), status=429))

    assert isinstance(found, TryLater)
    assert found.scope is Scope.APPLICATION


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize(
    "body", [[], {}, {"error": []}, {"error": {"status": 5, "details": 7}}, "x", 5, None]
)
def test_a_strange_refusal_is_left_to_the_client(body: object) -> None:
    assert refusal(answer(body)) is None
