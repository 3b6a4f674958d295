"""Signing in: the journey to Google's page, and a client of one's own."""

from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from antiphon.connect.errors import FixSetup, SignInAgain
from antiphon.connect.oauth import App, Departure, Grant
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.youtube import NETWORK
from antiphon.networks.youtube.desk import MANAGE
from antiphon.networks.youtube.simulator import CLIENT_ID, CLIENT_SECRET
from antiphon.networks.youtube.tests.lines import KEY, Us

BACK = "https://antiphon.example/back"
APP = App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET), redirect_uri=BACK)


def sign_in(us: Us, key: str, talk: Callable[[Any], Any], app: App = APP) -> Any:
    """A conversation with a desk."""
    way = next(one for one in NETWORK.sign_ins if one.key == key)
    return us.office.sign_in(NETWORK, way, talk, app=app, server=us.line.base(KEY))


def travelled(us: Us) -> Grant:
    """There and back, choosing this channel."""
    departure: Departure = sign_in(us, "oauth", lambda desk: desk.begin("state-1", {}))
    answer = agreed(departure.url, us.handle)
    found: Grant = sign_in(us, "oauth", lambda desk: desk.arrive(departure.memory, answer))
    return found


def agreed(url: str, handle: str) -> dict[str, str]:
    """What Google's page sends back when the person chose that channel."""
    parts = urlsplit(url)
    talk = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    talk.request("GET", f"{parts.path}?{parts.query}&as={handle}")
    back = urlsplit(talk.getresponse().headers["Location"])
    talk.close()
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def test_the_journey_brings_a_lasting_permission_for_one_channel(us: Us) -> None:
    grant = travelled(us)

    assert [one.id for one in grant.accounts] == [us.address.id]
    assert grant.credential.secret("refresh_token")
    assert grant.credential.facts["scope"] == MANAGE


def test_the_journey_asks_for_what_it_uses_and_proves_itself(us: Us) -> None:
    departure: Departure = sign_in(us, "oauth", lambda desk: desk.begin("state-1", {}))

    asked = {name: one[0] for name, one in parse_qs(urlsplit(departure.url).query).items()}
    assert (asked["scope"], asked["state"], asked["redirect_uri"]) == (MANAGE, "state-1", BACK)
    assert (asked["access_type"], asked["prompt"]) == ("offline", "consent")
    assert asked["code_challenge_method"] == "S256"
    assert departure.memory["verifier"] not in departure.url


def test_at_home_the_journey_leads_to_googles_own_page(us: Us) -> None:
    way = next(one for one in NETWORK.sign_ins if one.key == "oauth")

    departure = us.office.sign_in(NETWORK, way, lambda desk: desk.begin("s", {}), app=APP)

    assert departure.url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")


def test_whoever_says_no_is_asked_to_sign_in_again(us: Us) -> None:
    with pytest.raises(SignInAgain):
        sign_in(us, "oauth", lambda desk: desk.arrive({}, {"error": "access_denied"}))


def test_an_unticked_scope_is_noticed_at_once(us: Us) -> None:
    us.server.world.quirks.add("unticked")

    with pytest.raises(SignInAgain, match="manage the channel"):
        travelled(us)


def test_a_code_works_once(us: Us) -> None:
    departure: Departure = sign_in(us, "oauth", lambda desk: desk.begin("state-1", {}))
    answer = agreed(departure.url, us.handle)
    sign_in(us, "oauth", lambda desk: desk.arrive(departure.memory, answer))

    with pytest.raises(SignInAgain):
        sign_in(us, "oauth", lambda desk: desk.arrive(departure.memory, answer))


def test_a_wrong_secret_of_the_installation_is_for_its_operator(us: Us) -> None:
    wrong = App(client_id=CLIENT_ID, client_secret=Secret("wrong"), redirect_uri=BACK)
    old = travelled(us).credential

    with pytest.raises(FixSetup):
        sign_in(us, "oauth", lambda desk: desk.refresh(old), wrong)


def test_a_fresh_token_keeps_the_lasting_one(us: Us) -> None:
    old = travelled(us).credential

    fresh: Credential = sign_in(us, "oauth", lambda desk: desk.refresh(old))

    assert fresh.secret("refresh_token") == old.secret("refresh_token")
    assert fresh.secret("access_token") != old.secret("access_token")
    assert fresh.expires_at is not None


def test_a_client_of_ones_own_renews_without_the_installations(us: Us) -> None:
    old = us.address.credential

    fresh: Credential = sign_in(us, "own_client", lambda desk: desk.refresh(old), App())

    assert fresh.secret("access_token") != old.secret("access_token")


def test_a_permission_that_was_taken_back_cannot_be_renewed(us: Us) -> None:
    us.server.revoke(us.handle)

    with pytest.raises(SignInAgain):
        sign_in(us, "own_client", lambda desk: desk.refresh(us.address.credential))


def test_without_a_lasting_permission_nothing_is_renewed(us: Us) -> None:
    bare = Credential(sign_in="oauth", secrets={"access_token": Secret("x")})

    with pytest.raises(SignInAgain):
        sign_in(us, "oauth", lambda desk: desk.refresh(bare))


def test_what_is_given_back_is_useless(us: Us) -> None:
    sign_in(us, "own_client", lambda desk: desk.revoke(us.address.credential))

    with pytest.raises(SignInAgain):
        us.talk(lambda one: one.whoami())


@pytest.mark.parametrize("missing", ["client_id", "client_secret", "refresh_token"])
def test_all_three_fields_are_needed(us: Us, missing: str) -> None:
    given = dict.fromkeys(("client_id", "client_secret", "refresh_token"), "some")

    with pytest.raises(SignInAgain, match="all three"):
        sign_in(us, "own_client", lambda desk: desk.enter({**given, missing: " "}))
