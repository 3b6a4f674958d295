"""Signing in."""

from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.oauth import App, Departure, Grant
from antiphon.kernel.secret import Secret
from antiphon.networks.google_business.desk import SCOPE
from antiphon.networks.google_business.simulator import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.google_business.tests.town import Town, query_of

BACK = "https://antiphon.test/back"
APP = App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET), redirect_uri=BACK)


def begun(town: Town) -> Departure:
    found: Departure = town.sign_in(lambda desk: desk.begin("state-1", {}), way=0, app=APP)
    return found


def arrived(town: Town, person: str = "anna") -> Grant:
    departure = begun(town)
    asked = {**query_of(departure.url), "person": person}
    answer = query_of(town.simulator.gate.doors.consented(asked))
    found: Grant = town.sign_in(lambda desk: desk.arrive(departure.memory, answer), way=0, app=APP)
    return found


def test_the_journey_always_asks_and_proves_who_comes_back(town: Town) -> None:
    departure = begun(town)

    asked = query_of(departure.url)
    assert (asked["scope"], asked["state"], asked["redirect_uri"]) == (SCOPE, "state-1", BACK)
    assert (asked["access_type"], asked["prompt"]) == ("offline", "consent")
    assert asked["code_challenge_method"] == "S256"
    assert departure.memory["verifier"] not in departure.url


def test_one_person_brings_all_their_places_and_nobody_elses(town: Town) -> None:
    for handle, owner in (("north", "anna"), ("south", "anna"), ("other", "bert")):
        town.simulator.open_account(handle, handle.capitalize(), owner=owner)

    grant = arrived(town)

    assert {one.handle for one in grant.accounts} == {"north", "south"}
    assert grant.credential.secret("refresh_token")
    assert all(one.facts["has_voice"] for one in grant.accounts)


def test_many_places_are_found_over_all_pages(town: Town) -> None:
    for number in range(130):
        town.simulator.open_account(f"shop{number}", "Shop", owner="anna")

    assert len(arrived(town).accounts) == 130


def test_a_person_without_a_place_is_told_so(town: Town) -> None:
    with pytest.raises(ChangeIt):
        arrived(town, "nobody")


def test_a_person_who_unticked_the_scope_is_asked_again(town: Town) -> None:
    town.simulator.open_account("north", "North", owner="anna")
    town.simulator.gate.doors.scope = "openid"

    with pytest.raises(SignInAgain):
        arrived(town)


@pytest.mark.parametrize("answer", [{"error": "access_denied"}, {"code": "used"}, {}])
def test_a_journey_that_brought_nothing_begins_anew(town: Town, answer: dict[str, str]) -> None:
    memory = begun(town).memory

    with pytest.raises(SignInAgain):
        town.sign_in(lambda desk: desk.arrive(memory, answer), way=0, app=APP)


@pytest.mark.promise("F30", "K4")
def test_renewing_keeps_the_refresh_token(town: Town) -> None:
    town.simulator.open_account("north", "North", owner="anna")
    old = arrived(town).credential

    fresh = town.sign_in(lambda desk: desk.refresh(old), way=0, app=APP)

    assert fresh.secret("refresh_token") == old.secret("refresh_token")
    assert fresh.secret("access_token") != old.secret("access_token")


def test_giving_the_permission_back_ends_it_and_twice_is_no_error(town: Town) -> None:
    town.simulator.open_account("north", "North", owner="anna")
    credential = arrived(town).credential
    for _turn in range(2):
        town.sign_in(lambda desk: desk.revoke(credential), way=0, app=APP)

    with pytest.raises(SignInAgain):
        town.sign_in(lambda desk: desk.refresh(credential), way=0, app=APP)


def test_typed_keys_renew_themselves(town: Town) -> None:
    given = town.simulator.open_account("north", "North").given
    grant = town.sign_in(lambda desk: desk.enter(given))

    fresh = town.sign_in(lambda desk: desk.refresh(grant.credential))

    assert fresh.sign_in == "keys"
    assert fresh.secret("client_secret") == CLIENT_SECRET


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [({"refresh_token": "1//dead"}, SignInAgain), ({"client_secret": "no"}, FixSetup),
     ({"client_id": " "}, SignInAgain)],
)  # fmt: skip
def test_typed_keys_that_are_wrong_are_refused(
    town: Town, wrong: dict[str, Any], remedy: type[Exception]
) -> None:
    given = {**town.simulator.open_account("north", "North").given, **wrong}

    with pytest.raises(remedy):
        town.sign_in(lambda desk: desk.enter(given))
