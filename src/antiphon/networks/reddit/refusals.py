"""What Reddit's refusals mean: lists of errors in answers that look like successes, and statuses.

Codes: recorded traffic (2016 to 2026) and the last open source of Reddit's server
(github.com/reddit-archive/reddit, r2/lib/errors.py), read 2026-11-21. What stands in such a list
was refused before anything was made; statuses from 500 are not, as Reddit often made the post.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import (
    ChangeIt,
    Gone,
    LookFirst,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.kernel.problem import Problem

OWNER = {
    "USER_REQUIRED": "Reddit no longer accepts our permission.",
    "BANNED_FROM_SUBREDDIT": "This account is banned from the community.",
    "SUBREDDIT_NOTALLOWED": "This account may not post in the community.",
    "NOT_WHITELISTED_BY_USER_MESSAGE": "This person takes no messages from this account.",
    "INVALID_PERMISSIONS": "This account lacks a right that this needs in the community.",
    "BAD_CAPTCHA": "Reddit wants this account to prove that it is a person.",
}
FIELDS = {
    "NO_TEXT": "text", "TOO_LONG": "text", "NO_SELFS": "type", "NO_URL": "link",
    "BAD_URL": "link", "NO_LINKS": "type", "NO_IMAGES": "type", "NO_VIDEOS": "type",
    "GALLERIES_DISABLED": "type", "DOMAIN_BANNED": "link", "SUBREDDIT_REQUIRED": "channel",
    "SUBREDDIT_NOEXIST": "channel", "SUBMIT_VALIDATION_FLAIR_REQUIRED": "options.flair",
}  # fmt: skip
"""Whose field a code is, where it is always the same one."""

THEIRS = {
    "title": "title", "text": "text", "url": "link", "flair": "options.flair",
    "flair_id": "options.flair", "body": "text", "options": "poll.choices",
    "duration": "poll.closes_after", "items": "media", "sr": "channel",
}  # fmt: skip
"""Reddit's names of fields, and ours."""

GONE = frozenset({"DELETED_COMMENT", "USER_DOESNT_EXIST"})
QUOTAS = {"RATELIMIT": timedelta(minutes=10), "QUOTA_FILLED": timedelta(hours=1)}
_JQUERY = re.compile(r"\.error\.([A-Z_]+)\.field-(\w+)")
_WAIT = re.compile(r"(\d+)\s+(millisecond|second|minute|hour|day)")
_UNITS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3_600, "day": 86_400}


def errors_of(told: Mapping[str, Any]) -> list[Sequence[Any]]:
    """Code, words and field of everything that an answer refuses, in either form it may have."""
    inner = told.get("json")
    errors = inner.get("errors") if isinstance(inner, dict) else None
    if isinstance(errors, list):
        return [one for one in errors if isinstance(one, list) and one]
    return [[code, "", field] for code, field in _JQUERY.findall(str(told.get("jquery") or ""))]


def of_errors(errors: Sequence[Sequence[Any]], seconds: object = None) -> NetworkError:
    """The remedy of such a list; its first entry counts."""
    code, words, field = (*map(str, errors[0][:3]), "", "")[:3]
    if code in QUOTAS:
        return TryLater(
            "Reddit lets this account post more slowly.",
            after=_wait(words, seconds) or QUOTAS[code],
            scope=Scope.CHANNEL,
        )
    if code in OWNER:
        return SignInAgain(OWNER[code])
    if code == "ALREADY_SUB":
        return LookFirst("Reddit says that this link was posted in the community already.")
    if code in GONE:
        return Gone("What this speaks of is not on Reddit any more.")
    return _change(code, field)


def _wait(words: str, seconds: object) -> timedelta | None:
    if isinstance(seconds, int | float) and 0 < seconds < 1e6:
        return timedelta(seconds=float(seconds))
    found = _WAIT.search(words)
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]] + 1) if found else None


def _change(code: str, field: str) -> ChangeIt:
    ours = FIELDS.get(code) or THEIRS.get(field.lower()) or _by_name(code)
    if code in {"TOO_OLD", "THREAD_LOCKED"}:
        return ChangeIt("Nobody can answer there any more: it is locked or too old.")
    place = f" ({ours.rpartition('.')[2]})" if ours != "post" else ""
    say = f"Reddit, or the community with its own rules, refuses this{place}. Change it."
    return ChangeIt(say, problem=Problem(field=ours, rule="refused", say=say))


def _by_name(code: str) -> str:
    """SUBMIT_VALIDATION_TITLE_… and their like name the field in the middle."""
    for sign, ours in (("TITLE", "title"), ("BODY", "text"), ("FLAIR", "options.flair"),
                       ("LINK", "link"), ("URL", "link"), ("GALLERY", "media")):  # fmt: skip
        if sign in code:
            return ours
    return "post"


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a status; None for what nobody has written down, and for pages of a proxy."""
    told, no_scope = answer.told(), "insufficient_scope" in _challenge(answer)
    match answer.status:
        case 401:
            return SignInAgain("Reddit no longer accepts our permission.")
        case 429:
            return _slower(answer)
        case 403 if told or no_scope:
            return _forbidden(told, no_scope=no_scope)
        case 400 | 404 | 413:
            return _unwanted(answer.status, told)
        case _:
            return None


def _challenge(answer: Answer) -> str:
    return answer.headers.get("www-authenticate", "")


def _unwanted(status: int, told: Mapping[str, Any]) -> NetworkError | None:
    if status == 413:
        return ChangeIt("That is larger than Reddit takes.")
    if status == 404 and told:
        return Gone("Reddit does not know it any more.")
    return _invalid(told) if status == 400 else None


def _slower(answer: Answer) -> NetworkError | None:
    reset = answer.headers.get("x-ratelimit-reset", "")
    if "retry-after" in answer.headers or not reset.replace(".", "", 1).isdigit():
        return None
    wait = timedelta(seconds=max(1.0, float(reset)))
    return TryLater("Too many calls.", after=wait, scope=Scope.APPLICATION)


def _invalid(told: Mapping[str, Any]) -> NetworkError | None:
    reason = str(told.get("reason") or told.get("error_type") or "")
    fields = told.get("fields")
    field = str(fields[0]) if isinstance(fields, list) and fields else ""
    if not (reason or field):
        return None
    return of_errors([[reason, str(told.get("explanation", "")), field]])


def _forbidden(told: Mapping[str, Any], *, no_scope: bool) -> NetworkError:
    if no_scope:
        return SignInAgain("A permission that this needs was not given on Reddit.")
    why = {
        "private": "The community is private.",
        "quarantined": "The community is quarantined; open it once on Reddit.",
        "banned": "Reddit has closed the community.",
        "gold_only": "The community is for paying members.",
    }.get(str(told.get("reason", "")), "This account may not do that on Reddit.")
    return SignInAgain(why)
