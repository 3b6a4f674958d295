"""Signing in: the journey to TikTok's page for either API, and pasted tokens."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.oauth import App, Departure, Grant
from antiphon.connect.post_office import PostOffice
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.tiktok.simulator import CLIENT_ID, CLIENT_SECRET, Simulator
from antiphon.networks.tiktok.tests.lines import Line, address, sign_in
from antiphon.networks.tiktok.tests.recorder import Recorder

BACK = "https://antiphon.example/back/"
KEYS = App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET), redirect_uri=BACK)
BUSINESS = replace(KEYS, facts={"family": "business"})
FAMILIES = pytest.mark.parametrize("app", [KEYS, BUSINESS], ids=["creator", "business"])


class Stay(HTTPRedirectHandler):
    """Follows nobody."""

    def redirect_request(self, *_args: Any, **_given: Any) -> Request | None:
        """Nowhere."""
        return None


def consented(url: str, handle: str) -> dict[str, str]:
    """What the page sends back when that account agrees."""
    with pytest.raises(HTTPError) as found:
        build_opener(Stay).open(f"{url}&as={handle}")
    target = found.value.headers["Location"]
    found.value.close()
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}


@pytest.fixture
def travel(office: PostOffice, server: Simulator) -> Callable[..., Grant]:
    """Goes to the page and comes back with a grant."""

    def travelled(app: App, handle: str = "brew") -> Grant:
        server.open_account(handle, handle.title(), kind=app.facts.get("family", "creator"))
        departure: Departure = sign_in(
            office, server, "oauth", lambda desk: desk.begin("st4te", {}), app
        )
        answer = consented(departure.url, handle)
        assert answer["state"] == "st4te"
        found: Grant = sign_in(
            office, server, "oauth", lambda desk: desk.arrive(departure.memory, answer), app
        )
        return found

    return travelled


@FAMILIES
def test_the_journey_brings_the_account_with_what_it_allows(
    travel: Callable[..., Grant], app: App
) -> None:
    grant = travel(app)
    (account,) = grant.accounts

    assert (account.handle, account.name) == ("brew", "Brew")
    assert account.kind == account.facts["family"] == app.facts.get("family", "creator")
    assert account.facts["privacy"][0] == "PUBLIC_TO_EVERYONE"
    assert grant.credential.expires_at is not None
    left = grant.credential.expires_at - datetime.now(UTC)
    assert timedelta(hours=23) < left <= timedelta(days=1)
    assert grant.credential.facts["refresh_until"] > datetime.now(UTC).isoformat()


@FAMILIES
def test_a_permission_is_renewed_and_the_new_refresh_token_is_kept(
    travel: Callable[..., Grant], office: PostOffice, server: Simulator, app: App
) -> None:
    grant = travel(app)
    server.expire("brew")
    fresh: Credential = sign_in(
        office, server, "oauth", lambda desk: desk.refresh(grant.credential), app
    )
    where = replace(address(server, grant), credential=fresh)

    assert fresh.secret("refresh_token") != grant.credential.secret("refresh_token")
    assert fresh.facts["family"] == grant.credential.facts["family"]
    assert office.ask(where, lambda connector: connector.whoami()).handle == "brew"


@FAMILIES
def test_a_permission_that_is_over_cannot_be_renewed(
    travel: Callable[..., Grant], office: PostOffice, server: Simulator, app: App
) -> None:
    grant = travel(app)
    server.revoke("brew")

    with pytest.raises(SignInAgain):
        sign_in(office, server, "oauth", lambda desk: desk.refresh(grant.credential), app)


@FAMILIES
def test_a_permission_can_be_given_back(
    travel: Callable[..., Grant], office: PostOffice, server: Simulator, app: App
) -> None:
    grant = travel(app)

    sign_in(office, server, "oauth", lambda desk: desk.revoke(grant.credential), app)

    with pytest.raises(SignInAgain):
        office.ask(address(server, grant), lambda connector: connector.whoami())


def test_who_says_no_on_the_page_is_not_connected(office: PostOffice, server: Simulator) -> None:
    answer = {"error": "access_denied", "state": "x"}

    with pytest.raises(SignInAgain):
        sign_in(office, server, "oauth", lambda desk: desk.arrive({}, answer), KEYS)


def test_a_permission_without_posting_is_of_no_use(
    travel: Callable[..., Grant], server: Simulator
) -> None:
    server.desk.declined = {"video.publish", "video.upload"}

    with pytest.raises(SignInAgain, match="allow it"):
        travel(KEYS)


def test_who_allows_less_is_asked_for_less(
    travel: Callable[..., Grant], server: Simulator, office: PostOffice
) -> None:
    server.desk.declined = {"user.info.stats", "video.list", "user.info.profile"}
    grant = travel(KEYS)
    line = address(server, grant)

    assert grant.accounts[0].handle == "brew"
    assert office.ask(line, lambda connector: connector.count([line.id])) == []


@pytest.mark.parametrize("app", [replace(KEYS, client_secret=Secret("wrong")),
                                 replace(BUSINESS, client_secret=Secret("wrong"))])  # fmt: skip
def test_a_wrong_secret_is_the_operators_matter(travel: Callable[..., Grant], app: App) -> None:
    with pytest.raises((FixSetup, ChangeIt)):
        travel(app)


@pytest.mark.parametrize("token", ["", "two words", "ünsaid"])
def test_what_is_no_token_is_refused_at_once(
    office: PostOffice, server: Simulator, served: tuple[Recorder, str], token: str
) -> None:
    for key in ("token", "business_token"):
        given = {"access_token": token, "business_id": "-1"}
        with pytest.raises(ChangeIt):
            sign_in(office, server, key, lambda desk, given=given: desk.enter(given))
    assert served[0].heard == []


def test_a_business_token_needs_its_id(office: PostOffice, server: Simulator) -> None:
    with pytest.raises(ChangeIt, match="business_id"):
        sign_in(office, server, "business_token", lambda desk: desk.enter({"access_token": "a"}))


def test_a_pasted_token_alone_cannot_be_renewed(line: Line) -> None:
    with pytest.raises(SignInAgain):
        sign_in(
            line.office, line.server, "token", lambda desk: desk.refresh(line.address.credential)
        )


def test_a_pasted_refresh_token_is_renewed_with_our_apps_keys(
    travel: Callable[..., Grant], office: PostOffice, server: Simulator
) -> None:
    given = {
        name: travel(KEYS).credential.secret(name) for name in ("access_token", "refresh_token")
    }
    grant = sign_in(office, server, "token", lambda desk: desk.enter(given))
    fresh = sign_in(office, server, "token", lambda desk: desk.refresh(grant.credential), KEYS)

    assert fresh.sign_in == "token"
    assert fresh.secret("access_token") != grant.credential.secret("access_token")


def test_without_keys_nothing_is_given_back(line: Line) -> None:
    line.recorder.heard.clear()

    sign_in(line.office, line.server, "token", lambda desk: desk.revoke(line.address.credential))

    assert line.paths() == []
