"""Signing in: two journeys, typed tokens of three kinds, and renewal."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from antiphon.connect.errors import FixSetup, NetworkError, SignInAgain, TryLater
from antiphon.connect.oauth import App, Departure, Grant, Refreshes, Travels
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Credential, Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.instagram import NETWORK
from antiphon.networks.instagram.simulator import (
    CLIENT_ID,
    CLIENT_SECRET,
    FACEBOOK_ID,
    FACEBOOK_SECRET,
)
from antiphon.networks.instagram.tests.conftest import Network, parcel

OAUTH, PAGE, TOKEN = NETWORK.sign_ins
WAYS = {"instagram": OAUTH, "facebook": PAGE}
BACK = "https://antiphon.example/back"
KEYS = {"client_id": CLIENT_ID, "client_secret": Secret(CLIENT_SECRET)}
FACTS = {"facebook_app_id": FACEBOOK_ID, "facebook_app_secret": FACEBOOK_SECRET}
APP = App(**KEYS, redirect_uri=BACK, facts=FACTS)  # type: ignore[arg-type]


class Stay(HTTPRedirectHandler):
    """Shows where it leads instead of going there."""

    def redirect_request(self, *_args: Any, **_how: Any) -> None:
        return None


def at_desk(ig: Network, way: str, talk: Any, app: App = APP) -> Any:
    return ig.office.sign_in(NETWORK, WAYS[way], talk, app=app, server=ig.server)


def agree(ig: Network, handle: str, departure: Departure) -> Mapping[str, str]:
    """A person presses the button; what comes back with them."""
    given = dict(parse_qsl(urlsplit(departure.url).query))
    given["account"] = ig.simulator.world.handles[handle].id if handle else ""
    address = departure.url.split("?")[0]
    try:
        build_opener(Stay).open(Request(address, data=urlencode(given).encode(), method="POST"))
    except Exception as redirect:  # noqa: BLE001 -- a redirect that is not followed is raised
        back = redirect.headers["Location"]  # type: ignore[attr-defined]
        redirect.close()  # type: ignore[attr-defined]
        return dict(parse_qsl(urlsplit(back).query))
    raise AssertionError("it led nowhere")


def journey(ig: Network, way: str, handle: str, app: App = APP) -> Grant:
    departure = at_desk(ig, way, lambda desk: desk.begin("state-1", {}), app)
    answer = agree(ig, handle, departure)
    assert answer["state"] == "state-1"
    grant = at_desk(ig, way, lambda desk: desk.arrive(departure.memory, answer), app)
    assert isinstance(grant, Grant)
    return grant


@pytest.mark.parametrize("quirks", [set(), {"wrapped"}])
def test_instagrams_page_brings_one_account_for_sixty_days(ig: Network, quirks: set[str]) -> None:
    entrance = ig.simulator.open_account("brew", "Brew")
    ig.simulator.quirks = quirks

    grant = journey(ig, "instagram", "brew")

    [account] = grant.accounts
    assert (account.id, account.handle, account.kind) == (entrance.id, "brew", "business")
    assert account.facts == {"login": "instagram", "followers": 0, "posts_a_day": 100}
    ends = grant.credential.expires_at
    assert ends is not None
    assert timedelta(days=59) < ends - datetime.now(UTC) <= timedelta(days=60)
    assert grant.credential.facts["scopes"]


def test_the_mark_behind_a_code_is_taken_away(ig: Network) -> None:
    ig.simulator.open_account("brew", "Brew")
    departure = at_desk(ig, "instagram", lambda desk: desk.begin("s", {}))
    code = agree(ig, "brew", departure)["code"]

    grant = at_desk(
        ig, "instagram", lambda desk: desk.arrive(departure.memory, {"code": f"{code}#_"})
    )

    assert grant.accounts[0].handle == "brew"


def test_facebooks_page_brings_each_linked_account_with_its_pages_token(ig: Network) -> None:
    for name in ("brew", "bake"):
        ig.simulator.open_account(name, name.title(), owner="ada")
    ig.simulator.open_account("shop", "Shop", owner="ada", business="acme")
    ig.simulator.open_account("bare", "Bare", owner="ada", unlinked="yes")
    ig.simulator.open_account("mute", "Only read", owner="ada", tasks="ANALYZE")
    ig.simulator.open_account("other", "Not hers")

    grant = journey(ig, "facebook", "brew")

    assert [account.handle for account in grant.accounts] == ["brew", "bake", "shop"]
    mine = [account.credential for account in grant.accounts if account.credential]
    tokens = {one.secret("access_token") for one in mine}
    assert len(tokens) == 3
    assert grant.credential.secret("access_token") not in tokens
    assert all(one.expires_at is None and one.facts["login"] == "facebook" for one in mine)


def test_facebooks_keys_are_those_of_instagram_where_there_are_no_others(ig: Network) -> None:
    ig.simulator.open_account("brew", "Brew")
    only = App(client_id=FACEBOOK_ID, client_secret=Secret(FACEBOOK_SECRET), redirect_uri=BACK)

    assert [one.handle for one in journey(ig, "facebook", "brew", only).accounts] == ["brew"]


@pytest.mark.promise("K1")
@pytest.mark.parametrize("way", WAYS)
def test_the_secrets_of_the_app_are_not_kept(ig: Network, way: str) -> None:
    ig.simulator.open_account("brew", "Brew")
    ig.simulator.quirks = {"proof"}

    grant = journey(ig, way, "brew")

    kept = [grant.credential, *(a.credential for a in grant.accounts if a.credential)]
    secrets = {one.reveal() for credential in kept for one in credential.secrets.values()}
    assert not secrets & {CLIENT_SECRET, FACEBOOK_SECRET}


def test_departures_ask_for_what_is_needed_or_name_a_set_up(ig: Network) -> None:
    def asked(way: str, app: App = APP) -> dict[str, list[str]]:
        url = at_desk(ig, way, lambda desk: desk.begin("s", {}), app).url
        return parse_qs(urlsplit(url).query)

    named = App(**KEYS, redirect_uri=BACK, facts={"config_id": "99"})  # type: ignore[arg-type]
    assert "instagram_business_content_publish" in asked("instagram")["scope"][0].split(",")
    assert "instagram_manage_contents" in asked("facebook")["scope"][0].split(",")
    assert asked("facebook")["client_id"] == [FACEBOOK_ID]
    assert asked("facebook", named)["config_id"] == ["99"]
    assert "scope" not in asked("facebook", named)


@pytest.mark.promise("F33")
@pytest.mark.parametrize("way", WAYS)
def test_a_declined_permission_is_named(ig: Network, way: str) -> None:
    ig.simulator.open_account("brew", "Brew")
    ig.simulator.quirks = {"declined"}

    with pytest.raises(SignInAgain, match="content_publish"):
        journey(ig, way, "brew")


@pytest.mark.parametrize("way", WAYS)
def test_who_says_no_comes_back_without_a_grant(ig: Network, way: str) -> None:
    departure = at_desk(ig, way, lambda desk: desk.begin("s", {}))
    answer = agree(ig, "", departure)

    with pytest.raises(SignInAgain):
        at_desk(ig, way, lambda desk: desk.arrive(departure.memory, answer))


@pytest.mark.promise("F31")
@pytest.mark.parametrize("way", WAYS)
def test_a_code_works_once(ig: Network, way: str) -> None:
    ig.simulator.open_account("brew", "Brew")
    departure = at_desk(ig, way, lambda desk: desk.begin("s", {}))
    answer = agree(ig, "brew", departure)
    at_desk(ig, way, lambda desk: desk.arrive(departure.memory, answer))

    with pytest.raises(SignInAgain):
        at_desk(ig, way, lambda desk: desk.arrive(departure.memory, answer))


def test_a_wrong_secret_of_the_app_is_the_operators(ig: Network) -> None:
    ig.simulator.open_account("brew", "Brew")
    wrong = App(client_id=CLIENT_ID, client_secret=Secret("no"), redirect_uri=BACK)

    with pytest.raises(FixSetup):
        journey(ig, "instagram", "brew", wrong)


def test_a_page_without_an_account_says_so(ig: Network) -> None:
    ig.simulator.open_account("bare", "Bare", unlinked="yes")
    given = ig.simulator.open_account("bare", "Bare").given

    with pytest.raises(SignInAgain, match="not linked"):
        ig.enter(given)
    with pytest.raises(SignInAgain, match="None of these"):
        journey(ig, "facebook", "bare")


@pytest.mark.parametrize("facts", [{}, {"kind": "member"}, {"login": "instagram"}])
def test_a_typed_token_of_each_kind_leads_to_the_account(
    ig: Network, tmp_path: Path, facts: dict[str, str]
) -> None:
    us = ig.account(**{"login": "", **facts})

    assert us.handle == "brew"
    assert isinstance(ig.publish(us, parcel(ig.picture(tmp_path))), Receipt)


def test_a_typed_token_of_an_account_is_made_to_last_once_it_is_old_enough(ig: Network) -> None:
    entrance = ig.simulator.open_account("brew", "Brew", login="instagram")
    ig.simulator.quirks = {"young"}
    young = ig.enter(entrance.given).credential
    ig.clock += timedelta(days=2)
    lasting = ig.enter(entrance.given).credential

    assert young.secret("access_token") == entrance.given["access_token"]
    assert lasting.secret("access_token") != entrance.given["access_token"]
    assert all(one.expires_at for one in (young, lasting))


@pytest.mark.parametrize(
    ("app", "lasts"), [({}, False), ({"client_id": FACEBOOK_ID}, False), ({"facts": FACTS}, True)]
)
def test_a_typed_token_of_a_person_lasts_where_the_app_is_ours(
    ig: Network, app: dict[str, Any], *, lasts: bool
) -> None:
    entrance = ig.simulator.open_account("brew", "Brew", kind="member")

    grant = ig.enter(entrance.given, **app)

    assert [account.id for account in grant.accounts] == [entrance.id]
    assert (grant.credential.expires_at is not None) is lasts


@pytest.mark.parametrize(
    ("token", "secret", "remedy"),
    [
        ("", "", SignInAgain),
        ("nonsense", "", SignInAgain),
        ("IGnonsense", "", SignInAgain),
        ("right", "wrong", FixSetup),
    ],
)
def test_a_wrong_token_or_secret_is_named(
    ig: Network, token: str, secret: str, remedy: type[NetworkError]
) -> None:
    right = ig.simulator.open_account("brew", "Brew").given["access_token"]

    with pytest.raises(remedy):
        ig.enter({"access_token": right if token == "right" else token, "app_secret": secret})


@pytest.mark.promise("F30")
def test_a_token_of_an_account_renews_itself_while_it_lives(ig: Network) -> None:
    us = ig.account(login="instagram")
    old: Credential = us.credential
    ig.clock += timedelta(days=50)

    fresh = at_desk(ig, "instagram", lambda desk: desk.refresh(old))

    assert OAUTH.can(Refreshes)
    assert TOKEN.can(Refreshes)
    assert fresh.secret("access_token") != old.secret("access_token")
    assert fresh.secret("refresh_token") == fresh.secret("access_token")
    assert fresh.facts == old.facts
    ig.clock += timedelta(days=50)
    with pytest.raises(SignInAgain):
        at_desk(ig, "instagram", lambda desk: desk.refresh(old))


def test_a_token_that_is_too_young_to_be_renewed_is_kept(ig: Network) -> None:
    us = ig.account(login="instagram")
    ig.simulator.quirks = {"young"}

    with pytest.raises(TryLater, match="a day old"):
        at_desk(ig, "instagram", lambda desk: desk.refresh(us.credential))


def test_a_token_of_a_page_is_not_renewed_behind_the_persons_back(ig: Network) -> None:
    us = ig.account()

    assert PAGE.can(Travels)
    assert not PAGE.can(Refreshes)
    assert us.credential.secret("refresh_token") == ""


def test_a_token_works_at_the_host_of_its_own_sign_in_only(ig: Network, tmp_path: Path) -> None:
    us = ig.account(login="instagram")
    wrong = Credential(sign_in="token", secrets=us.credential.secrets, facts={"login": "facebook"})
    there = type(us)(**{**vars(us), "credential": wrong})

    outcome = ig.send(Verb.PREPARE, there, parcel(ig.picture(tmp_path)))

    assert isinstance(outcome, SignInAgain)
