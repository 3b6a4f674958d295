"""What a refusal of these servers means, and of which we know that nothing happened.

Texts are localised (recorded answers are Japanese and German), so statuses decide. The proven list
for a request with an effect: 400, 403, 404, 410 and 422 with the server's own JSON error, 401, 429,
and the way to the sign-in page. Recorded from Mastodon 4.7.3, Takahē 0.11, snac 2.94, Hollo 0.6.10
(2026-11-21); 302 from Mastodon.py#436. 5xx is never on it: a repeat of something that did happen
answers 500 on some versions (mastodon/mastodon#40399).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

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

NOT_KNOWN = "The server no longer accepts our permission."
_STILL_WORKING = "not finished processing"
_DEAD_GRANTS = frozenset({"invalid_grant", "invalid_token", "access_denied", "unauthorized_client"})
_PAUSE = timedelta(minutes=5)
"""The window of the common limit, where an answer names no time (docs, "Rate limits", 2026-07)."""


def _bad_request(answer: Answer) -> NetworkError | None:
    if "invalid bearer token" in answer.text()[:200].lower():  # Takahē, as plain text
        return SignInAgain(NOT_KNOWN)
    if str(answer.told().get("error")) in _DEAD_GRANTS:
        return SignInAgain("The permission has ended, or was used already. Sign in again.")
    return _unknown_client(answer) or (_as_it_is() if _explains(answer) else None)


def _unknown_client(answer: Answer) -> NetworkError | None:
    """Before 4.3 a server forgot applications that nobody had used."""
    if answer.told().get("error") != "invalid_client":
        return None
    return FixSetup("The server has forgotten this installation. Register it there anew.")


def _forbidden(answer: Answer) -> NetworkError | None:
    if "scope" in str(answer.told().get("error", "")).lower():
        return SignInAgain("The permission does not cover this. Sign in again and allow it.")
    if _explains(answer):
        return ChangeIt("The server does not allow this account to do that.")
    return None


def _gone(answer: Answer) -> NetworkError | None:
    if answer.effect and not _explains(answer):
        return None
    return Gone("It is not there any more, or this account may not see it.")


def _unprocessable(answer: Answer) -> NetworkError | None:
    if not answer.body:  # snac, to a dead token; after an effect the connector asks again
        return None if answer.effect else SignInAgain(NOT_KNOWN)
    if _STILL_WORKING in str(answer.told().get("error", "")):
        return TryLater("The server is still working on a file.", after=timedelta(seconds=10))
    return _as_it_is() if _explains(answer) else None


def _as_it_is() -> ChangeIt:
    return ChangeIt(
        "The server refused it as it is: it breaks a rule of that server. "
        "Look at the length (content warning and text together), the files and the poll."
    )


def _explains(answer: Answer) -> bool:
    """Whether the application itself refused, not something in front of it."""
    return isinstance(answer.told().get("error"), str | dict)


def _until_reset(answer: Answer) -> timedelta | None:
    told = answer.headers.get("retry-after") or answer.headers.get("x-ratelimit-reset")
    return waiting_time(told, at=datetime.now(UTC))


def _too_many(answer: Answer) -> TryLater:
    return TryLater(
        "The server has had enough calls of this channel for now.",
        after=_until_reset(answer) or _PAUSE,
        scope=Scope.CHANNEL,
    )


def _too_large(answer: Answer) -> NetworkError | None:
    return None if answer.effect else ChangeIt("The file is larger than the server takes.")


def _unauthorized(answer: Answer) -> NetworkError:
    return _unknown_client(answer) or SignInAgain(NOT_KNOWN)


def _led_away(answer: Answer) -> NetworkError | None:
    path = urlsplit(answer.headers.get("location", "")).path
    return SignInAgain(NOT_KNOWN) if path.rstrip("/").endswith("/login") else None


_READ: dict[int, Callable[[Answer], NetworkError | None]] = {
    301: _led_away,
    302: _led_away,
    303: _led_away,
    400: _bad_request,
    401: _unauthorized,
    403: _forbidden,
    404: _gone,
    410: _gone,
    413: _too_large,
    422: _unprocessable,
    429: _too_many,
}


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success; None where we know of none."""
    read = _READ.get(answer.status)
    return read(answer) if read else None
