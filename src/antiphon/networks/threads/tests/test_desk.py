"""Signing in."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from antiphon.connect.errors import SignInAgain, TryLater
from antiphon.connect.oauth import App, Departure, Grant
from antiphon.kernel.secret import Secret
from antiphon.networks.threads import NETWORK
from antiphon.networks.threads.desk import SCOPES
from antiphon.networks.threads.simulator import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.threads.simulator.doors import ENDLESS
from antiphon.networks.threads.tests.conftest import Town

BACK = "https://antiphon.test/back"
APP = App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET), redirect_uri=BACK)


def at_desk(town: Town, talk: Any, app: App = APP) -> Any:
    return town.office.sign_in(NETWORK, NETWORK.sign_ins[0], talk, app=app, server=town.server)


def agreed(town: Town, departure: Departure, person: str) -> Mapping[str, str]:
    """What Threads' page brings back when a person says yes."""
    asked = dict(parse_qsl(urlsplit(departure.url).query))
    back = town.simulator.gate.doors.consented({**asked, "person": person})
    return dict(parse_qsl(urlsplit(back).query))


def travelled(town: Town, **app: Any) -> Grant:
    entrance = town.simulator.open_account("brew", "Brew")
    departure = at_desk(town, lambda desk: desk.begin("state-1", {}))
    answer = agreed(town, departure, entrance.id)
    found: Grant = at_desk(
        town, lambda desk: desk.arrive(departure.memory, answer), App(**{**vars(APP), **app})
    )
    return found


def test_the_journey_asks_for_every_scope_and_keeps_the_state(town: Town) -> None:
    departure = at_desk(town, lambda desk: desk.begin("state-1", {}))

    asked = dict(parse_qsl(urlsplit(departure.url).query))
    assert asked["scope"].split(",") == list(SCOPES)
    assert (asked["state"], asked["redirect_uri"]) == ("state-1", BACK)
    assert agreed(town, departure, "")["error"] == "access_denied"


def test_the_journey_brings_a_token_for_sixty_days(town: Town) -> None:
    grant = travelled(town)

    [account] = grant.accounts
    assert account.handle == "brew"
    assert grant.credential.expires_at
    assert grant.credential.expires_at - datetime.now(UTC) > timedelta(days=59)


def test_a_code_is_good_once_and_only_with_the_apps_secret(town: Town) -> None:
    with pytest.raises(SignInAgain):
        at_desk(town, lambda desk: desk.arrive({}, {"code": "used"}))
    with pytest.raises(SignInAgain):
        at_desk(town, lambda desk: desk.arrive({}, {"error": "access_denied"}))


@pytest.mark.promise("F30")
def test_a_token_renews_itself_when_it_is_older_than_a_day(town: Town) -> None:
    town.simulator.gate.doors.quirks = {"young"}
    credential = travelled(town).credential
    with pytest.raises(TryLater, match="a day old"):
        at_desk(town, lambda desk: desk.refresh(credential))
    town.clock[0] += timedelta(days=31)

    fresh = at_desk(town, lambda desk: desk.refresh(credential))

    assert fresh.secret("access_token") != credential.secret("access_token")
    assert fresh.secret("refresh_token") == fresh.secret("access_token")


def test_a_token_that_has_ended_asks_to_sign_in_again(town: Town) -> None:
    credential = travelled(town).credential
    town.clock[0] += timedelta(days=61)

    with pytest.raises(SignInAgain):
        at_desk(town, lambda desk: desk.refresh(credential))


@pytest.mark.parametrize(
    ("lasting", "renews"),
    [(timedelta(hours=1), False), (timedelta(days=60), True), (ENDLESS, False)],
)
def test_a_pasted_token_is_renewed_if_it_lasts_for_long(
    town: Town, lasting: timedelta, *, renews: bool
) -> None:
    profile = town.simulator.open_account("brew", "Brew").id
    token = town.simulator.world.mint(profile, town.simulator.now(), lasting)

    credential = town.enter(token).credential

    assert credential.secret("access_token") == token
    assert bool(credential.secret("refresh_token")) is renews
    assert bool(credential.expires_at) is (lasting != ENDLESS)


def test_a_pasted_token_of_our_own_app_is_made_to_last(town: Town) -> None:
    profile = town.simulator.open_account("brew", "Brew").id
    token = town.simulator.world.mint(profile, town.simulator.now(), timedelta(hours=1))

    ours = town.enter(token, client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)).credential
    town.clock[0] += timedelta(days=31)
    fresh = town.office.sign_in(
        NETWORK, NETWORK.sign_ins[1], lambda desk: desk.refresh(ours), app=APP, server=town.server
    )

    assert ours.secret("refresh_token")
    assert fresh.sign_in == "token"
    assert fresh.secret("access_token") not in {token, ours.secret("access_token")}


@pytest.mark.parametrize("token", ["", "  ", "THAAnonsense"])
def test_a_token_that_is_none_is_refused(town: Town, token: str) -> None:
    with pytest.raises(SignInAgain):
        town.enter(token)
