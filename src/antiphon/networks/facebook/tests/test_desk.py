"""Signing in: journeys, pasted tokens, Pages with tokens of their own."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, NetworkError, SignInAgain
from antiphon.connect.oauth import App, Departure, Grant, Refreshes, Travels
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Credential, Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.facebook import NETWORK
from antiphon.networks.facebook.simulator import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.facebook.tests.conftest import Network, parcel

OAUTH, TOKEN = NETWORK.sign_ins
BACK = "https://antiphon.example/back"
APP = App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET), redirect_uri=BACK)


class Stay(HTTPRedirectHandler):
    """Shows where it leads instead of going there."""

    def redirect_request(self, *_args: Any, **_how: Any) -> None:
        return None


def at_desk(fb: Network, talk: Any, app: App = APP) -> Any:
    return fb.office.sign_in(NETWORK, OAUTH, talk, app=app, server=fb.server)


def agree(fb: Network, handle: str, departure: Departure) -> Mapping[str, str]:
    """A person presses the button; what comes back with them."""
    given = dict(parse_qsl(urlsplit(departure.url).query))
    given["person"] = fb.simulator.world.handles[handle].owner if handle else ""
    address = departure.url.split("?")[0]
    opened = build_opener(Stay)
    try:
        opened.open(Request(address, data=urlencode(given).encode(), method="POST"))
    except Exception as redirect:  # noqa: BLE001 -- a redirect that is not followed is raised
        back = redirect.headers["Location"]  # type: ignore[attr-defined]
        redirect.close()  # type: ignore[attr-defined]
        return dict(parse_qsl(urlsplit(back).query))
    raise AssertionError("it led nowhere")


def journey(fb: Network, handle: str) -> Grant:
    departure = at_desk(fb, lambda desk: desk.begin("state-1", {}))
    answer = agree(fb, handle, departure)
    assert answer["state"] == "state-1"
    grant = at_desk(fb, lambda desk: desk.arrive(departure.memory, answer))
    assert isinstance(grant, Grant)
    return grant


def test_the_journey_brings_each_page_with_a_token_of_its_own(fb: Network) -> None:
    for name in ("brew", "bake"):
        fb.simulator.open_account(name, name.title(), owner="ada")
    fb.simulator.open_account("other", "Not hers")

    grant = journey(fb, "brew")

    assert [account.handle for account in grant.accounts] == ["brew", "bake"]
    tokens = {account.credential.secret("access_token") for account in grant.accounts
              if account.credential}  # fmt: skip
    assert len(tokens) == 2
    assert grant.credential.secret("access_token") not in tokens
    assert grant.credential.expires_at is not None
    assert all(a.credential and a.credential.expires_at is None for a in grant.accounts)


def test_pages_of_a_business_are_found_too(fb: Network) -> None:
    fb.simulator.open_account("brew", "Brew", owner="ada")
    fb.simulator.open_account("shop", "Shop", owner="ada", business="acme")

    assert [account.handle for account in journey(fb, "brew").accounts] == ["brew", "shop"]


def test_the_journey_signs_with_the_secret_and_keeps_it_not(fb: Network) -> None:
    fb.simulator.open_account("brew", "Brew")
    fb.simulator.quirks = {"proof"}

    grant = journey(fb, "brew")

    kept = [grant.credential, *(a.credential for a in grant.accounts if a.credential)]
    assert all(set(one.secrets) == {"access_token", "appsecret_proof"} for one in kept)
    queries = b"".join(call["query"] for call in fb.line.calls)
    assert CLIENT_SECRET.encode() not in queries


def test_the_departure_asks_for_what_is_needed_or_names_a_set_up(fb: Network) -> None:
    plain = at_desk(fb, lambda desk: desk.begin("s", {}))
    setup = App(client_id=CLIENT_ID, redirect_uri=BACK, facts={"config_id": "99"})
    business = at_desk(fb, lambda desk: desk.begin("s", {}), setup)

    asked = parse_qs(urlsplit(plain.url).query)
    assert "pages_manage_posts" in asked["scope"][0].split(",")
    assert parse_qs(urlsplit(business.url).query)["config_id"] == ["99"]
    assert "scope" not in parse_qs(urlsplit(business.url).query)


@pytest.mark.promise("F33")
def test_a_declined_permission_is_named(fb: Network) -> None:
    fb.simulator.open_account("brew", "Brew")
    fb.simulator.quirks = {"declined"}

    with pytest.raises(SignInAgain, match="pages_manage_posts"):
        journey(fb, "brew")


def test_who_says_no_comes_back_without_a_grant(fb: Network) -> None:
    departure = at_desk(fb, lambda desk: desk.begin("s", {}))
    answer = agree(fb, "", departure)

    with pytest.raises(SignInAgain):
        at_desk(fb, lambda desk: desk.arrive(departure.memory, answer))


@pytest.mark.promise("F31")
def test_a_code_works_once(fb: Network) -> None:
    fb.simulator.open_account("brew", "Brew")
    departure = at_desk(fb, lambda desk: desk.begin("s", {}))
    answer = agree(fb, "brew", departure)
    at_desk(fb, lambda desk: desk.arrive(departure.memory, answer))

    with pytest.raises(SignInAgain):
        at_desk(fb, lambda desk: desk.arrive(departure.memory, answer))


def test_a_pasted_token_of_a_page_is_the_page(fb: Network) -> None:
    entrance = fb.simulator.open_account("brew", "Brew")

    grant = fb.enter(entrance.given)

    assert [(a.id, a.handle, a.kind) for a in grant.accounts] == [(entrance.id, "brew", "page")]
    assert grant.accounts[0].credential is None


@pytest.mark.parametrize("app", [{}, {"client_id": CLIENT_ID,
                                      "client_secret": Secret(CLIENT_SECRET)}])  # fmt: skip
def test_a_pasted_token_of_a_person_brings_their_pages(fb: Network, app: dict[str, Any]) -> None:
    entrance = fb.simulator.open_account("brew", "Brew", kind="member")

    grant = fb.enter(entrance.given, **app)

    assert [account.id for account in grant.accounts] == [entrance.id]
    assert (grant.credential.expires_at is not None) is bool(app)


@pytest.mark.parametrize(
    ("token", "secret", "remedy"),
    [("", "", SignInAgain), ("nonsense", "", SignInAgain), ("right", "wrong", FixSetup)],
)
def test_a_wrong_token_or_secret_is_named(
    fb: Network, token: str, secret: str, remedy: type[NetworkError]
) -> None:
    right = fb.simulator.open_account("brew", "Brew").given["access_token"]

    with pytest.raises(remedy):
        fb.enter({"access_token": right if token == "right" else token, "app_secret": secret})


def test_revoking_a_persons_permission_ends_their_pages(fb: Network) -> None:
    page = fb.page("brew", "Brew", kind="member")
    person = fb.enter(fb.simulator.open_account("brew", "Brew", kind="member").given).credential
    assert isinstance(fb.send(Verb.PUBLISH, page, parcel()), Receipt)

    at_desk(fb, lambda desk: desk.revoke(person))

    assert isinstance(fb.send(Verb.PUBLISH, page, parcel()), SignInAgain)


def test_a_page_alone_cannot_be_revoked(fb: Network) -> None:
    page: Credential = fb.page().credential

    with pytest.raises(ChangeIt, match="Business integrations"):
        at_desk(fb, lambda desk: desk.revoke(page))


def test_nothing_here_is_refreshed_behind_the_persons_back() -> None:
    assert OAUTH.can(Travels)
    assert not OAUTH.can(Refreshes)
    assert not TOKEN.can(Refreshes)
