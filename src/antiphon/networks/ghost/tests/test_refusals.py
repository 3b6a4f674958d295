"""Each refusal has one remedy."""

import json

import pytest

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.networks.ghost.refusals import CODES, TYPES, refusal


def answer(status: int, body: bytes, *, effect: bool = True) -> Answer:
    """A refusal."""
    return Answer(status=status, headers={}, body=body, url="https://t.example/", effect=effect)


@pytest.mark.parametrize(
    ("status", "type", "code", "message", "remedy"),
    [
        (401, "UnauthorizedError", "INVALID_JWT", "Invalid token: invalid signature", SignInAgain),
        (401, "UnauthorizedError", "INVALID_JWT", "Invalid token: jwt expired", FixSetup),
        (401, "UnauthorizedError", "INVALID_JWT", "Invalid token: jwt not active", FixSetup),
        (400, "BadRequestError", "INVALID_JWT", "Invalid token", SignInAgain),
        (401, "UnauthorizedError", "UNKNOWN_ADMIN_API_KEY", "Unknown", SignInAgain),
        (401, "UnauthorizedError", "UNKNOWN_CONTENT_API_KEY", "Unknown", SignInAgain),
        (401, "UnauthorizedError", "INVALID_AUTH_HEADER", "Format", SignInAgain),
        (400, "BadRequestError", "MISSING_ADMIN_API_KID", "Kid", SignInAgain),
        (401, "UnauthorizedError", "INVALID_API_KEY_TYPE", "Type", SignInAgain),
        (401, "UnauthorizedError", None, "Anything", SignInAgain),
        (403, "NoPermissionError", None, "API tokens do not have permission", SignInAgain),
        (404, "NotFoundError", None, "Resource not found", Gone),
        (422, "ValidationError", None, "Validation error", ChangeIt),
        (400, "BadRequestError", None, "Bad", ChangeIt),
        (415, "UnsupportedMediaTypeError", None, "No", ChangeIt),
        (413, "RequestEntityTooLargeError", None, "Large", ChangeIt),
        (409, "UpdateCollisionError", "UPDATE_COLLISION", "Someone else", TryLater),
        (429, "TooManyRequestsError", None, "Slow", TryLater),
        (403, "HostLimitError", None, "Upgrade", FixSetup),
        (503, "MaintenanceError", None, "Later", TryLater),
        (500, "InternalServerError", None, "Oh", None),
        (400, "NeverHeardOfError", "NEVER", "What", None),
        (200, "ValidationError", None, "Not a refusal", None),
    ],
)
def test_every_refusal_has_one_remedy(
    status: int, type: str, code: str | None, message: str, remedy: type[NetworkError] | None
) -> None:
    told = {"errors": [{"type": type, "code": code, "message": f"{message} Geheim"}]}
    found = refusal(answer(status, json.dumps(told).encode()))

    assert found.__class__ is (remedy or None.__class__)
    assert "Geheim" not in str(found)


def test_an_unreadable_refusal_after_an_effect_stays_unknown() -> None:
    for body in (
        b"",
        b"<html>",
        b"[1]",
        b"null",
        b'{"errors":7}',
        b'{"errors":[]}',
        b'{"errors":[1]}',
    ):
        for status in (400, 403, 413, 500, 502, 503):
            assert refusal(answer(status, body)) is None


def test_a_site_that_starts_is_waited_for_and_a_large_file_named() -> None:
    page = b"<html>We'll be right back</html>"

    assert isinstance(refusal(answer(503, page, effect=False)), TryLater)
    assert isinstance(refusal(answer(413, page, effect=False)), ChangeIt)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/posts/0/title", "title"),
        ("/posts/0/custom_excerpt", "options.excerpt"),
        ("/posts/0/feature_image_alt", "media.0.alt"),
        ("/posts/0", "text"),
        (None, "text"),
    ],
)
def test_the_refused_field_is_named(path: str | None, field: str) -> None:
    details = [{"instancePath": path}] if path else None
    told = {"errors": [{"type": "ValidationError", "message": "x", "details": details}]}
    found = refusal(answer(422, json.dumps(told).encode()))

    assert isinstance(found, ChangeIt)
    assert found.problem is not None
    assert found.problem.field == field


def test_every_remedy_of_the_tables_speaks_to_people() -> None:
    for remedy in (*CODES.values(), *TYPES.values()):
        assert str(remedy()).endswith(".")
