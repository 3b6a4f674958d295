"""What is said when something is refused: problem details (RFC 9457, July 2023), always."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import psycopg
import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja.errors import ValidationError

from antiphon.api.core import validation
from antiphon.api.core.call import NotSignedInError
from antiphon.api.core.wire import TooLargeError, UnreadableError, WrongTypeError
from antiphon.channels.actions import NotStartedHereError
from antiphon.connect.errors import ChangeIt, NetworkError, TryLater
from antiphon.connect.registry import UnknownNetworkError
from antiphon.kernel.errors import AntiphonError, NotHereError
from antiphon.kernel.machine import IllegalMoveError, LostRaceError
from antiphon.kernel.problem import BadInputError
from antiphon.people.actions import CutOffError, StillRunningError
from antiphon.people.policy import Refused
from antiphon.plan.errors import StaleEditError

TYPE = "urn:antiphon:problem:"
MEDIA_TYPE = "application/problem+json"
MISSING = "There is no such thing in this workspace."

log = structlog.get_logger(__name__)


@dataclass(eq=False)
class Refusal(Exception):
    """What is answered instead of what was asked for."""

    status: int
    rule: str
    say: str = ""
    errors: tuple[dict[str, object], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else helps: the row as it is now, say."""


def answer(refusal: Refusal) -> HttpResponse:
    """The refusal as it goes out."""
    told: dict[str, Any] = {
        "type": TYPE + refusal.rule,
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.say,
    }
    told |= {"errors": [*refusal.errors]} if refusal.errors else {}
    body = json.dumps({**told, **refusal.more}, ensure_ascii=False)
    return HttpResponse(
        body.encode("utf-8", "replace"),
        status=refusal.status,
        content_type=MEDIA_TYPE,
        headers=dict(refusal.headers),
    )


def refusal_of(error: Exception) -> Refusal:
    """What is told of an error; of one that we did not foresee nothing but that it happened."""
    match error:
        case Refusal():
            return error
        case ValidationError() | BadInputError() | ChangeIt():
            return _bad_input(error)
        case TryLater():
            wait = str(max(1, round(error.after.total_seconds())))
            return Refusal(409, "try_later", str(error), headers={"Retry-After": wait})
        case UnreadableError():
            return Refusal(400, error.rule, str(error))
        case _:
            return _by_kind(error)


def _bad_input(error: ValidationError | BadInputError | ChangeIt) -> Refusal:
    if isinstance(error, ValidationError):
        errors = validation.told(error.errors)
    else:
        found = error.problems if isinstance(error, BadInputError) else (error.problem,)
        errors = [problem.told() for problem in found if problem]
    words = " ".join(dict.fromkeys(str(one["say"]) for one in errors)) or str(error)
    return Refusal(422, "bad_input", words[:1000], tuple(errors))


_AGAIN = {"Retry-After": "1"}
_KINDS: tuple[tuple[tuple[type[Exception], ...], Refusal], ...] = (
    ((NotSignedInError,), Refusal(401, "no_key", headers={"WWW-Authenticate": "Bearer"})),
    ((Http404,), Refusal(404, "not_here", MISSING)),
    ((NotHereError, UnknownNetworkError), Refusal(404, "not_here")),
    ((Refused,), Refusal(403, "not_allowed")),
    ((NotStartedHereError,), Refusal(410, "not_started_here")),
    ((TooLargeError,), Refusal(413, "too_large")),
    ((RequestDataTooBig,), Refusal(413, "too_large", "The body is larger than we read.")),
    ((WrongTypeError,), Refusal(415, "wrong_type")),
    ((StillRunningError,), Refusal(409, "still_running", headers=_AGAIN)),
    ((CutOffError,), Refusal(409, "cut_off")),
    ((StaleEditError,), Refusal(409, "stale_edit")),
    ((LostRaceError,), Refusal(409, "lost_race", headers=_AGAIN)),
    ((IllegalMoveError,), Refusal(409, "not_now")),
    ((NetworkError,), Refusal(409, "network")),
    ((AntiphonError,), Refusal(409, "not_now")),
    (
        (MultiPartParserError, BadRequest, SuspiciousOperation, UnreadablePostError),
        Refusal(400, "unreadable", "The body could not be read to its end."),
    ),
    ((DataError,), Refusal(422, "not_storable", "Something in it cannot be stored.")),
    ((IntegrityError,), Refusal(409, "conflict", "Something else changed meanwhile. Look again.")),
)
_AWAY = Refusal(503, "away", "The database does not answer.", headers={"Retry-After": "5"})
_UNFORESEEN = Refusal(500, "unforeseen", "That should not have happened; it was written down.")


def _by_kind(error: Exception) -> Refusal:
    for kinds, refusal in _KINDS:
        if isinstance(error, kinds):
            return refusal if refusal.say else _with_words(refusal, str(error))
    if isinstance(error, OperationalError | InterfaceError):
        return _by_cause(error)
    log.error("an api call failed", exc_info=error)
    return _UNFORESEEN


def _by_cause(error: Exception) -> Refusal:
    """Whether the question was too large, somebody else was faster, or the database is away."""
    match error.__cause__:
        case psycopg.errors.QueryCanceled():
            return Refusal(422, "too_much", "That took too long to find. Ask for less.")
        case psycopg.errors.LockNotAvailable() | psycopg.errors.DeadlockDetected():
            return Refusal(409, "busy", "Somebody else changes it just now.", headers=_AGAIN)
        case cause:
            log.warning("the database does not answer", failure=type(cause or error).__name__)
            return _AWAY


def _with_words(refusal: Refusal, say: str) -> Refusal:
    return Refusal(refusal.status, refusal.rule, say, headers=refusal.headers)
