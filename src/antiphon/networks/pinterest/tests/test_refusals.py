"""Every refusal that the facts name has one remedy."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.connect.transport.reading import remedy
from antiphon.networks.pinterest import pace
from antiphon.networks.pinterest.refusals import refusal
from antiphon.networks.pinterest.tests.lines import Line, parcel

TABLE: list[tuple[int, int, type[NetworkError], type[NetworkError]]] = [
    # status, code, when making a pin, when asking for one
    (400, 1, ChangeIt, ChangeIt),
    (400, 400, ChangeIt, ChangeIt),
    (401, 2, SignInAgain, SignInAgain),
    (401, 3, SignInAgain, SignInAgain),
    (401, 1104, SignInAgain, SignInAgain),
    (403, 3, SignInAgain, SignInAgain),
    (403, 403, SignInAgain, SignInAgain),
    (403, 7, ChangeIt, ChangeIt),
    (403, 29, FixSetup, FixSetup),
    (403, 2625, SignInAgain, SignInAgain),
    (403, 2626, SignInAgain, SignInAgain),
    (403, 4197, FixSetup, FixSetup),
    (404, 30, ChangeIt, Gone),
    (404, 40, ChangeIt, Gone),
    (404, 50, ChangeIt, Gone),
    (404, 404, ChangeIt, Gone),
    (405, 5, FixSetup, FixSetup),
    (409, 409, LookFirst, ChangeIt),
    (429, 8, TryLater, TryLater),
    (429, 30, TryLater, TryLater),
    (500, 0, LookFirst, TryLater),
    (503, 0, LookFirst, TryLater),
]


def answer(status: int, code: int, *, effect: bool) -> Answer:
    body = json.dumps({"code": code, "message": "pina_secret <b>"} if code else {}).encode()
    path = "/v5/pins" if effect else "/v5/pins/7"
    return Answer(status=status, headers={}, body=body, url=f"https://x.test{path}", effect=effect)


def found(status: int, code: int, *, effect: bool) -> NetworkError:
    told = answer(status, code, effect=effect)
    return refusal(told) or remedy(told, pause=timedelta(minutes=1))


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("status", "code", "making", "asking"), TABLE)
def test_each_refusal_has_its_remedy(status: int, code: int, making: type, asking: type) -> None:
    assert type(found(status, code, effect=True)) is making
    assert type(found(status, code, effect=False)) is asking


@pytest.mark.promise("K1", "F24")
@pytest.mark.parametrize(("status", "code", "_making", "_asking"), TABLE)
def test_no_refusal_repeats_what_pinterest_wrote(
    status: int, code: int, _making: type, _asking: type
) -> None:
    assert "pina_" not in str(found(status, code, effect=True))


def test_a_refusal_that_is_no_json_proves_nothing() -> None:
    told = Answer(status=403, headers={}, body=b"<html>", url="https://x.test/v5/pins", effect=True)

    assert refusal(told) is None


@pytest.mark.parametrize(
    ("refused", "remedy"),
    [((403, 29), FixSetup), ((403, 2625), SignInAgain), ((429, 8), TryLater)],
)
def test_what_the_network_says_reaches_us(
    line: Line, tmp_path: Path, refused: tuple[int, int], remedy: type
) -> None:
    line.server.quirks.refuses = refused

    assert isinstance(line.send(Verb.PUBLISH, parcel(tmp_path)), remedy)
    assert line.server.timeline(line.handle) == []


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}, 0),
        ({"x-userendpoint-ratelimit-remaining": "12"}, 12),
        ({"x-ratelimit-remaining": "99, 99;w=60"}, 99),
        ({"x-ratelimit-remaining": "many"}, None),
        ({}, None),
    ],
)
def test_headers_that_tell_what_is_left_are_read(headers: dict[str, str], left: int | None) -> None:
    at = datetime.now(UTC)
    told = pace.read(headers, at)

    assert [one.left for one in told] == ([] if left is None else [left])
    assert all(one.resets_at > at for one in told)
