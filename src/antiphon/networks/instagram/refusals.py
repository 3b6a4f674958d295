"""What a refusal of Instagram means: one remedy for every code that is proven.

Source of codes: developers.facebook.com/documentation/instagram-platform/reference/error-codes
(2026-11-21). The subcode decides first: code 4 alone is a used-up limit, with 2207051 it is a
suspicion of spam. For a request with an effect only what is decided before anything is done says
that nothing happened; for all others None is returned, and the client looks first.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

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
from antiphon.networks.instagram import pace

CONTENT = {
    2207004: "Instagram takes pictures of at most 8 MB.",
    2207005: "Instagram cannot read the picture: it takes JPEG only.",
    2207009: "Instagram takes pictures from 4:5 (upright) to 1.91:1 (wide) only.",
    2207010: "The text is too long for Instagram, or names too many people or hashtags.",
    2207023: "Instagram does not know this kind of post.",
    2207026: "Instagram cannot read the video: MP4 or MOV with H.264 or HEVC and AAC.",
    2207028: "Instagram takes 2 to 10 pictures and videos in a carousel.",
    2207035: "Instagram does not accept a product tag of this post.",
    2207036: "Instagram wants a place in the picture for each tag.",
    2207037: "Instagram does not accept a tag of this post.",
    2207040: "Instagram takes fewer tags than this post has.",
    2207057: "The moment chosen for the cover lies outside of the video.",
    2207081: "Instagram lets this account try out no reels.",
    2534022: "The time in which this person may be answered is over.",
}
SPOILT = frozenset({2207008, 2207020, 2207032, 2207053, 2207077, 2207082})
"""The container has expired, was not made well or is not there: a new one is needed."""
OWNER = {
    2207050: "Instagram has restricted this account. Its owner must look into the Instagram app.",
    2207051: "Instagram took this for spam and lets the account do nothing for a while.",
}
TOKEN = {
    458: "The app was removed in the settings of the person who connected the account.",
    459: "Facebook wants the person who connected the account to sign in there.",
    460: "The password of the person who connected the account has changed.",
    463: "The permission has run out.",
    464: "The account of the person who connected it is not confirmed.",
    467: "The permission is no longer valid.",
    492: "The person who connected the account has no role on its Page any more.",
}
NOT_READY, TIMED_OUT, NOT_FETCHED, FULL, NO_MEDIA = 2207027, 2207003, 2207052, 2207042, 2207006
UNCONVERTED = 2108006
"""Made before the account was a professional one: there are no figures."""
SERVER = frozenset({-1, 1, 2})
LIMITS = {4: Scope.APPLICATION, 17: Scope.CHANNEL, 32: Scope.CHANNEL, 613: Scope.CHANNEL,
          80002: Scope.CHANNEL}  # fmt: skip
MISSING = 33
A_WINDOW = timedelta(hours=1)
"""The day in which posts are counted moves on; room comes back within it."""

_IN_WORDS = re.compile(r"\b(2207\d{3})\b")


def error_of(answer: Answer) -> dict[str, Any]:
    """The error object of an answer, or an empty one."""
    told = answer.told().get("error")
    return told if isinstance(told, dict) else {}


def code_of(answer: Answer) -> tuple[int, int]:
    """Code and subcode of a refusal."""
    error = error_of(answer)
    return _number(error.get("code")), _number(error.get("error_subcode"))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success."""
    if not error_of(answer):
        return _of_the_door(answer) or _of_the_upload_host(answer)
    code, sub = code_of(answer)
    found = of_subcode(sub) or _of_code(code, sub, answer)
    passes = code in SERVER or error_of(answer).get("is_transient") is True
    if found is None and passes and not answer.effect:
        return TryLater("Instagram had trouble of its own.")
    return found


def of_subcode(sub: int) -> NetworkError | None:
    """The remedy for one of Instagram's own subcodes."""
    if sub in CONTENT:
        return ChangeIt(CONTENT[sub])
    if sub in OWNER:
        return SignInAgain(OWNER[sub])
    if sub in SPOILT:
        wait = timedelta(minutes=1)
        return TryLater("Instagram wants the files brought again.", after=wait, anew=True)
    found = _SINGLE.get(sub)
    return found() if found else None


_SINGLE: dict[int, Callable[[], NetworkError]] = {
    NOT_READY: lambda: TryLater("Instagram is still working on it.", after=timedelta(minutes=1)),
    TIMED_OUT: lambda: TryLater("Instagram could not fetch the file in time."),
    NOT_FETCHED: lambda: FixSetup(
        "Instagram could not fetch the file from this installation. Its address must be reachable "
        "from the internet, by https and without a sign-in."
    ),
    FULL: lambda: TryLater(
        "Instagram's number of posts in a day is used up for this account.", after=A_WINDOW
    ),
    NO_MEDIA: lambda: Gone("Instagram does not have it (any more)."),
}


def in_words(status: str) -> int:
    """The subcode that the status of a container names in its text."""
    found = _IN_WORDS.search(status)
    return int(found[1]) if found else 0


def _of_code(code: int, sub: int, answer: Answer) -> NetworkError | None:
    if code in {102, 190}:
        return SignInAgain(TOKEN.get(sub, "Instagram no longer accepts our permission."))
    if code in {3, 10} or 200 <= code <= 299:
        return SignInAgain("A permission that this needs is missing on Instagram.")
    if code in LIMITS:
        wait = pace.regained_after(answer.headers) or pace.PAUSE
        say = "Instagram's limit of calls is used up."
        return TryLater(say, after=wait, scope=LIMITS[code])
    return _of_content(code, sub)


def _of_content(code: int, sub: int) -> NetworkError | None:
    match code:
        case 100 if sub == MISSING:
            return Gone("Instagram does not have it (any more), or does not show it to us.")
        case 100:
            return ChangeIt("Instagram does not accept a part of this.")
        case 104:
            return FixSetup("The secret of the app that we know is not the right one.")
        case 506:
            return LookFirst("Instagram says that it has this already.")
        case 2500:
            return FixSetup("Instagram does not know this call. Antiphon may be too old for it.")
        case _:
            return None


def _of_the_door(answer: Answer) -> NetworkError | None:
    """Where codes become tokens, refusals have a form of their own."""
    told = answer.told()
    if "error_type" not in told:
        return None
    said = str(told.get("error_message", "")).lower()
    if "client" in said or "platform app" in said:
        return FixSetup("Instagram does not know this installation's app, or not its secret.")
    return SignInAgain("Instagram no longer accepts this sign-in. Begin again.")


def _of_the_upload_host(answer: Answer) -> NetworkError | None:
    """The host for videos says in another form whether a repeat helps."""
    debug = answer.told().get("debug_info")
    if not isinstance(debug, dict) or answer.effect:
        return None
    if debug.get("retriable") is True:
        return TryLater("Instagram had trouble with the file.", after=timedelta(seconds=30))
    return TryLater("Instagram wants the file brought again.", anew=True)
