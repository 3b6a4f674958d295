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
from antiphon.networks.instagram import pace, refusals
from antiphon.networks.instagram.refusals import refusal

NOTHING = None
TABLE: list[tuple[int, int, type[NetworkError] | None, type[NetworkError] | None]] = [
    # code, subcode, for what has an effect, for what has none
    (-2, 2207003, TryLater, TryLater),
    (-2, 2207020, TryLater, TryLater),
    (-1, 2207001, NOTHING, TryLater),
    (2, 0, NOTHING, TryLater),
    (1, 0, NOTHING, TryLater),
    (-1, 2207032, TryLater, TryLater),
    (-1, 2207053, TryLater, TryLater),
    (352, 2207077, TryLater, TryLater),
    (352, 2207082, TryLater, TryLater),
    (1, 2207057, ChangeIt, ChangeIt),
    (4, 2207051, SignInAgain, SignInAgain),
    (9, 2207042, TryLater, TryLater),
    (9007, 2207027, TryLater, TryLater),
    (24, 2207006, Gone, Gone),
    (24, 2207008, TryLater, TryLater),
    (25, 2207050, SignInAgain, SignInAgain),
    *((100, sub, ChangeIt, ChangeIt) for sub in (2207023, 2207028, 2207035, 2207036, 2207037,
                                                 2207040, 2207081)),
    (352, 2207026, ChangeIt, ChangeIt),
    (9004, 2207052, FixSetup, FixSetup),
    (36000, 2207004, ChangeIt, ChangeIt),
    (36001, 2207005, ChangeIt, ChangeIt),
    (36003, 2207009, ChangeIt, ChangeIt),
    (36004, 2207010, ChangeIt, ChangeIt),
    *((190, sub, SignInAgain, SignInAgain) for sub in (0, 458, 459, 460, 463, 464, 467, 492)),
    (102, 0, SignInAgain, SignInAgain),
    *((code, 0, SignInAgain, SignInAgain) for code in (3, 10, 200, 250, 299)),
    (10, 2534022, ChangeIt, ChangeIt),
    *((code, 0, TryLater, TryLater) for code in (4, 17, 32, 613, 80002)),
    (100, 0, ChangeIt, ChangeIt),
    (100, 33, Gone, Gone),
    (104, 0, FixSetup, FixSetup),
    (2500, 0, FixSetup, FixSetup),
    (506, 0, LookFirst, LookFirst),
    (987654, 0, NOTHING, NOTHING),
]  # fmt: skip


def answer(body: object, *, effect: bool = True, usage: str = "") -> Answer:
    text = json.dumps(body).encode()
    headers = {"x-business-use-case-usage": usage} if usage else {}
    return Answer(status=400, headers=headers, body=text, url="https://x.test/", effect=effect)


def error(code: int, sub: int = 0, **more: object) -> dict[str, object]:
    told = {"message": "(#1) <b>IGAAtoken</b>", "code": code, "type": "OAuthException", **more}
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
    assert "IGAAtoken" not in str(refusal(answer(error(code, sub), effect=False)))


def test_every_subcode_that_we_know_stands_in_the_table() -> None:
    known = {*refusals.CONTENT, *refusals.OWNER, *refusals.SPOILT, *refusals.TOKEN,
             refusals.NOT_READY, refusals.TIMED_OUT, refusals.NOT_FETCHED, refusals.FULL,
             refusals.NO_MEDIA}  # fmt: skip

    assert known <= {sub for _code, sub, _with, _without in TABLE}


def test_only_what_has_spoilt_is_brought_again() -> None:
    subs = [sub for _code, sub, remedy, _without in TABLE if remedy is TryLater and sub]
    found = {sub: refusal(answer(error(1, sub))) for sub in subs}

    assert {sub for sub, one in found.items() if isinstance(one, TryLater) and one.anew} == (
        refusals.SPOILT
    )


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
    usage = '{"178":[{"type":"instagram","call_count":100,"estimated_time_to_regain_access":17}]}'
    account = refusal(answer(error(80002), usage=usage))
    app = refusal(answer(error(4)))

    assert isinstance(account, TryLater)
    assert isinstance(app, TryLater)
    assert (account.scope, account.after) == (Scope.CHANNEL, timedelta(minutes=17))
    assert (app.scope, app.after) == (Scope.APPLICATION, pace.PAUSE)


def test_a_day_whose_posts_are_used_up_stops_nothing_but_posts() -> None:
    found = refusal(answer(error(9, refusals.FULL)))

    assert isinstance(found, TryLater)
    assert (found.scope, found.after) == (Scope.PARCEL, refusals.A_WINDOW)


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("Error validating client secret.", FixSetup),
        ("Invalid platform app", FixSetup),
        ("Matching code was not found or was already used", SignInAgain),
    ],
)
def test_the_door_for_codes_has_refusals_of_its_own(message: str, remedy: type) -> None:
    told = {"error_type": "OAuthException", "code": 400, "error_message": message}

    assert type(refusal(answer(told, effect=False))) is remedy


@pytest.mark.parametrize("retriable", [True, False])
def test_the_upload_host_says_in_its_own_way_whether_to_repeat(*, retriable: bool) -> None:
    told = {"debug_info": {"retriable": retriable, "type": "ProcessingFailedError"}}
    found = refusal(answer(told, effect=False))

    assert isinstance(found, TryLater)
    assert found.anew is not retriable
    assert refusal(answer(told)) is None


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("Error: Media upload has failed with error code 2207026", 2207026),
        ("Finished: Media has been uploaded and it is ready to be published.", 0),
        ("", 0),
        ("Error 22070261", 0),
    ],
)
def test_the_words_of_a_container_name_its_code(status: str, code: int) -> None:
    assert refusals.in_words(status) == code


def test_we_stop_before_the_limit_is_reached() -> None:
    at = datetime(2026, 11, 28, tzinfo=UTC)
    usage = '{"178":[{"type":"instagram","call_count":%d,"estimated_time_to_regain_access":0}]}'

    left = [
        pace.read({"x-business-use-case-usage": usage % used}, at)[0].left for used in (1, 94, 95)
    ]

    assert left == [94, 1, 0]


@pytest.mark.parametrize("value", ["", "{", "[]", "5", '{"1":5}', '{"1":[5]}', "[" * 9999])
def test_a_strange_header_says_nothing(value: str) -> None:
    headers = {"x-business-use-case-usage": value, "x-app-usage": value}

    buckets = [one.bucket for one in pace.read(headers, datetime.now(UTC))]

    assert buckets in ([], ["app"])


def test_the_header_of_an_app_holds_all_accounts() -> None:
    at = datetime(2026, 11, 28, tzinfo=UTC)
    [found] = pace.read({"x-app-usage": '{"call_count":96,"total_time":2,"total_cputime":3}'}, at)

    assert (found.left, found.whole_application) == (-1, True)
    assert found.resets_at == at + pace.PAUSE
