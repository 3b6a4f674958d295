"""Signing in with a feed's name and token, and what refusals mean."""

import json

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, NetworkError, SignInAgain
from antiphon.connect.http import Answer
from antiphon.networks.feeds import wire
from antiphon.networks.feeds.refusals import WORDS, refusal
from antiphon.networks.feeds.tests.served_house import Served


def answer(status: int, told: object) -> Answer:
    """What a house says."""
    return Answer(status=status, headers={}, body=json.dumps(told).encode(), url="", effect=True)


@pytest.mark.parametrize(
    "typed", ["news", " news ", "news.atom", "https://a.example/feeds/news.json"]
)
def test_a_feed_is_named_or_its_address_pasted(house: Served, typed: str) -> None:
    entrance = house.simulator.open_account("news", "Tea & Co")
    grant = house.sign_in(entrance.server, {"feed": typed, "token": entrance.given["token"]})
    (account,) = grant.accounts

    assert (account.id, account.handle, account.name) == (entrance.id, "news", "Tea & Co")
    assert account.url == f"{entrance.server}/news.atom"
    assert entrance.given["token"] not in repr(grant)


@pytest.mark.parametrize(
    ("feed", "token", "error"),
    [
        ("news", "", SignInAgain),
        ("news", "wrong", SignInAgain),
        ("nobody", "wrong", SignInAgain),
        ("", "x", ChangeIt),
        ("../etc", "x", SignInAgain),
        ("Ümlaut", "x", ChangeIt),
    ],
)
def test_what_does_not_sign_in_says_so(
    house: Served, feed: str, token: str, error: type[Exception]
) -> None:
    entrance = house.simulator.open_account("news", "Tea & Co")
    with pytest.raises(error):
        house.sign_in(entrance.server, {"feed": feed, "token": token})


@pytest.mark.parametrize(
    ("status", "told", "remedy"),
    [
        (401, {"error": "bad_token"}, SignInAgain),
        (404, {"error": "no_feed"}, SignInAgain),
        (404, {"error": "no_item"}, Gone),
        (410, {"error": "item_gone"}, Gone),
        (422, {"error": "unfit", "field": "title"}, ChangeIt),
        (422, {"error": "unfit", "field": "strange"}, ChangeIt),
        (404, {"error": "never heard of"}, None),
        (500, {"error": 7}, None),
        (200, {"error": "bad_token"}, None),
        (502, [], None),
    ],
)
def test_every_refusal_has_one_remedy(
    status: int, told: object, remedy: type[NetworkError] | None
) -> None:
    assert refusal(answer(status, told)).__class__ is (remedy or None.__class__)


def test_every_remedy_speaks_to_people() -> None:
    assert all(str(remedy()).endswith(".") for remedy in WORDS.values())


@pytest.mark.promise("P21")
@pytest.mark.parametrize("told", [None, [], {}, {"id": 7}, "x"])
def test_an_unknown_success_leaves_us_unsure(told: object) -> None:
    with pytest.raises(LookFirst):
        wire.receipt(answer(200, told))
