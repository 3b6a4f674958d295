"""What a refusal of TikTok means: one remedy for every word and number that is proven.

Words from developers.tiktok.com/doc (error handling, content posting), numbers from
business-api.tiktok.com/portal/docs (return codes), both read until 2026-11-21. What TikTok answers
with status 200 can be a refusal too, so its own word counts, not the status.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from secrets import randbelow
from typing import Any

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
from antiphon.connect.transport.pace import waiting_time

OK = "ok"
NEXT_WINDOW = timedelta(hours=6)
"""TikTok counts a day; it does not say when it begins, so we ask four times in one."""
MINUTE, FIVE = timedelta(minutes=1), timedelta(minutes=5)

Make = Callable[[], NetworkError]

WORDS: Mapping[str, Make] = {
    "invalid_param": lambda: ChangeIt("TikTok does not accept a part of this post."),
    "invalid_params": lambda: ChangeIt("TikTok does not accept a part of this post."),
    "access_token_invalid": lambda: SignInAgain("TikTok no longer accepts our permission."),
    "scope_not_authorized": lambda: SignInAgain(
        "TikTok was not allowed to let us do this. Connect again and allow it."
    ),
    "scope_permission_missed": lambda: SignInAgain(
        "TikTok was not allowed to let us do this. Connect again and allow it."
    ),
    "spam_risk_too_many_posts": lambda: TryLater(
        "TikTok lets an account post about 15 times a day by programs; that is used up.",
        after=NEXT_WINDOW,
    ),
    "spam_risk_user_banned_from_posting": lambda: SignInAgain(
        "TikTok has banned this account from posting; its owner must act there."
    ),
    "reached_active_user_cap": lambda: TryLater(
        "TikTok has not audited our app: only five people a day may post with it.",
        after=NEXT_WINDOW,
    ),
    "unaudited_client_can_only_post_to_private_accounts": lambda: FixSetup(
        "TikTok has not audited our app: until then it posts for private accounts alone, and only "
        "“Only me” can be chosen. The operator can ask TikTok for the audit."
    ),
    "url_ownership_unverified": lambda: FixSetup(
        "TikTok does not know that our media address is ours. The operator must verify its domain "
        "in TikTok's developer portal."
    ),
    "privacy_level_option_mismatch": lambda: ChangeIt(
        "The account does not offer this choice of who can see it. Choose again."
    ),
    "spam_risk_too_many_pending_share": lambda: TryLater(
        "Five posts already wait in the inbox of the TikTok app to be finished.",
        after=NEXT_WINDOW,
    ),
}
"""Refusals that TikTok decides before it does anything."""

SIGNING_IN: Mapping[str, Make] = {
    "invalid_grant": lambda: SignInAgain("TikTok no longer accepts this permission."),
    "invalid_request": lambda: SignInAgain("TikTok no longer accepts this sign-in. Begin again."),
    "access_denied": lambda: SignInAgain("The permission was not given on TikTok."),
    "invalid_client": lambda: FixSetup("TikTok does not know our client key or secret."),
    "unauthorized_client": lambda: FixSetup("TikTok does not let our app sign people in."),
}
"""RFC 6749 section 5.2; the token endpoints answer flat, with the word as `error`."""

NUMBERS: Mapping[int, Make] = {
    40001: lambda: SignInAgain("A permission that this needs is missing on TikTok."),
    40002: lambda: ChangeIt("TikTok does not accept a part of this post."),
    40007: lambda: Gone("TikTok does not have it (any more)."),
    40064: lambda: ChangeIt("TikTok does not let this message be sent."),
    40104: lambda: SignInAgain("TikTok missed our permission."),
    40105: lambda: SignInAgain("TikTok no longer accepts our permission."),
    40131: lambda: SignInAgain("TikTok no longer accepts this sign-in. Begin again."),
    40908: lambda: ChangeIt("TikTok does not take a file of this type."),
}
"""Return codes of the API for Business that are decided before anything is done."""

FAILED: Mapping[str, str] = {
    "internal": "TikTok had trouble of its own. Send it again.",
    "video_pull_failed": "TikTok could not fetch the video from us. Send it again.",
    "photo_pull_failed": "TikTok could not fetch a picture from us. Send it again.",
    "file_format_check_failed": "TikTok does not take a file of this format.",
    "duration_check_failed": "TikTok says that the video is too short or too long.",
    "frame_rate_check_failed": "TikTok takes videos of 23 to 60 frames a second.",
    "picture_size_check_failed": "TikTok says that a picture is too small or too large.",
    "auth_removed": "The permission was taken back on TikTok meanwhile. Connect again, send again.",
    "spam_risk": "TikTok takes this post for spam.",
    "spam_risk_text": "TikTok takes the words of this post for spam.",
    "spam_risk_too_many_posts": "TikTok says that this account posts too often. Send it tomorrow.",
    "spam_risk_user_banned_from_posting": "TikTok has banned this account from posting.",
    "publish_cancelled": "The post was cancelled on TikTok.",
}
"""Why TikTok gave up what it had accepted (`fail_reason`); sending is a person's decision then."""


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a refusal of either API; None for what is on no list."""
    told = answer.told()
    error, code = told.get("error"), told.get("code")
    if isinstance(error, str) and error in SIGNING_IN:
        return SIGNING_IN[error]()
    if isinstance(error, dict):
        return _by_word(str(error.get("code", "")), answer)
    return _by_number(code, answer) if isinstance(code, int) else None


def _by_word(word: str, answer: Answer) -> NetworkError | None:
    if word in WORDS:
        return WORDS[word]()
    if word == "rate_limit_exceeded":
        return _too_many(answer, MINUTE)
    return TryLater("TikTok had trouble of its own.") if _passing(word, answer) else None


def _by_number(code: int, answer: Answer) -> NetworkError | None:
    if code in NUMBERS:
        return NUMBERS[code]()
    if code == 40100:
        return _too_many(answer, FIVE)
    is_theirs = 50_000 <= code < 60_000 and not answer.effect
    return TryLater("TikTok had trouble of its own.") if is_theirs else None


def _passing(word: str, answer: Answer) -> bool:
    return word == "internal_error" and not answer.effect


def _too_many(answer: Answer, pause: timedelta) -> TryLater:
    """No waiting time is documented; channels that were refused together come back apart."""
    told = waiting_time(answer.headers.get("retry-after"), at=datetime.now(UTC))
    after = told or pause + timedelta(seconds=randbelow(30))
    return TryLater("TikTok takes no more calls for now.", after=after, scope=Scope.CHANNEL)


def gave_up(reason: Any) -> ChangeIt:
    """What was accepted and will never be shown."""
    return ChangeIt(FAILED.get(str(reason), "TikTok gave the post up without a known reason."))
