"""What a refusal means: by its type and code, because messages are made for people; pure.

Types and codes of @tryghost/errors and of the Admin API of 6.65.0 (read in the npm package,
2026-11-28; "seen" were recorded on 2026-11-21). A validation, a permission and the lock are all
judged before anything is written. `InternalServerError` and all that is unknown stay unsure.
"""

from collections.abc import Callable, Mapping
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
from antiphon.kernel.problem import Problem

Remedy = Callable[[], NetworkError]


def _say(remedy: type[NetworkError], say: str) -> Remedy:
    return lambda: remedy(say)


def _change(field: str, say: str) -> Remedy:
    return lambda: ChangeIt(say, problem=Problem(field=field, rule="refused", say=say))


_KEY = _say(SignInAgain, "The site no longer accepts this Admin API key. Make a new one.")
_CLOCK = _say(
    FixSetup, "The site finds our signature too old or too new: one of the two clocks is wrong."
)
_MAY_NOT = _say(SignInAgain, "The site does not let this key do that.")
_NOT_THERE = _say(Gone, "The post is not there any more.")


CODES: Mapping[str, Remedy] = {
    "UNKNOWN_ADMIN_API_KEY": _KEY,
    "UNKNOWN_CONTENT_API_KEY": _KEY,  # seen, 401
    "INVALID_API_KEY_TYPE": _KEY,
    "MISSING_ADMIN_API_KID": _KEY,
    "INVALID_AUTH_HEADER": _KEY,
    "INVALID_JWT": _KEY,  # seen, 400 and 401
    "UPDATE_COLLISION": lambda: TryLater(
        "Somebody changed it at the site in the same moment.", after=timedelta(seconds=10)
    ),
}
TYPES: Mapping[str, Remedy] = {
    "UnauthorizedError": _KEY,
    "NoPermissionError": _MAY_NOT,  # seen, 403
    "NotFoundError": _NOT_THERE,  # seen, 404
    "ValidationError": _change("text", "The site refused what the post holds."),  # seen, 422
    "BadRequestError": _change("text", "The site could not read the post."),
    "UnsupportedMediaTypeError": _change("media", "The site takes no files of this type."),
    "RequestEntityTooLargeError": _change("media", "The file is larger than the site takes."),
    "UpdateCollisionError": CODES["UPDATE_COLLISION"],
    "TooManyRequestsError": lambda: TryLater("Too many calls.", scope=Scope.CHANNEL),
    "HostLimitError": _say(FixSetup, "The plan of the site's host does not allow that."),
    "MaintenanceError": lambda: TryLater("The site is under maintenance.", scope=Scope.CHANNEL),
}
_FIELDS: Mapping[str, str] = {
    "title": "title",
    "tags": "labels",
    "feature_image_alt": "media.0.alt",
    "feature_image": "media",
    "custom_excerpt": "options.excerpt",
    "canonical_url": "options.canonical_url",
    "email_subject": "options.email_subject",
    "tiers": "options.visibility",
    "visibility": "options.visibility",
}


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a refusal that we know; None for all others."""
    told = _first(answer)
    if answer.status < 300 or (answer.status == 503 and not answer.effect) or not told:
        return _unspoken(answer)
    code, type = str(told.get("code") or ""), str(told.get("type") or "")
    if code == "INVALID_JWT" and _speaks_of_time(told):
        return _CLOCK()
    if type == "ValidationError":
        return _validation(told)
    remedy = CODES.get(code) or TYPES.get(type)
    return remedy() if remedy else None


def _unspoken(answer: Answer) -> NetworkError | None:
    """What is not the interface's own word: a proxy's, or another program's at that address."""
    if answer.effect or answer.status < 300 or answer.status in {401, 429}:
        return None
    if answer.status == 413:
        return TYPES["RequestEntityTooLargeError"]()
    if answer.status == 503:
        return TryLater("The site is starting or under maintenance.", scope=Scope.CHANNEL)
    return TryLater("Something else answered for the site.") if answer.status < 500 else None


def _first(answer: Answer) -> Mapping[str, Any]:
    errors = answer.told().get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, dict) else {}


def _speaks_of_time(told: Mapping[str, Any]) -> bool:
    """The library's own words: "jwt expired", "jwt not active", "maxAge exceeded" (seen)."""
    message = str(told.get("message") or "")
    return any(word in message for word in ("jwt expired", "not active", "maxAge exceeded"))


def _validation(told: Mapping[str, Any]) -> NetworkError:
    """Names the field that the site refused; never its own words."""
    details = told.get("details")
    first = details[0] if isinstance(details, list) and details else {}
    path = str(first.get("instancePath") or "") if isinstance(first, dict) else ""
    part = path.split("/")[3] if path.count("/") >= 3 else str(told.get("property") or "")
    say = f"The site refused “{part}”." if part.isidentifier() else str(TYPES["ValidationError"]())
    problem = Problem(field=_FIELDS.get(part, "text"), rule="refused", say=say)
    return ChangeIt(say, problem=problem)
