"""What a refusal of the Data API means: one remedy for every reason that Google names.

Source of reasons: developers.google.com/youtube/v3/docs/errors and the page of each method
(2026-11-21). All reasons below are decided before anything is done; of an effect with any other
reason None is returned, and the client looks first.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Where the day of Google's quota ends."""
UPLOAD_PAUSE, COVER_PAUSE = timedelta(hours=24), timedelta(minutes=10)
INSERTS = "/upload/youtube/v3/videos"
COVERS = "/thumbnails/set"

PERMISSION = {
    "authError": "Google no longer accepts our permission.",
    "UNAUTHENTICATED": "Google no longer accepts our permission.",
    "required": "Google no longer accepts our permission.",
    "invalid_grant": "The permission has ended, or was taken back in the Google account.",
    "youtubeSignupRequired": "This Google account has no YouTube channel.",
    "insufficientPermissions": "A permission that this needs was not given. Connect again.",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "A permission that this needs was not given. Connect again.",
    "forbidden": "YouTube does not let this account do that.",
    "accountDelegationForbidden": "The account may not speak for this channel.",
    "authenticatedUserNotChannel": "The account may not speak for this channel.",
    "channelClosed": "The channel is closed.",
    "channelSuspended": "YouTube has suspended the channel.",
    "authenticatedUserAccountClosed": "The YouTube account is closed.",
    "authenticatedUserAccountSuspended": "YouTube has suspended the account.",
}
SETUP = {
    "accessNotConfigured": "The YouTube Data API is not turned on in the Google Cloud project.",
    "SERVICE_DISABLED": "The YouTube Data API is not turned on in the Google Cloud project.",
    "keyInvalid": "Google does not know the key of the installation.",
    "invalid_client": "Google does not know the client id, or its secret is not the right one.",
    "unauthorized_client": "The client at Google may not sign in this way.",
    "redirect_uri_mismatch": "The redirect address is not entered at Google.",
    "forbiddenPrivacySetting": (
        "YouTube keeps videos of this Google Cloud project private until Google has audited it. "
        "Ask for the audit, or publish as private."
    ),
}
CONTENT = {
    "invalidTitle": "YouTube does not take this title: up to 100 characters, without < and >.",
    "invalidDescription": "YouTube does not take this text: up to 5,000 bytes, without < and >.",
    "invalidTags": "YouTube does not take these tags: 500 characters together.",
    "invalidCategoryId": "YouTube has no such category in the channel's country.",
    "invalidVideoMetadata": "YouTube misses the title or the category.",
    "invalidPublishAt": "YouTube does not take this time.",
    "invalidFilename": "YouTube does not take the name of the file.",
    "invalidRecordingDetails": "YouTube does not take the day of the recording.",
    "invalidVideoGameRating": "YouTube does not take the rating of the game.",
    "defaultLanguageNotSet": "YouTube wants to know the language of title and text.",
    "mediaBodyRequired": "YouTube got no file.",
    "invalidImage": "YouTube cannot read the picture: JPEG or PNG.",
    "forbiddenLicenseSetting": "YouTube does not let this channel choose the licence.",
    "forbiddenEmbedSetting": "YouTube does not let this channel choose whether others may embed.",
    "commentsDisabled": "Comments are turned off for this video.",
    "commentTextRequired": "A comment needs a text.",
    "commentTextTooLong": "The comment is too long for YouTube.",
    "operationNotSupported": "YouTube cannot do that here: only first comments can be answered.",
    "playlistContainsMaximumNumberOfVideos": "The playlist is full.",
    "playlistItemsNotAccessible": "YouTube does not let this channel change the playlist.",
    "invalidValue": "YouTube does not take a value of this post.",
    "invalidParameter": "YouTube does not take a value of this post.",
    "badRequest": "YouTube does not take a value of this post.",
}
MISSING = {
    "videoNotFound": "The video is not there (any more).",
    "commentNotFound": "The comment is not there (any more).",
    "commentThreadNotFound": "The comment is not there (any more).",
    "parentCommentNotFound": "The comment that this answers is not there (any more).",
    "playlistNotFound": "The playlist is not there (any more).",
    "playlistItemNotFound": "The video is not in the playlist (any more).",
    "channelNotFound": "The channel is not there (any more).",
    "notFound": "It is not there (any more).",
}
SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
HURRIED = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RESOURCE_EXHAUSTED"})
EXISTS = frozenset({"duplicate", "videoAlreadyInPlaylist", "playlistItemsDuplicate", "conflict"})
PASSING = frozenset({"backendError", "internalError", "SERVICE_UNAVAILABLE", "processingFailure"})


def error_of(answer: Answer) -> dict[str, Any]:
    """The error object of an answer; the token endpoint names its reason alone."""
    found = answer.told().get("error")
    if isinstance(found, str):
        return {"errors": [{"reason": found}]}
    return found if isinstance(found, dict) else {}


def reasons(error: dict[str, Any]) -> list[str]:
    """Every name that Google gives to what is wrong, the narrowest first."""
    told = [error.get("errors"), error.get("details")]
    lists = [one for one in told if isinstance(one, list)]
    named = [str(one.get("reason") or "") for two in lists for one in two if isinstance(one, dict)]
    return [one for one in (*named, str(error.get("status") or "")) if one]


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success."""
    for reason in reasons(error_of(answer)):
        if found := _limit(reason, answer) or _meaning(reason, answer):
            return found
    return None


def _meaning(reason: str, answer: Answer) -> NetworkError | None:
    if reason == "forbidden" and answer.url.endswith(COVERS):
        return ChangeIt(
            "YouTube takes no picture of one's own until the channel's phone number is verified. "
            "Verify it, or take the picture away."
        )
    for table, remedy in (
        (PERMISSION, SignInAgain), (SETUP, FixSetup), (CONTENT, ChangeIt), (MISSING, Gone),
    ):  # fmt: skip
        if reason in table:
            return remedy(table[reason])
    if reason in EXISTS:
        return LookFirst("YouTube says that it has this already.")
    if reason in PASSING and not answer.effect:
        return TryLater("YouTube had trouble of its own.")
    return None


def _limit(reason: str, answer: Answer) -> NetworkError | None:
    if reason in SPENT:
        # Uploads have a bucket of their own; when it is empty all else still goes.
        is_upload = answer.url.endswith(INSERTS)
        what = "uploads" if is_upload else "units"
        return TryLater(
            f"The {what} that Google gives to this installation for a day are used up.",
            after=until_midnight(datetime.now(UTC)),
            scope=Scope.PARCEL if is_upload else Scope.APPLICATION,
        )
    if reason == "uploadLimitExceeded":
        say = "YouTube takes no more videos of this channel today."
        return TryLater(say, after=UPLOAD_PAUSE)
    if reason == "uploadRateLimitExceeded":
        return TryLater("YouTube takes no more pictures just now.", after=COVER_PAUSE)
    if reason in HURRIED and "retry-after" not in answer.headers:
        return TryLater("Too many calls.", after=timedelta(seconds=30), scope=Scope.CHANNEL)
    return None


def until_midnight(at: datetime) -> timedelta:
    """How long the day of Google's quota still lasts, and a minute."""
    local = at.astimezone(PACIFIC)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC) - at.astimezone(UTC) + timedelta(minutes=1)
