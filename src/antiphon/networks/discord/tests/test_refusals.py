"""Every refusal that the facts name has one remedy."""

import json
from datetime import timedelta

import pytest

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
from antiphon.networks.discord.refusals import BANNED_FOR, refusal

NOTHING = None
TABLE: list[tuple[int, int, type[NetworkError] | None, type[NetworkError] | None]] = [
    # status, code, for what has an effect, for what has none
    (401, 0, SignInAgain, SignInAgain),
    *((401, code, SignInAgain, SignInAgain) for code in (50014, 50027)),
    (404, 10015, SignInAgain, SignInAgain),
    *((404, code, SignInAgain, SignInAgain) for code in (10003, 10004)),
    (404, 10008, Gone, Gone),
    *((403, code, SignInAgain, SignInAgain) for code in (50001, 50013)),
    (403, 50007, ChangeIt, ChangeIt),
    *((400, code, ChangeIt, ChangeIt) for code in (50006, 50035, 50045)),
    (413, 40005, ChangeIt, ChangeIt),
    *((400, code, ChangeIt, ChangeIt) for code in range(520000, 520007)),
    *((400, code, ChangeIt, ChangeIt) for code in range(220001, 220005)),
    *((400, code, ChangeIt, ChangeIt) for code in (40067, 40058, 200000, 200001, 240000)),
    *((400, code, ChangeIt, ChangeIt) for code in (50083, 160005, 30007, 30046)),
    (403, 40001, ChangeIt, ChangeIt),
    *((429, code, TryLater, TryLater) for code in (0, 20016, 20022, 20028, 20029, 40062)),
    (400, 40033, NOTHING, NOTHING),
    (503, 130000, NOTHING, TryLater),
    *((status, 0, NOTHING, NOTHING) for status in (500, 502, 503, 504)),
    (202, 110000, TryLater, TryLater),
    (400, 987654, ChangeIt, ChangeIt),
    (403, 987654, SignInAgain, SignInAgain),
    (404, 987654, Gone, Gone),
]


def answer(status: int, body: object, *, effect: bool = True, wait: str = "") -> Answer:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"retry-after": wait} if wait else {}
    return Answer(status=status, headers=headers, body=text, url="https://x.test/", effect=effect)


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("status", "code", "with_effect", "without"), TABLE)
def test_each_refusal_has_its_remedy(
    status: int, code: int, with_effect: type | None, without: type | None
) -> None:
    for effect, expected in ((True, with_effect), (False, without)):
        found = refusal(answer(status, {"code": code, "message": "No"}, effect=effect))
        assert type(found) is (expected or type(None))


@pytest.mark.promise("K1", "F24")
@pytest.mark.parametrize(("status", "code", "_with", "_without"), TABLE)
def test_no_refusal_repeats_what_the_network_wrote(
    status: int, code: int, _with: type | None, _without: type | None
) -> None:
    assert "secret words" not in str(
        refusal(answer(status, {"code": code, "message": "secret words"}))
    )


@pytest.mark.promise("F25", "P16")
def test_a_pause_is_as_long_as_it_is_told_and_for_whom() -> None:
    mine = refusal(answer(429, {"message": "", "retry_after": 12.5, "global": False}))
    everybody = refusal(answer(429, {"message": "", "retry_after": 3.2, "global": True}))
    header = refusal(answer(429, {}, wait="77"))

    assert isinstance(mine, TryLater)
    assert isinstance(everybody, TryLater)
    assert isinstance(header, TryLater)
    assert (mine.after, mine.scope) == (timedelta(seconds=12.5), Scope.CHANNEL)
    assert (everybody.after, everybody.scope) == (timedelta(seconds=3.2), Scope.APPLICATION)
    assert header.after == timedelta(seconds=77)


@pytest.mark.parametrize(("status", "body"), [(429, b"<html>"), (403, b"error code: 1015")])
def test_being_shut_out_makes_everybody_wait(status: int, body: bytes) -> None:
    found = refusal(answer(status, body))

    assert isinstance(found, TryLater)
    assert (found.after, found.scope) == (BANNED_FOR, Scope.APPLICATION)


@pytest.mark.parametrize(
    ("errors", "field"),
    [({"content": {}}, "text"), ({"embeds": {"0": {"title": {}}}}, "text"),
     ({"poll": {"answers": {}}}, "poll"), ({"attachments": {}}, "media"),
     ({"applied_tags": {}}, "options.tags"), ({}, "text")],
)  # fmt: skip
def test_a_form_names_the_field(errors: dict[str, object], field: str) -> None:
    found = refusal(answer(400, {"code": 50035, "message": "Invalid", "errors": errors}))

    assert isinstance(found, ChangeIt)
    assert found.problem
    assert found.problem.field == field


@pytest.mark.parametrize(
    ("word", "remedy"), [("invalid_client", FixSetup), ("invalid_grant", SignInAgain)]
)
def test_the_sign_in_has_refusals_of_its_own(word: str, remedy: type) -> None:
    assert type(refusal(answer(400, {"error": word}, effect=False))) is remedy


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"code": "7"}'])
def test_what_is_not_discords_word_is_left_to_the_client(body: bytes) -> None:
    for status in (400, 404, 413, 500):
        assert refusal(answer(status, body)) is None
