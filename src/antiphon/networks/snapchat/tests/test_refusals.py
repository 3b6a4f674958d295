"""Every refusal that the facts name has one remedy."""

import json

import pytest

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    LookFirst,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.networks.snapchat.refusals import NOT_LISTED, refusal

NOTHING = None
TABLE: list[tuple[int, dict[str, object], type[NetworkError] | None]] = [
    (400, {"error_code": "MEDIA_PROCESSING"}, TryLater),
    (200, {"error_code": "MEDIA_PROCESSING"}, TryLater),
    (400, {"debug_message": "media_processing: try again"}, TryLater),
    (400, {"error_code": "MEDIA_EXPIRED"}, TryLater),
    (409, {"error_code": "MEDIA_POSTING_ALREADY_IN_PROGRESS"}, LookFirst),
    (403, {"error_code": "AUTHORIZATION_PERMISSION_DENIED"}, FixSetup),
    (200, {"error_code": "AUTHORIZATION_PERMISSION_DENIED"}, FixSetup),
    (403, {"debug_message": "unauthorized"}, FixSetup),
    (403, {}, FixSetup),
    (400, {"debug_message": "description is too long"}, ChangeIt),
    (422, {"debug_message": "no"}, ChangeIt),
    (200, {"debug_message": "something else"}, NOTHING),
    (500, {"debug_message": "oh"}, NOTHING),
    (429, {}, NOTHING),
    (401, {}, NOTHING),
]


def answer(status: int, body: object) -> Answer:
    text = json.dumps(body).encode()
    return Answer(status=status, headers={}, body=text, url="https://x.test/", effect=True)


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("status", "said", "remedy"), TABLE)
def test_each_refusal_has_its_remedy(
    status: int, said: dict[str, object], remedy: type[NetworkError] | None
) -> None:
    body = {"request_status": "ERROR", "request_id": "1", "display_message": "secret", **said}

    found = refusal(answer(status, body))

    assert type(found) is (remedy or type(None))
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("invalid_grant", SignInAgain), ("invalid_request", SignInAgain),
        ("access_denied", SignInAgain), ("invalid_client", FixSetup),
        ("unauthorized_client", FixSetup), ("invalid_scope", FixSetup),
    ],
)  # fmt: skip
def test_each_refusal_of_the_token_house_has_its_remedy(word: str, remedy: type) -> None:
    assert type(refusal(answer(400, {"error": word}))) is remedy


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize("body", [[], {}, {"error": 5}, "x", None])
def test_a_strange_refusal_is_left_to_the_client(body: object) -> None:
    assert refusal(answer(400, body)) is None


def test_a_part_of_a_success_is_no_refusal_of_the_whole() -> None:
    assert refusal(answer(400, {"request_status": "PARTIAL"})) is None


def test_an_expired_file_is_brought_again() -> None:
    found = refusal(answer(400, {"request_status": "ERROR", "error_code": "MEDIA_EXPIRED"}))

    assert isinstance(found, TryLater)
    assert found.anew


def test_who_is_not_listed_is_told_so_and_pointed_at_a_person() -> None:
    assert "list" in NOT_LISTED
    assert "by hand" in NOT_LISTED
