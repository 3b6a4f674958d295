"""Signing in: for listed apps the journey, and pasted tokens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, parse_qsl, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.oauth import App, Departure, Grant
from antiphon.kernel.secret import Secret
from antiphon.networks.snapchat import NETWORK
from antiphon.networks.snapchat.simulator import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.snapchat.tests.lines import Line, address_of

KEYS = App(
    client_id=CLIENT_ID,
    client_secret=Secret(CLIENT_SECRET),
    redirect_uri="https://antiphon.example/back?x=1",
    facts={"allow_listed": "yes"},
)


class Stay(HTTPRedirectHandler):
    """Follows nobody."""

    def redirect_request(self, *_args: Any, **_given: Any) -> Request | None:
        """Nowhere."""
        return None


def travelled(line: Line, app: App = KEYS) -> Grant:
    """Goes to the page and comes back with a grant."""
    departure: Departure = line.sign_in("oauth", lambda desk: desk.begin("st4te", {}), app)
    with pytest.raises(HTTPError) as found:
        build_opener(Stay).open(f"{departure.url}&as=brew")
    query = parse_qs(urlsplit(found.value.headers["Location"]).query)
    found.value.close()
    answer = {name: values[0] for name, values in query.items()}
    assert answer["state"] == "st4te"
    grant: Grant = line.sign_in("oauth", lambda desk: desk.arrive(departure.memory, answer), app)
    return grant


def test_the_journey_of_a_listed_app_brings_the_profile(line: Line) -> None:
    grant = travelled(line)
    (account,) = grant.accounts

    assert (account.id, account.handle, account.name) == (line.address.id, "brew", "Brew & Co")
    assert account.facts["tier"] == "TIER_PUBLIC"
    assert grant.credential.expires_at is not None
    assert grant.credential.expires_at - datetime.now(UTC) <= timedelta(minutes=30)


@pytest.mark.parametrize("said", [{}, {"allow_listed": "no"}, {"allow_listed": ""}])
def test_an_app_whose_listing_nobody_confirmed_goes_nowhere(
    line: Line, said: dict[str, str]
) -> None:
    line.server.base = NETWORK.server
    with pytest.raises(FixSetup, match="by hand"):
        line.sign_in("oauth", lambda desk: desk.begin("s", {}), replace(KEYS, facts=said))
    assert line.recorder.heard == []


def test_the_journey_of_a_listed_app_leads_to_snapchat(line: Line) -> None:
    line.server.base = NETWORK.server
    departure: Departure = line.sign_in("oauth", lambda desk: desk.begin("s", {}), KEYS)
    asked = dict(parse_qsl(urlsplit(departure.url).query))

    assert departure.url.startswith("https://accounts.snapchat.com/login/oauth2/authorize?")
    assert asked == {
        "client_id": CLIENT_ID,
        "redirect_uri": KEYS.redirect_uri,
        "response_type": "code",
        "scope": "snapchat-profile-api",
        "state": "s",
    }


def test_a_listed_app_that_is_not_listed_is_told_so(line: Line) -> None:
    line.server.gate.is_listed = False

    with pytest.raises(FixSetup, match="by hand"):
        travelled(line)


def test_a_permission_is_renewed(line: Line) -> None:
    grant = travelled(line)
    line.server.expire("brew")
    fresh = line.sign_in("oauth", lambda desk: desk.refresh(grant.credential), KEYS)
    line.address = replace(address_of(line.server, grant), credential=fresh)

    assert fresh.secret("refresh_token") != grant.credential.secret("refresh_token")
    assert line.ask(lambda connector: connector.whoami()).handle == "brew"


def test_a_permission_that_is_over_cannot_be_renewed(line: Line) -> None:
    grant = travelled(line)
    line.server.revoke("brew")

    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.refresh(grant.credential), KEYS)
    with pytest.raises(SignInAgain):
        line.sign_in("token", lambda desk: desk.refresh(line.address.credential))


def test_a_wrong_secret_is_the_operators_matter(line: Line) -> None:
    with pytest.raises((FixSetup, SignInAgain)):
        travelled(line, replace(KEYS, client_secret=Secret("wrong")))


@pytest.mark.parametrize("answer", [{"error": "access_denied"}, {}])
def test_who_says_no_on_the_page_is_not_connected(line: Line, answer: dict[str, str]) -> None:
    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.arrive({}, answer), KEYS)


@pytest.mark.parametrize("token", ["", "two words", "ünsaid"])
def test_what_is_no_token_is_refused_at_once(line: Line, token: str) -> None:
    with pytest.raises(ChangeIt):
        line.sign_in("token", lambda desk: desk.enter({"access_token": token}))
    assert line.recorder.heard == []


def test_a_pasted_refresh_token_is_kept(line: Line) -> None:
    old = travelled(line).credential
    given = {name: old.secret(name) for name in ("access_token", "refresh_token")}
    grant = line.sign_in("token", lambda desk: desk.enter(given))
    fresh = line.sign_in("token", lambda desk: desk.refresh(grant.credential), KEYS)

    assert fresh.sign_in == "token"
    assert fresh.secret("access_token") != old.secret("access_token")
