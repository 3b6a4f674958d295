"""What LinkedIn's refusals mean. Only what stands here may say that nothing happened.

Sources: Error handling and Posts API pages of learn.microsoft.com/linkedin, read 2026-11-21; the
duplicate was recorded on 2026-05-12 with LinkedIn-Version 202604.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
from antiphon.connect.values import Receipt, RemoteId
from antiphon.kernel.problem import Problem
from antiphon.networks.linkedin.urns import page_of

_FIRST = re.compile(r"urn:li:(?:share|ugcPost|activity):\d+")
_FIELD = re.compile(r"ERROR :: /(\w+)")
_OURS = {
    "commentary": "text", "message": "text", "content": "media", "distribution": "targeting",
    "visibility": "options.visibility", "author": "channel",
}  # fmt: skip
_CONTENT = ("ILLEGAL_ARGUMENT", "INVALID_VALUE_FOR_FIELD", "FIELD_LENGTH_TOO_LONG",
            "MISSING_FIELD", "UNPERMITTED_FIELD")  # fmt: skip
_UPLOADS = ("/rest/images", "/rest/documents", "/rest/videos")
_SOON = timedelta(seconds=10)
"""An asset in work: the documentation says a few seconds."""
_BURST, _DAILY = timedelta(minutes=2), timedelta(minutes=15)
"""429 also protects the machines, so one more call soon; then a call each quarter of an hour finds
out, until the day's limit is reset at midnight UTC (Rate limits page)."""
_EXPIRED = ("invalid_grant", "invalid_request", "expired", "revoked")


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy; None for what nobody has written down."""
    told = answer.told()
    match answer.status:
        case 400 | 422 if "error" in told and "message" not in told:
            return _sign_in(told)
        case 400 | 422:
            return _content(answer, told)
        case 429:
            return _throttle(told)
        case _:
            return _by_status(answer, told)


def _by_status(answer: Answer, told: dict[str, Any]) -> NetworkError | None:
    say = {
        401: "LinkedIn no longer accepts our permission. Sign in again.",
        404: "LinkedIn does not know it any more.",
        409: "LinkedIn was busy with the same thing.",
        426: "This LinkedIn-Version has been retired; set a newer one.",
    }.get(answer.status, "")
    match answer.status:
        case 401:
            return SignInAgain(say)
        case 403 if told:  # a page that some machine on the way made says nothing
            return _forbidden(answer)
        case 404 if told:
            return Gone(say)
        case 409 if not answer.effect:
            return TryLater(say)
        case 426:
            return FixSetup(say)
        case _:
            return None


def _content(answer: Answer, told: dict[str, Any]) -> NetworkError | None:
    words = _words(told)
    for sign, remedy in _SIGNS.items():
        if sign in words:
            return remedy(words)
    field = _FIELD.search(words)
    listed = answer.status == 422 and bool(told.get("errorDetails"))
    if field or listed or any(code in words for code in _CONTENT):
        return _change(field[1] if field else "")
    return None


def _words(told: dict[str, Any]) -> str:
    details = told.get("errorDetails")
    inputs = details.get("inputErrors", []) if isinstance(details, dict) else []
    codes = [str(one.get("code", "")) for one in inputs if isinstance(one, dict)]
    return " ".join([str(told.get("code", "")), str(told.get("message", "")), *codes])


def _duplicate(words: str) -> LookFirst:
    say = "LinkedIn says that the same post is already there."
    first = _FIRST.search(words)
    if first is None:
        return LookFirst(say)
    known = Receipt(id=RemoteId(first[0]), url=page_of(first[0]), twin=say)
    return LookFirst(say, known=known)


def _change(theirs: str) -> ChangeIt:
    ours = _OURS.get(theirs, theirs)
    place = f" ({ours})" if ours else ""
    say = f"LinkedIn refused what the post says or carries{place}. Change it."
    problem = Problem(field=ours or "post", rule="refused", say=say)
    return ChangeIt(say, problem=problem)


def _forbidden(answer: Answer) -> NetworkError:
    if answer.effect or answer.url.endswith(_UPLOADS):
        return SignInAgain(
            "LinkedIn does not let us post here: the permission or the role on the page is missing."
        )
    return FixSetup(
        "LinkedIn does not let this app read here. Its operator can apply for the reading scopes."
    )


def _throttle(told: dict[str, Any]) -> TryLater:
    words = str(told.get("message", ""))
    if "throttle" not in words.lower():
        return TryLater("LinkedIn asks us to slow down.", after=_BURST, scope=Scope.CHANNEL)
    now = datetime.now(UTC)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    scope = Scope.APPLICATION if "APPLICATION" in words.upper() else Scope.CHANNEL
    say = "LinkedIn's limit of calls for today is used up."
    return TryLater(say, after=min(_DAILY, midnight - now), scope=scope)


def _sign_in(told: dict[str, Any]) -> NetworkError:
    words = f"{told.get('error')} {told.get('error_description', '')}".lower()
    if any(word in words for word in _EXPIRED):
        return SignInAgain("LinkedIn's permission has ended. Sign in again.")
    return FixSetup("LinkedIn does not accept the keys or the address of this app.")


def _unversioned(_words: str) -> FixSetup:
    return FixSetup("LinkedIn did not see which version of its interface we speak.")


def _spoilt(_words: str) -> ChangeIt:
    say = "LinkedIn could not make anything of the file. Try another one."
    return ChangeIt(say, problem=Problem(field="media", rule="refused", say=say))


def _in_work(_words: str) -> TryLater:
    return TryLater("LinkedIn is still working on the file.", after=_SOON)


_SIGNS: dict[str, Callable[[str], NetworkError]] = {
    "DUPLICATE_POST": _duplicate,
    "VERSION_MISSING": _unversioned,
    "MEDIA_ASSET_PROCESSING_FAILED": _spoilt,
    "MEDIA_ASSET_WAITING_UPLOAD": _in_work,
    "MEDIA_ASSET_PROCESSING": _in_work,
}
"""Looked for in this order: the failure's name begins with that of the work going on."""
