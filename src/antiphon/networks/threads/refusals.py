"""What a refusal of the Threads API means: one remedy for every code that is known.

Source of codes: developers.facebook.com/documentation/threads/troubleshooting and the reference
of each call (2026-11-21). For a request with an effect only codes that are decided before
anything is done say that nothing happened; for all others None is returned, and the client looks
first.
"""

from datetime import timedelta
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
from antiphon.networks.threads import pace

BY_APP, BY_ACCOUNT = frozenset({4}), frozenset({17, 32, 613})
NOT_READY = frozenset({2207027})
NOT_FOUND_YET = 24
UNREACHABLE = frozenset({2207052, 2207003})
"""9004/2207052 and -1/2207003: the file could not be fetched from our address."""
DAY_IS_FULL = 2207042
SPAM = 2207051
RESTRICTED = 4279013
MISSING = 33

NAMED = {
    "THREADS_API__FEATURE_NOT_AVAILABLE": "This Threads account may not use this yet.",
    "THREADS_API__GEO_GATING_INVALID_COUNTRY_CODES": "Threads does not know one of the countries.",
    "THREADS_API__LINK_LIMIT_EXCEEDED": "Threads takes at most five links in a post.",
}
"""Names that stand in the words of a refusal, since 2025."""


def error_of(answer: Answer) -> dict[str, Any]:
    """The error object of an answer, or an empty one."""
    told = answer.told().get("error")
    return told if isinstance(told, dict) else {}


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success."""
    error = error_of(answer)
    code, sub = _number(error.get("code")), _number(error.get("error_subcode"))
    if not code:
        return None
    for read in (_named, _permission, _limit, _content):
        found = read(code, sub, error, answer)
        if found:
            return found
    return None if answer.effect else _passing(code, sub, error)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _named(_code: int, _sub: int, error: dict[str, Any], _answer: Answer) -> NetworkError | None:
    words = f"{error.get('message')} {error.get('error_user_title')}"
    known = next((say for name, say in NAMED.items() if name in words), "")
    if known or "THREADS_API__" in words:
        return ChangeIt(known or "Threads does not accept a part of this post.")
    return None


def _permission(
    code: int, sub: int, _error: dict[str, Any], _answer: Answer
) -> NetworkError | None:
    if code in {102, 190}:
        return SignInAgain("Threads no longer accepts our permission.")
    if RESTRICTED in {code, sub}:
        return SignInAgain("Threads has restricted this account. Its owner must look in the app.")
    if code == 10 or 200 <= code <= 299:
        return SignInAgain("A permission that this needs is missing on Threads.")
    if code == 101:
        return FixSetup("Threads does not know our app, or not this secret of it.")
    return None


def _limit(code: int, sub: int, _error: dict[str, Any], answer: Answer) -> NetworkError | None:
    if sub == DAY_IS_FULL:
        return TryLater("Threads takes no more posts of this account today.",
                        after=timedelta(hours=1))  # fmt: skip
    if code not in BY_APP | BY_ACCOUNT or sub == SPAM:
        return None
    wait = pace.regained_after(answer.headers) or timedelta(minutes=5)
    scope = Scope.APPLICATION if code in BY_APP else Scope.CHANNEL
    return TryLater("The limit of calls to Threads is used up.", after=wait, scope=scope)


def _content(code: int, sub: int, _error: dict[str, Any], _answer: Answer) -> NetworkError | None:
    if SPAM in {code, sub}:
        return ChangeIt("Threads takes this for spam.")
    if sub in NOT_READY:
        return TryLater("Threads is still working on the file.", after=timedelta(seconds=30))
    if code != 100 or sub in UNREACHABLE:
        return None
    if sub == MISSING:
        return Gone("Threads does not have it (any more), or does not show it to us.")
    return ChangeIt("Threads does not accept a part of this post.")


def _passing(code: int, sub: int, error: dict[str, Any]) -> NetworkError | None:
    """Troubles that pass; only for requests that made nothing visible."""
    if sub in UNREACHABLE:
        return TryLater("Threads could not fetch the file from our address.",
                        after=timedelta(minutes=1))  # fmt: skip
    if code == NOT_FOUND_YET:
        return TryLater("Threads does not know it yet.", after=timedelta(seconds=10))
    if code in {1, 2} or error.get("is_transient") is True:
        return TryLater("Threads had trouble of its own.")
    return None
