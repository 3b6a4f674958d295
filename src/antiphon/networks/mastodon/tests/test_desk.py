"""Signing in at the simulated server: the journey, the pasted token, renewing and its one use."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, LookFirst, SignInAgain
from antiphon.connect.oauth import App, Grant, Refreshes, Registers, Revokes, Travels
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.mastodon.desk import BROAD, NARROW
from antiphon.networks.mastodon.simulator import Quirks
from antiphon.networks.mastodon.tests.lines import NETWORK, Line

BACK = "https://antiphon.test/back"


def say_yes(line: Line, url: str) -> dict[str, str]:
    """Press the button on the server's page; what it sends back to us."""
    page = line.sign_in("oauth", lambda desk: desk.http.get(url))
    assert "wants to use your account" in page.text()
    form = {**_query(url), "member": line.address.id}
    there = url.partition("?")[0]
    answer = line.sign_in(
        "oauth", lambda desk: desk.http.post(there, form=form, effect=False, allow=(302,))
    )
    assert answer.headers["location"].startswith(BACK)
    return _query(answer.headers["location"])


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def journey(line: Line) -> tuple[App, Grant]:
    """There and back."""
    app = line.sign_in("oauth", lambda desk: desk.register(BACK))
    departure = line.sign_in("oauth", lambda desk: desk.begin("state1", {}), app)
    answer = say_yes(line, departure.url)
    assert answer["state"] == "state1"
    grant = line.sign_in("oauth", lambda desk: desk.arrive(departure.memory, answer), app)
    return app, grant


def test_the_network_says_what_its_desks_can() -> None:
    oauth, token = NETWORK.sign_ins

    assert all(oauth.can(one) for one in (Travels, Registers, Refreshes, Revokes))
    assert not token.can(Travels)
    assert token.key == "token"


def test_the_journey_brings_the_account_and_its_server(line: Line) -> None:
    _app, grant = journey(line)

    (account,) = grant.accounts
    assert account.id == line.address.id
    assert account.handle == f"{line.handle}@social.example"
    assert account.facts["software"] == "mastodon"
    assert account.facts["limits"]["characters"] == 500
    assert grant.credential.expires_at is None
    assert set(grant.credential.facts["scopes"].split()) == set(NARROW)


@pytest.mark.parametrize("software", ["takahe", "snac", "hollo", "pixelfed"])
def test_the_journey_ends_well_at_every_kind_of_server(line: Line, software: str) -> None:
    line.server.quirks = Quirks.like(software)

    app, grant = journey(line)

    assert grant.accounts[0].facts["software"] == software
    assert app.facts["scopes"] == " ".join(NARROW if software == "hollo" else BROAD)


def test_a_code_works_once_and_only_with_its_proof(line: Line) -> None:
    app = line.sign_in("oauth", lambda desk: desk.register(BACK))
    departure = line.sign_in("oauth", lambda desk: desk.begin("s", {}), app)
    answer = say_yes(line, departure.url)
    wrong = {**departure.memory, "verifier": "x" * 43}

    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.arrive(wrong, answer), app)
    line.sign_in("oauth", lambda desk: desk.arrive(departure.memory, answer), app)
    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.arrive(departure.memory, answer), app)


def test_a_no_is_a_no(line: Line) -> None:
    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.arrive({}, {"error": "access_denied"}))


def test_a_forgotten_registration_is_told_apart(line: Line) -> None:
    app, _grant = journey(line)
    line.server.world.apps.clear()

    with pytest.raises(FixSetup):
        line.sign_in("oauth", lambda desk: desk.arrive({}, {"code": "any"}), app)
    with pytest.raises(FixSetup):
        line.sign_in("oauth", lambda desk: desk.begin("s", {}))


@pytest.mark.promise("K4", "F30")
def test_a_permission_that_ended_is_renewed(line: Line) -> None:
    line.server.quirks = Quirks(tokens_end=True)
    app, grant = journey(line)
    assert grant.credential.expires_at is not None
    left = grant.credential.expires_at - datetime.now(UTC)
    assert timedelta(days=14) < left <= timedelta(days=15)
    line.server.expire(line.handle)
    with pytest.raises(SignInAgain):
        line.ask(lambda connector: connector.whoami())

    fresh = line.sign_in("oauth", lambda desk: desk.refresh(grant.credential), app)

    again = line.sign_in("token", lambda desk: desk.enter({"token": fresh.secret("access_token")}))
    assert again.accounts[0].id == line.address.id
    assert fresh.secret("refresh_token") != grant.credential.secret("refresh_token")


@pytest.mark.promise("K3", "F31")
def test_a_refresh_token_that_was_used_is_dead(line: Line) -> None:
    line.server.quirks = Quirks(tokens_end=True)
    app, grant = journey(line)
    line.sign_in("oauth", lambda desk: desk.refresh(grant.credential), app)

    assert line.desk("oauth").one_time_refresh
    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.refresh(grant.credential), app)


@pytest.mark.promise("K3", "F32")
def test_a_lost_answer_to_a_refresh_leaves_us_unsure(line: Line) -> None:
    line.server.quirks = Quirks(tokens_end=True)
    app, grant = journey(line)
    line.recorder.lose = 1

    with pytest.raises(LookFirst):
        line.sign_in("oauth", lambda desk: desk.refresh(grant.credential), app)


def test_what_has_no_refresh_token_is_not_renewed(line: Line) -> None:
    old = Credential(sign_in="oauth", secrets={"access_token": Secret("a")})

    with pytest.raises(SignInAgain):
        line.sign_in("oauth", lambda desk: desk.refresh(old))


def test_a_permission_given_back_is_dead(line: Line) -> None:
    app, grant = journey(line)
    token = grant.credential.secret("access_token")

    line.sign_in("oauth", lambda desk: desk.revoke(grant.credential), app)

    with pytest.raises(SignInAgain):
        line.sign_in("token", lambda desk: desk.enter({"token": token}))


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nbreak"])
def test_what_is_no_token_is_never_sent(line: Line, token: str) -> None:
    before = len(line.recorder.exchanges)

    with pytest.raises(ChangeIt):
        line.sign_in("token", lambda desk: desk.enter({"token": token}))

    assert len(line.recorder.exchanges) == before


@pytest.mark.promise("K5")
def test_a_token_does_not_go_to_a_server_of_another_kind(line: Line) -> None:
    with pytest.raises(ChangeIt, match="does not speak"):
        line.office.sign_in(
            NETWORK, line.desk("token"), lambda desk: desk.enter({"token": "abc"}),
            app=App(), server=f"{line.server.base}/elsewhere",
        )  # fmt: skip

    sent = [one for one in line.recorder.exchanges if one.path.startswith("/elsewhere")]
    assert sent
    assert not any("authorization" in one.headers for one in sent)


@pytest.mark.promise("K1")
def test_a_secret_shows_in_nothing_that_is_printed(line: Line) -> None:
    app, grant = journey(line)

    printed = repr((app, grant))

    assert app.client_secret.reveal() not in printed
    assert grant.credential.secret("access_token") not in printed
    assert re.search(r"\*\*\*", printed)
