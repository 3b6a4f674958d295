"""Every refusal that the facts name has one remedy."""

import json
from datetime import UTC, datetime, timedelta

import pytest

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
from antiphon.networks.facebook.refusals import refusal

NOTHING = None
TABLE: list[tuple[int, int, type[NetworkError] | None, type[NetworkError] | None]] = [
    # code, subcode, for what has an effect, for what has none
    (1, 0, NOTHING, TryLater),
    (2, 0, NOTHING, TryLater),
    *((code, 0, TryLater, TryLater) for code in (4, 17, 32, 341, 613, 80001, 80002, 80006)),
    *((190, sub, SignInAgain, SignInAgain) for sub in (0, 458, 459, 460, 463, 464, 467, 492)),
    (102, 0, SignInAgain, SignInAgain),
    (2500, 0, SignInAgain, SignInAgain),
    (3, 0, FixSetup, FixSetup),
    (10, 0, SignInAgain, SignInAgain),
    (200, 0, SignInAgain, SignInAgain),
    (299, 0, SignInAgain, SignInAgain),
    (1404078, 0, SignInAgain, SignInAgain),
    (100, 0, ChangeIt, ChangeIt),
    (100, 33, Gone, Gone),
    (100, 1349125, ChangeIt, ChangeIt),
    (104, 0, FixSetup, FixSetup),
    (368, 0, SignInAgain, SignInAgain),
    *((368, sub, SignInAgain, SignInAgain) for sub in (1390008, 1404006, 1404112, 4854002)),
    *((368, sub, ChangeIt, ChangeIt) for sub in (1346003, 1404102)),
    (506, 0, LookFirst, LookFirst),
    (100, 1366051, LookFirst, LookFirst),
    *((code, 0, ChangeIt, ChangeIt) for code in (1366046, 2069019, 1609005, 2061006, 1609008)),
    *((code, 0, NOTHING, TryLater) for code in (1363047, 1609010, 1366055)),
    *((100, sub, NOTHING, TryLater) for sub in (1363047, 1363030, 1363037)),
    *((code, 0, NOTHING, TryLater) for code in (6000, 6001)),
    (551, 0, ChangeIt, ChangeIt),
    (10, 2018278, ChangeIt, ChangeIt),
    (2018001, 0, ChangeIt, ChangeIt),
    (987654, 0, NOTHING, NOTHING),
]


def answer(body: object, *, effect: bool = True, usage: str = "") -> Answer:
    text = json.dumps(body).encode()
    headers = {"x-business-use-case-usage": usage} if usage else {}
    return Answer(status=400, headers=headers, body=text, url="https://x.test/", effect=effect)


def error(code: int, sub: int = 0, **more: object) -> dict[str, object]:
    told = {"message": "(#1) <b>EAAtoken</b>", "code": code, "type": "OAuthException", **more}
    return {"error": {**told, **({"error_subcode": sub} if sub else {})}}


@pytest.mark.promise("F14")
@pytest.mark.parametrize(("code", "sub", "with_effect", "without"), TABLE)
def test_each_refusal_has_its_remedy(
    code: int, sub: int, with_effect: type | None, without: type | None
) -> None:
    for effect, expected in ((True, with_effect), (False, without)):
        found = refusal(answer(error(code, sub), effect=effect))
        assert type(found) is (expected or type(None))


@pytest.mark.promise("K1", "F24")
@pytest.mark.parametrize(("code", "sub", "_with", "_without"), TABLE)
def test_no_refusal_repeats_what_the_network_wrote(
    code: int, sub: int, _with: type | None, _without: type | None
) -> None:
    assert "EAAtoken" not in str(refusal(answer(error(code, sub), effect=False)))


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize("body", [[], {}, {"error": "no"}, {"error": []}, "x", 5, None])
def test_a_strange_refusal_is_left_to_the_client(body: object) -> None:
    assert refusal(answer(body)) is None


@pytest.mark.parametrize(("effect", "remedy"), [(True, type(None)), (False, TryLater)])
def test_a_passing_trouble_may_have_had_its_effect(*, effect: bool, remedy: type) -> None:
    passing = error(77777, is_transient=True)

    assert isinstance(refusal(answer(passing, effect=effect)), remedy)


@pytest.mark.promise("F26", "F27")
def test_a_used_up_limit_names_who_waits_and_how_long() -> None:
    usage = '{"12":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":17}]}'
    page = refusal(answer(error(80001), usage=usage))
    app = refusal(answer(error(4)))

    assert isinstance(page, TryLater)
    assert isinstance(app, TryLater)
    assert (page.scope, page.after) == (Scope.CHANNEL, timedelta(minutes=17))
    assert (app.scope, app.after) == (Scope.APPLICATION, timedelta(minutes=5))


def test_the_upload_host_says_in_its_own_way_whether_to_repeat() -> None:
    told = {"debug_info": {"retriable": True, "type": "PartialRequestError"}}

    assert isinstance(refusal(answer(told, effect=False)), TryLater)
    assert refusal(answer({"debug_info": {"retriable": False}}, effect=False)) is None


def test_we_stop_before_the_limit_is_reached() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    usage = '{"12":[{"type":"pages","call_count":%d,"estimated_time_to_regain_access":0}]}'

    left = [
        pace.read({"x-business-use-case-usage": usage % used}, at)[0].left for used in (1, 94, 95)
    ]

    assert left == [94, 1, 0]


@pytest.mark.parametrize("value", ["", "{", "[]", "5", '{"1":5}', '{"1":[5]}', "[" * 9999])
def test_a_strange_header_says_nothing(value: str) -> None:
    headers = {"x-business-use-case-usage": value}

    assert pace.read(headers, datetime.now(UTC)) == []


def test_the_header_of_an_app_holds_all_pages() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    [found] = pace.read({"x-app-usage": '{"call_count":96,"total_time":2,"total_cputime":3}'}, at)

    assert (found.left, found.whole_application) == (-1, True)
    assert found.resets_at == at + pace.PAUSE
