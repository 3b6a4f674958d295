"""What a refusal of Google's means: one remedy for every status that is known.

Source: cloud.google.com/apis/design/errors and developers.google.com/my-business/content
(2026-11-21); of sign-ins developers.google.com/identity/protocols/oauth2/web-server. A status that
a server gives when it failed in the middle says nothing of the effect: None is returned then, and
the client looks first.
"""

from collections.abc import Iterator, Mapping
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

PAUSE = timedelta(minutes=1)
"""Google names no time; it asks for at least a minute."""

PASSING = frozenset({"UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED"})
CONTENT = frozenset({"INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE"})
PARTS = {
    "summary": "the text",
    "call_to_action": "the button",
    "callToAction": "the button",
    "media": "the picture",
    "event": "the title or the times",
    "offer": "the offer",
    "comment": "the answer",
}
"""What stands in the name of a field that Google objects to, and what a person calls it."""

SIGN_INS: dict[str, type[NetworkError]] = {
    "invalid_grant": SignInAgain,
    "access_denied": SignInAgain,
    "invalid_client": FixSetup,
    "unauthorized_client": FixSetup,
    "redirect_uri_mismatch": FixSetup,
    "invalid_scope": FixSetup,
}
WORDS = {
    SignInAgain: "Google no longer accepts our permission. Sign in again.",
    FixSetup: "Google does not know our app, or not this secret or address of it.",
}


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success."""
    error = answer.told().get("error")
    if isinstance(error, str):
        found = SIGN_INS.get(error)
        return found(WORDS[found]) if found else None
    if not isinstance(error, dict):
        return None
    status = str(error.get("status", ""))
    return _permission(status, error) or _content(status, error) or _passing(status, answer)


def _permission(status: str, error: Mapping[str, Any]) -> NetworkError | None:
    if status == "UNAUTHENTICATED":
        return SignInAgain(WORDS[SignInAgain])
    if status not in {"PERMISSION_DENIED", "RESOURCE_EXHAUSTED"}:
        return None
    if _is_unapproved(error):
        return FixSetup("Google has not approved our project for the Business Profile APIs yet.")
    if status == "RESOURCE_EXHAUSTED":
        return TryLater("The calls of a minute are used up.", after=PAUSE, scope=Scope.APPLICATION)
    return _denied({str(detail.get("reason")) for detail in _details(error)})


def _denied(reasons: set[str]) -> NetworkError:
    if "SERVICE_DISABLED" in reasons:
        return FixSetup("An API of Google Business Profile is not enabled in our project.")
    if "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in reasons:
        return SignInAgain("Google was not allowed to let us manage this business. Sign in again.")
    return SignInAgain("Google does not let this person manage the place, or not yet.")


def _is_unapproved(error: Mapping[str, Any]) -> bool:
    """A project that waits for approval has a quota of none at all."""
    return any(
        str(metadata.get("quota_limit_value")) == "0"
        for detail in _details(error)
        if isinstance(metadata := detail.get("metadata"), dict)
    )


def _content(status: str, error: Mapping[str, Any]) -> NetworkError | None:
    if status == "NOT_FOUND":
        return Gone("Google does not have it (any more), or does not show it to us.")
    if status == "ALREADY_EXISTS":
        return LookFirst("Google says that it has this already.")
    if status not in CONTENT:
        return None
    fields = " ".join(_fields(error))
    named = dict.fromkeys(said for name, said in PARTS.items() if name in fields)
    return ChangeIt(f"Google does not accept {' and '.join(named) or 'a part of this post'}.")


def _fields(error: Mapping[str, Any]) -> Iterator[str]:
    for detail in _details(error):
        for name in ("errorDetails", "fieldViolations"):
            listed = detail.get(name)
            for one in listed if isinstance(listed, list) else []:
                if isinstance(one, dict):
                    yield str(one.get("field", ""))


def _details(error: Mapping[str, Any]) -> list[dict[str, Any]]:
    details = error.get("details")
    return [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []


def _passing(status: str, answer: Answer) -> NetworkError | None:
    """Troubles that pass; only for requests that made nothing visible."""
    if status in PASSING and not answer.effect:
        return TryLater("Google had trouble of its own.", after=PAUSE)
    return None
