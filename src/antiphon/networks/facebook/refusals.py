"""What a refusal of the Graph API means: one remedy for every code that is proven.

Source of codes: developers.facebook.com/docs/graph-api/guides/error-handling and the reference of
each edge, held against recorded answers (2026-11-21). For a request with an effect only codes
that are decided before anything is done say that nothing happened; for all others None is
returned, and the client looks first.
"""

from collections.abc import Mapping
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
from antiphon.networks.facebook import pace

SPENT_BY_APP = frozenset({4, 17, 341, 613})
SPENT_BY_PAGE = frozenset({32, 80001, 80002, 80006})
DUPLICATE = frozenset({506, 1366051})
MISSING = 33

TOKEN = {
    458: "The app was removed in the Facebook settings of the person who connected the Page.",
    459: "Facebook wants the person who connected the Page to sign in there and answer a question.",
    460: "The password of the person who connected the Page has changed.",
    463: "The permission has run out.",
    464: "The Facebook account of the person who connected the Page is not confirmed.",
    467: "The permission is no longer valid.",
    492: "The person who connected the Page has no role on it any more.",
}
"""190 with these subcodes, and what is wrong in words."""

OWNER = {
    1390008: "Facebook says that this Page posts too fast and has blocked it for a while.",
    1404006: "Facebook wants a security check in its own app before this Page may post.",
    1404078: "Facebook wants the Page Publishing Authorization of whoever connected the Page.",
    1404112: "Facebook has limited what this Page may do for a while.",
    4854002: "Facebook wants the person who connected the Page to confirm who they are.",
}
"""Blocks of the whole Page: never tried again by ourselves, its owner must act."""

CONTENT = {
    551: "This person cannot be written to at the moment.",
    1346003: "Facebook takes this content for abuse.",
    1349125: "A field has a form that Facebook does not take.",
    1366046: "Facebook cannot read the picture: JPEG or PNG, at most 4 MB.",
    1404102: "Facebook says that this goes against its Community Standards.",
    1609005: "Facebook does not accept the link.",
    1609008: "Facebook does not accept a link to itself here.",
    2018001: "Facebook knows no such person to write to.",
    2018278: "The time in which this person may be answered is over.",
    2061006: "Facebook does not accept the address.",
    2069019: "Facebook cannot read the file, or it is too large.",
}

MEDIA_PASSING = frozenset({1363047, 1609010, 1366055})
UPLOAD_PASSING = frozenset({6000, 6001, 1363030, 1363037})
SERVER_PASSING = frozenset({1, 2})


def error_of(answer: Answer) -> dict[str, Any]:
    """The error object of an answer, or an empty one."""
    told = answer.told().get("error")
    return told if isinstance(told, dict) else {}


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success."""
    error = error_of(answer)
    if not error:
        return _of_the_upload_host(answer)
    code, sub = _number(error.get("code")), _number(error.get("error_subcode"))
    for read in (_token, _limit, _duplicate, _owner, _content, _setup):
        found = read(code, sub, answer.headers)
        if found:
            return found
    return None if answer.effect else _passing(code, sub, error)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _token(code: int, sub: int, _headers: Mapping[str, str]) -> NetworkError | None:
    if code in {102, 190, 2500}:
        return SignInAgain(TOKEN.get(sub, "Facebook no longer accepts our permission."))
    return None


def _limit(code: int, _sub: int, headers: Mapping[str, str]) -> NetworkError | None:
    if code not in SPENT_BY_APP | SPENT_BY_PAGE:
        return None
    scope = Scope.APPLICATION if code in SPENT_BY_APP else Scope.CHANNEL
    wait = pace.regained_after(headers) or timedelta(minutes=5)
    return TryLater("Facebook's limit of calls is used up.", after=wait, scope=scope)


def _duplicate(code: int, sub: int, _headers: Mapping[str, str]) -> NetworkError | None:
    """Means that an equal post is there; which one is not said."""
    if DUPLICATE & {code, sub}:
        return LookFirst("Facebook says that it has this post already.")
    return None


def _owner(code: int, sub: int, _headers: Mapping[str, str]) -> NetworkError | None:
    if sub in OWNER or code in OWNER:
        return SignInAgain(OWNER.get(sub) or OWNER[code])
    if code == 368 and sub not in CONTENT:
        return SignInAgain("Facebook has blocked this Page for a while.")
    if (code == 10 and sub not in CONTENT) or 200 <= code <= 299:
        return SignInAgain("A permission that this needs is missing on Facebook.")
    return None


def _content(code: int, sub: int, _headers: Mapping[str, str]) -> NetworkError | None:
    if sub in CONTENT or code in CONTENT:
        return ChangeIt(CONTENT.get(sub) or CONTENT[code])
    if code != 100 or sub in MEDIA_PASSING | UPLOAD_PASSING:
        return None
    if sub == MISSING:
        return Gone("Facebook does not have it (any more), or does not show it to us.")
    return ChangeIt("Facebook does not accept a part of this post, or its targeting for this Page.")


def _setup(code: int, _sub: int, _headers: Mapping[str, str]) -> NetworkError | None:
    if code == 3:
        return FixSetup("The Facebook app has not been given a permission that this needs.")
    if code == 104:
        return FixSetup("The secret of the Facebook app that we know is not the right one.")
    return None


def _passing(code: int, sub: int, error: Mapping[str, Any]) -> NetworkError | None:
    """Troubles that pass; only for requests that made nothing visible."""
    if {code, sub} & (MEDIA_PASSING | UPLOAD_PASSING):
        return TryLater("Facebook had trouble with the file.", after=timedelta(seconds=30))
    if code in SERVER_PASSING or error.get("is_transient") is True:
        return TryLater("Facebook had trouble of its own.")
    return None


def _of_the_upload_host(answer: Answer) -> NetworkError | None:
    """The host for reels says in another form whether a repeat helps."""
    debug = answer.told().get("debug_info")
    if isinstance(debug, dict) and debug.get("retriable") is True and not answer.effect:
        return TryLater("Facebook had trouble with the file.", after=timedelta(seconds=30))
    return None
