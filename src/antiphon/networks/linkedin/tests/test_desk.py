"""Signing in, and what is left when a permission ends."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.oauth import App, Grant, Refreshes, Registers, Revokes, Travels
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Credential, Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.linkedin import NETWORK
from antiphon.networks.linkedin.desk import COMMUNITY
from antiphon.networks.linkedin.tests.line import (
    APP,
    OAUTH,
    TOKEN,
    Channel,
    Line,
    address,
    parcel,
)

WIDE = (
    "openid profile w_member_social w_organization_social r_organization_social "
    "rw_organization_admin"
)


def desk(line: Line, talk: object, app: App = APP) -> object:
    server = line.simulator.world.base
    return line.office.sign_in(NETWORK, OAUTH, talk, app=app, server=server)  # type: ignore[arg-type]


def journey(line: Line, scopes: str = WIDE) -> Grant:
    """There and back, as a browser would go."""
    departure = line.office.sign_in(
        NETWORK,
        OAUTH,
        lambda desk: desk.begin("state-1", {"scopes": scopes}),
        app=APP,
        server=line.simulator.world.base,
    )
    back = arrival(line, departure.url)
    assert back["state"] == "state-1"
    found = desk(line, lambda desk: desk.arrive(departure.memory, back))
    assert isinstance(found, Grant)
    return found


def arrival(line: Line, url: str) -> dict[str, str]:
    answered: list[str] = []

    async def visit(http: object) -> None:
        answer = await http.get(url, signed=False, allow=(302,))  # type: ignore[attr-defined]
        answered.append(answer.headers["location"])

    desk(line, lambda desk: visit(desk.http))
    return {name: value[0] for name, value in parse_qs(urlsplit(answered[0]).query).items()}


def refreshed(line: Line, credential: Credential) -> Credential:
    found = desk(line, lambda desk: desk.refresh(credential))
    assert isinstance(found, Credential)
    return found


def test_the_journey_finds_the_member_and_the_page(line: Line) -> None:
    entrance = line.simulator.open_account("journey", "Journey Inc", kind="page", country="NO")
    grant = journey(line)

    assert [one.kind for one in grant.accounts] == ["member", "organization"]
    page = grant.accounts[1]
    assert (page.id, page.handle) == (entrance.id, "journey")
    assert (page.facts["reads"], page.facts["country"]) == (True, "NO")
    assert grant.accounts[0].facts["reads"] is False
    assert "refresh_token" in grant.credential.secrets
    assert "w_organization_social" in grant.credential.facts["scope"].split()


def test_an_app_without_the_page_products_finds_the_member_only(line: Line) -> None:
    line.simulator.open_account("small", "Small Inc", kind="page")
    grant = journey(line, "openid profile w_member_social")

    assert [one.kind for one in grant.accounts] == ["member"]


def test_an_older_app_is_known_by_its_older_profile(line: Line) -> None:
    entrance = line.simulator.open_account("older", "Olde Inc", kind="member")
    grant = journey(line, "r_basicprofile w_member_social")

    assert [(one.id, one.name) for one in grant.accounts] == [(entrance.id, "Olde Inc")]


def test_the_operator_may_name_a_version(line: Line) -> None:
    entrance = line.simulator.open_account("versed", "V", kind="member")
    grant = entered(line, entrance.given["token"], App(facts={"version": "202609"}))
    channel = Channel(line, "versed", address(grant.accounts[0], grant.credential, entrance.server))
    line.recorder.kept.clear()
    channel.publish(parcel())

    assert line.recorder.kept[0].headers["linkedin-version"] == "202609"


def test_a_permission_that_allows_no_posting_connects_nothing(line: Line) -> None:
    line.simulator.open_account("looker", "Looker", kind="member")

    with pytest.raises(ChangeIt):
        journey(line, "openid profile")


def test_the_journey_asks_for_what_the_operator_was_granted(line: Line) -> None:
    app = App(client_id="app", redirect_uri="https://o.example/b", facts={"scopes": "openid,email"})
    found = desk(line, lambda desk: desk.begin("s", {}), app)

    query = parse_qs(urlsplit(found.url).query)  # type: ignore[attr-defined]
    assert query["scope"] == ["openid email"]
    assert query["state"] == ["s"]


@pytest.mark.parametrize("back", [{"error": "user_cancelled_login"}, {"state": "s"}])
def test_a_person_who_turns_round_is_told(line: Line, back: dict[str, str]) -> None:
    with pytest.raises(ChangeIt):
        desk(line, lambda desk: desk.arrive({"redirect_uri": "https://o.example"}, back))


def test_a_code_counts_once(line: Line) -> None:
    line.simulator.open_account("once", "Once", kind="member")
    departure = desk(line, lambda desk: desk.begin("s", {}))
    back = arrival(line, departure.url)  # type: ignore[attr-defined]
    memory = departure.memory  # type: ignore[attr-defined]
    desk(line, lambda desk: desk.arrive(memory, back))

    with pytest.raises(SignInAgain):
        desk(line, lambda desk: desk.arrive(memory, back))


def test_wrong_keys_are_for_the_operator(line: Line) -> None:
    line.simulator.world.apps["theirs"] = "right"
    wrong = App(client_id="theirs", client_secret=Secret("wrong"), redirect_uri="https://o.example")

    with pytest.raises((FixSetup, SignInAgain)):
        desk(line, lambda desk: desk.arrive({"redirect_uri": ""}, {"code": "x"}), wrong)


@pytest.mark.promise("F30")
def test_what_ran_out_is_renewed(line: Line) -> None:
    line.simulator.open_account("renew", "Renew", kind="page")
    grant = journey(line)
    line.simulator.expire("renew")
    page = grant.accounts[1]
    base = line.simulator.world.base
    old = Channel(line, "renew", address(page, grant.credential, base))
    assert isinstance(old.send(Verb.PUBLISH, parcel()), SignInAgain)

    fresh = refreshed(line, grant.credential)
    channel = Channel(line, "renew", address(page, fresh, base))

    assert isinstance(channel.send(Verb.PUBLISH, parcel()), Receipt)
    assert fresh.secret("refresh_token") == grant.credential.secret("refresh_token")


@pytest.mark.promise("F31", "F32")
def test_a_refresh_token_outlives_its_use(line: Line) -> None:
    line.simulator.open_account("twice", "Twice", kind="member")
    grant = journey(line)

    first, second = refreshed(line, grant.credential), refreshed(line, grant.credential)
    assert first.secret("access_token") != second.secret("access_token")
    assert not OAUTH.one_time_refresh


def test_a_refresh_token_keeps_its_first_end(line: Line) -> None:
    line.simulator.open_account("year", "Year", kind="member")
    grant = journey(line)
    line.ahead = timedelta(days=366)

    with pytest.raises(SignInAgain):
        refreshed(line, grant.credential)


@pytest.mark.promise("F35")
def test_without_a_refresh_token_a_person_must_come(line: Line) -> None:
    line.simulator.quirks.refresh_tokens = False
    line.simulator.open_account("poor", "Poor", kind="member")
    grant = journey(line)

    assert "refresh_token" not in grant.credential.secrets
    with pytest.raises(SignInAgain):
        refreshed(line, grant.credential)


def test_what_is_given_back_is_useless(line: Line) -> None:
    line.simulator.open_account("back", "Back", kind="member")
    grant = journey(line)
    desk(line, lambda desk: desk.revoke(grant.credential))

    account = grant.accounts[0]
    channel = Channel(line, "back", address(account, grant.credential, line.simulator.world.base))
    assert isinstance(channel.send(Verb.PUBLISH, parcel()), SignInAgain)
    with pytest.raises(SignInAgain):
        refreshed(line, grant.credential)


def entered(line: Line, token: str, app: App) -> Grant:
    found = line.office.sign_in(
        NETWORK,
        TOKEN,
        lambda desk: desk.enter({"token": f" {token} "}),
        app=app,
        server=line.simulator.world.base,
    )
    assert isinstance(found, Grant)
    return found


@pytest.mark.parametrize("reads", ["yes", "no"])
@pytest.mark.parametrize("app", [App(), APP])
def test_a_token_shows_what_it_may(line: Line, reads: str, app: App) -> None:
    handle = f"t{reads}{app.client_id}"
    entrance = line.simulator.open_account(handle, "T", kind="page", reads=reads)
    grant = entered(line, entrance.given["token"], app)

    page = next(one for one in grant.accounts if one.id == entrance.id)
    assert page.facts["reads"] is (reads == "yes")
    assert (grant.credential.expires_at is not None) is bool(app.client_id)


@pytest.mark.parametrize("token", ["", "AQXnobody"])
def test_a_token_that_is_none_is_refused(line: Line, token: str) -> None:
    with pytest.raises((ChangeIt, SignInAgain)):
        entered(line, token, APP)


def test_the_ways_in_say_what_they_can() -> None:
    assert all(OAUTH.can(ability) for ability in (Travels, Refreshes, Revokes))
    assert not OAUTH.can(Registers)
    assert OAUTH.needs_app
    assert set(COMMUNITY) <= set(OAUTH.scopes)


def test_an_expiry_is_in_the_future(line: Line) -> None:
    line.simulator.open_account("soon", "Soon", kind="member")
    expires = journey(line).credential.expires_at

    assert expires is not None
    assert timedelta(days=59) < expires - datetime.now(UTC) < timedelta(days=61)
