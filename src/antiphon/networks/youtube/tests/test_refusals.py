"""Each refusal that the facts name has one remedy, whether there was an effect or not."""

import json
from datetime import UTC, datetime, timedelta
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
from antiphon.networks.youtube import processing
from antiphon.networks.youtube.refusals import refusal, until_midnight

BASE = "https://youtube.googleapis.com"
TABLE: list[tuple[int, str, type[NetworkError]]] = [
    (401, "authError", SignInAgain),
    (401, "UNAUTHENTICATED", SignInAgain),
    (401, "youtubeSignupRequired", SignInAgain),
    (403, "insufficientPermissions", SignInAgain),
    (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", SignInAgain),
    (403, "forbidden", SignInAgain),
    (403, "accountDelegationForbidden", SignInAgain),
    (403, "authenticatedUserNotChannel", SignInAgain),
    (403, "channelClosed", SignInAgain),
    (403, "channelSuspended", SignInAgain),
    (403, "authenticatedUserAccountClosed", SignInAgain),
    (403, "authenticatedUserAccountSuspended", SignInAgain),
    (403, "accessNotConfigured", FixSetup),
    (403, "SERVICE_DISABLED", FixSetup),
    (400, "keyInvalid", FixSetup),
    (403, "forbiddenPrivacySetting", FixSetup),
    (403, "quotaExceeded", TryLater),
    (403, "dailyLimitExceeded", TryLater),
    (403, "rateLimitExceeded", TryLater),
    (403, "userRateLimitExceeded", TryLater),
    (429, "RESOURCE_EXHAUSTED", TryLater),
    (400, "uploadLimitExceeded", TryLater),
    (429, "uploadRateLimitExceeded", TryLater),
    (400, "invalidTitle", ChangeIt),
    (400, "invalidDescription", ChangeIt),
    (400, "invalidTags", ChangeIt),
    (400, "invalidCategoryId", ChangeIt),
    (400, "invalidVideoMetadata", ChangeIt),
    (400, "invalidPublishAt", ChangeIt),
    (400, "invalidFilename", ChangeIt),
    (400, "invalidRecordingDetails", ChangeIt),
    (400, "invalidVideoGameRating", ChangeIt),
    (400, "defaultLanguageNotSet", ChangeIt),
    (400, "mediaBodyRequired", ChangeIt),
    (400, "invalidImage", ChangeIt),
    (403, "forbiddenLicenseSetting", ChangeIt),
    (403, "forbiddenEmbedSetting", ChangeIt),
    (403, "commentsDisabled", ChangeIt),
    (400, "commentTextRequired", ChangeIt),
    (400, "commentTextTooLong", ChangeIt),
    (400, "operationNotSupported", ChangeIt),
    (403, "playlistContainsMaximumNumberOfVideos", ChangeIt),
    (404, "videoNotFound", Gone),
    (404, "commentNotFound", Gone),
    (404, "parentCommentNotFound", Gone),
    (404, "playlistNotFound", Gone),
    (409, "duplicate", LookFirst),
]
PASSING = [
    (400, "processingFailure"), (500, "backendError"), (500, "internalError"),
    (503, "SERVICE_UNAVAILABLE"),
]  # fmt: skip
TOKENS: list[tuple[int, str, type[NetworkError]]] = [
    (400, "invalid_grant", SignInAgain),
    (401, "invalid_client", FixSetup),
    (400, "unauthorized_client", FixSetup),
    (400, "redirect_uri_mismatch", FixSetup),
]


def said(body: Any, status: int, *, effect: bool, path: str = "/youtube/v3/videos") -> Any:
    """What a refusal means."""
    told = json.dumps(body).encode()
    return refusal(Answer(status=status, headers={}, body=told, url=BASE + path, effect=effect))


def error(code: int, reason: str, **more: Any) -> dict[str, Any]:
    """As the Data API says it."""
    one = {"domain": "youtube", "reason": reason, "message": reason}
    return {"error": {"code": code, "message": reason, "errors": [one], **more}}


@pytest.mark.parametrize("effect", [True, False])
@pytest.mark.parametrize(("status", "reason", "remedy"), TABLE)
def test_each_reason_has_its_remedy(
    status: int, reason: str, remedy: type, *, effect: bool
) -> None:
    found = said(error(status, reason), status, effect=effect)

    assert type(found) is remedy
    assert reason not in str(found)


@pytest.mark.parametrize(("status", "reason"), PASSING)
def test_their_own_trouble_passes_but_an_effect_may_have_come(status: int, reason: str) -> None:
    assert isinstance(said(error(status, reason), status, effect=False), TryLater)
    assert said(error(status, reason), status, effect=True) is None


@pytest.mark.parametrize(("status", "reason", "remedy"), TOKENS)
def test_the_token_endpoint_says_its_reason_alone(status: int, reason: str, remedy: type) -> None:
    body = {"error": reason, "error_description": "Token has been expired or revoked."}

    assert type(said(body, status, effect=False, path="/token")) is remedy


def test_a_reason_in_the_newer_form_is_read_too() -> None:
    more = {"status": "PERMISSION_DENIED", "details": [{"reason": "SERVICE_DISABLED"}]}

    assert isinstance(said({"error": {"code": 403, **more}}, 403, effect=True), FixSetup)


def test_the_status_counts_where_no_reason_is_known() -> None:
    body = error(429, "strange", status="RESOURCE_EXHAUSTED")

    assert said(body, 429, effect=True).scope is Scope.CHANNEL


@pytest.mark.parametrize("body", [{}, [], {"error": 5}, {"error": {"errors": ["x"]}}, "no"])
def test_what_says_nothing_known_is_left_to_the_client(body: Any) -> None:
    assert said(body, 418, effect=True) is None


def test_an_empty_bucket_of_uploads_stops_only_uploads() -> None:
    body = error(403, "quotaExceeded")

    upload = said(body, 403, effect=False, path="/upload/youtube/v3/videos")
    other = said(body, 403, effect=True)

    assert (upload.scope, other.scope) == (Scope.PARCEL, Scope.APPLICATION)


def test_a_channel_that_uploaded_too_much_waits_a_day() -> None:
    assert said(error(400, "uploadLimitExceeded"), 400, effect=False).after == timedelta(days=1)


def test_a_refused_picture_is_not_a_lost_permission() -> None:
    path = "/upload/youtube/v3/thumbnails/set"

    found = said(error(403, "forbidden"), 403, effect=False, path=path)

    assert isinstance(found, ChangeIt)
    assert "phone number" in str(found)


@pytest.mark.parametrize(
    ("at", "hours"),
    [("2026-11-28T08:00", 24), ("2026-11-28T07:30", 0.5), ("2026-07-01T06:59", 1 / 60),
     ("2026-11-01T07:30", 24.5)],  # the day on which clocks go back there has 25 hours
)  # fmt: skip
def test_the_day_of_quota_ends_at_midnight_in_california(at: str, hours: float) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)

    wait = until_midnight(moment) - timedelta(minutes=1)

    assert wait == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("table", "word", "name"),
    [(processing.FAILED, "failed", "failureReason"),
     (processing.REJECTED, "rejected", "rejectionReason")],
)  # fmt: skip
def test_each_reason_why_a_video_was_given_up_is_told(
    table: dict[str, str], word: str, name: str
) -> None:
    for reason, words in table.items():
        with pytest.raises(ChangeIt) as raised:
            processing.is_ready({"status": {"uploadStatus": word, name: reason}})
        assert str(raised.value) == words


def test_a_video_that_was_taken_apart_while_at_work_is_given_up() -> None:
    for reason, words in processing.BROKEN.items():
        work = {"processingStatus": "failed", "processingFailureReason": reason}
        with pytest.raises(ChangeIt, match=words.split()[0]):
            processing.is_ready({"status": {"uploadStatus": "uploaded"}, "processingDetails": work})
    with pytest.raises(ChangeIt, match="deleted"):
        processing.is_ready({"status": {"uploadStatus": "deleted"}})
