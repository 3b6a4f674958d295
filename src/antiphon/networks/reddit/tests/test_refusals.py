"""Every refusal that the facts name has one remedy."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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
from antiphon.connect.post_office import Verb
from antiphon.connect.transport.reading import remedy
from antiphon.networks.reddit import pace
from antiphon.networks.reddit.api import data_of
from antiphon.networks.reddit.refusals import refusal
from antiphon.networks.reddit.tests.lines import Line, parcel

CODES: list[tuple[str, str | None, type[NetworkError], str]] = [
    # code, their field, remedy, our field
    ("GALLERIES_DISABLED", "sr", ChangeIt, "type"),
    ("NO_VIDEOS", "sr", ChangeIt, "type"),
    ("NO_IMAGES", "sr", ChangeIt, "type"),
    ("NO_LINKS", "sr", ChangeIt, "type"),
    ("NO_SELFS", "sr", ChangeIt, "type"),
    ("SUBMIT_VALIDATION_TITLE_BLACKLISTED_STRING", "title", ChangeIt, "title"),
    ("SUBMIT_VALIDATION_TITLE_REGEX_REQUIREMENT", None, ChangeIt, "title"),
    ("SUBMIT_VALIDATION_BODY_REQUIRED_STRING", None, ChangeIt, "text"),
    ("SUBMIT_VALIDATION_FLAIR_REQUIRED", "flair", ChangeIt, "options.flair"),
    ("SUBMIT_VALIDATION_LINK_WHITELIST", None, ChangeIt, "link"),
    ("INVALID_OPTION", "link_type", ChangeIt, "post"),
    ("NO_TEXT", "title", ChangeIt, "text"),
    ("TOO_LONG", "text", ChangeIt, "text"),
    ("NO_URL", "url", ChangeIt, "link"),
    ("BAD_URL", "url", ChangeIt, "link"),
    ("DOMAIN_BANNED", "url", ChangeIt, "link"),
    ("BAD_NUMBER", "duration", ChangeIt, "poll.closes_after"),
    ("SUBREDDIT_NOEXIST", "sr", ChangeIt, "channel"),
    ("SUBREDDIT_REQUIRED", "sr", ChangeIt, "channel"),
    ("BAD_USERNAME", "user", ChangeIt, "post"),
    ("placeholder", None, ChangeIt, "post"),
    ("THREAD_LOCKED", "parent", ChangeIt, ""),
    ("TOO_OLD", "parent", ChangeIt, ""),
    ("SOMETHING_NEW", None, ChangeIt, "post"),
    ("USER_REQUIRED", None, SignInAgain, ""),
    ("BANNED_FROM_SUBREDDIT", "sr", SignInAgain, ""),
    ("SUBREDDIT_NOTALLOWED", "sr", SignInAgain, ""),
    ("NOT_WHITELISTED_BY_USER_MESSAGE", "to", SignInAgain, ""),
    ("INVALID_PERMISSIONS", "permissions", SignInAgain, ""),
    ("BAD_CAPTCHA", "captcha", SignInAgain, ""),
    ("DELETED_COMMENT", "parent", Gone, ""),
    ("USER_DOESNT_EXIST", "to", Gone, ""),
    ("ALREADY_SUB", "url", LookFirst, ""),
    ("RATELIMIT", "ratelimit", TryLater, ""),
    ("QUOTA_FILLED", None, TryLater, ""),
]

STATUSES: list[tuple[int, dict[str, Any], type[NetworkError], type[NetworkError]]] = [
    # status, body, for what has an effect, for what has none
    (400, {"message": "Bad Request", "error": 400}, LookFirst, ChangeIt),
    (400, {"fields": ["title"], "reason": "SUBMIT_VALIDATION_TITLE_X"}, ChangeIt, ChangeIt),
    (400, {"fields": ["sr"], "reason": "PARAMETER_REQUIRED"}, ChangeIt, ChangeIt),
    (401, {"message": "Unauthorized", "error": 401}, SignInAgain, SignInAgain),
    (403, {"message": "Forbidden", "error": 403}, SignInAgain, SignInAgain),
    (403, {"error": 403}, SignInAgain, SignInAgain),
    *((403, {"reason": why}, SignInAgain, SignInAgain)
      for why in ("private", "quarantined", "banned", "gold_only")),
    (404, {"message": "Not Found", "error": 404}, Gone, Gone),
    (404, {"reason": "banned", "error": 404}, Gone, Gone),
    (409, {"message": "Conflict", "error": 409}, LookFirst, ChangeIt),
    (413, {}, ChangeIt, ChangeIt),
    (429, {"message": "Too Many Requests", "error": 429}, TryLater, TryLater),
    *((status, {}, LookFirst, TryLater) for status in (500, 502, 503, 504)),
]  # fmt: skip


def answer(status: int, told: object, effect: bool = True, **headers: str) -> Answer:  # noqa: FBT001, FBT002
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(told).encode()
    return Answer(status=status, headers=named, body=body, url="https://x.test/", effect=effect)


def of_code(code: str, field: str | None, **more: object) -> NetworkError:
    told = {"json": {"errors": [[code, "<b>secret</b> words", field]], **more}}
    with pytest.raises(NetworkError) as found:
        data_of(answer(200, told))
    return found.value


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("code", "field", "remedy", "ours"), CODES)
def test_each_code_has_its_remedy(code: str, field: str | None, remedy: type, ours: str) -> None:
    found = of_code(code, field)

    assert type(found) is remedy
    assert "secret" not in str(found)
    problem = getattr(found, "problem", None)
    assert (problem.field if problem else "") == ours


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("status", "told", "with_effect", "without"), STATUSES)
def test_each_status_has_its_remedy(
    status: int, told: dict[str, Any], with_effect: type, without: type
) -> None:
    for effect, expected in ((True, with_effect), (False, without)):
        one = answer(status, told, effect)
        assert type(refusal(one) or remedy(one, pause=None)) is expected


@pytest.mark.parametrize(
    ("words", "more", "wait"),
    [
        ("try again in 9 minutes.", {}, timedelta(minutes=9, seconds=1)),
        ("Take a break for 30 seconds before", {}, timedelta(seconds=31)),
        ("try again in 2 hours.", {}, timedelta(hours=2, seconds=1)),
        ("you are doing that too much.", {"ratelimit": 77.5}, timedelta(seconds=77.5)),
        ("you are doing that too much.", {}, timedelta(minutes=10)),
    ],
)
def test_who_posts_too_fast_waits_as_long_as_told(
    words: str, more: dict[str, Any], wait: timedelta
) -> None:
    told = {"json": {"errors": [["RATELIMIT", words, "ratelimit"]], **more}}
    with pytest.raises(TryLater) as found:
        data_of(answer(200, told))

    assert found.value.after == wait
    assert found.value.scope is Scope.CHANNEL


def test_the_older_form_of_refusals_is_read_too(line: Line) -> None:
    line.server.quirks.jquery = True
    line.server.quirks.errors = [["SUBREDDIT_NOTALLOWED", "no", "sr"]]

    assert isinstance(line.send(Verb.PUBLISH, parcel()), SignInAgain)


@pytest.mark.promise("P16")
def test_a_refusal_that_looks_like_a_success_publishes_nothing(line: Line) -> None:
    line.server.quirks.errors, line.server.quirks.wait = [["RATELIMIT", "", "ratelimit"]], 66
    outcome = line.send(Verb.PUBLISH, parcel())

    assert isinstance(outcome, TryLater)
    assert outcome.after == timedelta(seconds=66)
    assert line.timeline() == []


@pytest.mark.parametrize("told", [{}, {"json": {}}, {"json": {"data": {}}}, [], "no"])
def test_an_answer_without_the_envelope_leaves_us_unsure(told: object) -> None:
    with pytest.raises(LookFirst):
        data_of(answer(200, told))


def test_a_missing_scope_is_told_by_a_header() -> None:
    header = 'Bearer realm="reddit", error="insufficient_scope"'
    found = refusal(answer(403, {}, www_authenticate=header))

    assert isinstance(found, SignInAgain)


def test_too_many_calls_wait_until_the_window_ends() -> None:
    found = refusal(answer(429, {}, x_ratelimit_reset="123"))

    assert isinstance(found, TryLater)
    assert (found.after, found.scope) == (timedelta(seconds=123), Scope.APPLICATION)


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        ({"x-ratelimit-remaining": "996.0", "x-ratelimit-reset": "307"}, 991),
        ({"x-ratelimit-remaining": "4.0", "x-ratelimit-reset": "10"}, -1),
        ({"x-ratelimit-remaining": "none"}, None),
        ({}, None),
    ],
)
def test_headers_that_tell_what_is_left_are_read(headers: dict[str, str], left: int | None) -> None:
    at = datetime.now(UTC)
    told = pace.read(headers, at)

    assert [one.left for one in told] == ([] if left is None else [left])
    assert all(one.whole_application and one.resets_at > at for one in told)
