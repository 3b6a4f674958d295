"""Signing in: by a journey to the network's page, and by a typed token."""

import contextlib
import http.client
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, LookFirst, SignInAgain
from antiphon.connect.oauth import App, Grant, Refreshes, Revokes, Travels
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Address, Credential, Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.x.tests.lines import NETWORK, Line, parcel

BACK = "https://antiphon.example/back"
PUBLIC = App(client_id="our-app", redirect_uri=BACK)
CONFIDENTIAL = App(client_id="our-app", client_secret=Secret("s3cr3t"), redirect_uri=BACK)


def visit(url: str) -> str:
    """Follow a person through the network's page; where they are sent back to."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.netloc)
    line.request("GET", f"{parts.path}?{parts.query}")
    with contextlib.closing(line), line.getresponse() as answer:
        return answer.headers["Location"] or ""


def journey(line: Line, app: App = PUBLIC, **changed: str) -> Grant:
    departure = line.sign_in("oauth", lambda desk: desk.begin("the-state", {}), app)
    back = visit(f"{departure.url}&as={line.handle}")
    answer = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert answer["state"] == "the-state"
    memory = {**departure.memory, **changed}
    return cast("Grant", line.sign_in("oauth", lambda desk: desk.arrive(memory, answer), app))


def refreshed(line: Line, credential: Credential, app: App = PUBLIC) -> Credential:
    return cast("Credential", line.sign_in("oauth", lambda desk: desk.refresh(credential), app))


def test_the_journey_can_all_that_is_promised() -> None:
    (oauth, _token) = NETWORK.sign_ins

    assert all(oauth.can(ability) for ability in (Travels, Refreshes, Revokes))
    assert oauth.one_time_refresh
    assert oauth.needs_app


@pytest.mark.parametrize("app", [PUBLIC, CONFIDENTIAL])
def test_a_journey_ends_with_an_account_and_both_tokens(line: Line, app: App) -> None:
    grant = journey(line, app)

    assert [one.id for one in grant.accounts] == [line.address.id]
    assert set(grant.credential.secrets) == {"access_token", "refresh_token"}
    assert grant.credential.expires_at
    assert grant.credential.expires_at > datetime.now(UTC) + timedelta(hours=1)


def test_the_departure_shows_no_secret(line: Line) -> None:
    departure = line.sign_in("oauth", lambda desk: desk.begin("the-state", {}), CONFIDENTIAL)
    asked = parse_qs(urlsplit(departure.url).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert departure.memory["verifier"] not in departure.url
    assert "s3cr3t" not in departure.url
    assert "offline.access" in asked["scope"][0].split()


def test_a_code_with_another_verifier_opens_nothing(line: Line) -> None:
    with pytest.raises(SignInAgain):
        journey(line, verifier="x" * 43)


def test_a_refused_permission_is_said(line: Line) -> None:
    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.arrive({}, {"error": "access_denied"}), PUBLIC)


@pytest.mark.promise("K3", "K4", "F31")
def test_a_refresh_token_works_once(line: Line) -> None:
    old = journey(line).credential

    new = refreshed(line, old)

    assert new.secret("refresh_token") != old.secret("refresh_token")
    assert new.secret("access_token") != old.secret("access_token")
    assert refreshed(line, new).facts == old.facts
    with pytest.raises(SignInAgain):
        refreshed(line, old)


@pytest.mark.promise("K3", "F32")
def test_a_lost_refresh_leaves_us_unsure(line: Line) -> None:
    old = journey(line).credential
    line.recorder.lost_after = 1

    with pytest.raises(LookFirst):
        refreshed(line, old)
    with pytest.raises(SignInAgain):
        refreshed(line, old)


@pytest.mark.promise("F30")
def test_an_expired_token_is_renewed_and_works(line: Line) -> None:
    grant = journey(line)
    line.server.expire(line.handle)
    line.address = _with(line, grant.credential)
    dead = line.send(Verb.PUBLISH, parcel("Not yet"))

    line.address = _with(line, refreshed(line, grant.credential))

    assert isinstance(dead, SignInAgain)
    assert isinstance(line.send(Verb.PUBLISH, parcel("Now")), Receipt)


def test_a_permission_given_back_is_useless(line: Line) -> None:
    credential = journey(line).credential

    line.sign_in("oauth", lambda desk: desk.revoke(credential), PUBLIC)

    line.address = _with(line, credential)
    assert isinstance(line.send(Verb.PUBLISH, parcel("Never")), SignInAgain)
    with pytest.raises(SignInAgain):
        refreshed(line, credential)


def test_the_owner_took_it_back(line: Line) -> None:
    credential = journey(line).credential
    line.server.revoke(line.handle)

    with pytest.raises(SignInAgain):
        refreshed(line, credential)


@pytest.mark.parametrize("token", ["", "  ", "two words", "smörgås"])
def test_what_is_no_token_is_not_sent(line: Line, token: str) -> None:
    with pytest.raises(ChangeIt):
        line.sign_in("token", lambda desk: desk.enter({"token": token}))


def test_a_wrong_token_is_refused(line: Line) -> None:
    with pytest.raises(SignInAgain):
        line.sign_in("token", lambda desk: desk.enter({"token": "wrong"}))


def test_credits_are_missed_at_once(line: Line) -> None:
    line.server.quirks.no_credits = "new"
    token = line.address.credential.secret("access_token")

    with pytest.raises(FixSetup):
        line.sign_in("token", lambda desk: desk.enter({"token": token}))


def _with(line: Line, credential: Credential) -> Address:
    return replace(line.address, credential=credential)
