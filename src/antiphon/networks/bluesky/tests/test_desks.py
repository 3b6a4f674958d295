"""Signing in with an app password, and how we introduce ourselves."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, NetworkError, SignInAgain
from antiphon.connect.oauth import App, Refreshes, Revokes, Travels
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.bluesky import dpop
from antiphon.networks.bluesky.client import SCOPES, client_metadata, client_of
from antiphon.networks.bluesky.identity import home
from antiphon.networks.bluesky.tests.builders import APP_PASSWORD, OAUTH, Trial, parcel
from antiphon.networks.bluesky.tests.lines import Line


def test_both_sign_ins_have_their_abilities() -> None:
    assert all(one.can(Refreshes) and one.can(Revokes) for one in (APP_PASSWORD, OAUTH))
    assert OAUTH.can(Travels)
    assert (OAUTH.one_time_refresh, APP_PASSWORD.one_time_refresh) == (True, False)


def test_the_app_password_is_not_kept(trial: Trial) -> None:
    kept = trial.address.credential

    assert set(kept.secrets) == {"access_token", "refresh_token"}
    assert trial.entrance.given["app_password"] not in str(kept)
    assert kept.expires_at


@pytest.mark.parametrize("given", [{"handle": ""}, {"app_password": " "}])
def test_what_is_missing_is_asked_for(trial: Trial, given: dict[str, str]) -> None:
    with pytest.raises(ChangeIt):
        trial.enter(**given)


def test_a_wrong_password_is_refused(trial: Trial) -> None:
    with pytest.raises(SignInAgain):
        trial.enter(app_password="aaaa-bbbb-cccc-dddd")


@pytest.mark.promise("F30", "K3")
def test_what_ran_out_is_renewed(trial: Trial) -> None:
    trial.simulator.expire("alice")
    refused = trial.send(Verb.PUBLISH, parcel())

    trial.hold(trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(trial.address.credential)))

    assert isinstance(refused, SignInAgain)
    assert isinstance(trial.send(Verb.PUBLISH, parcel()), Receipt)


@pytest.mark.promise("F32")
def test_a_lost_renewal_of_an_app_password_is_simply_repeated(trial: Trial, line: Line) -> None:
    line.lose_after = {"com.atproto.server.refreshSession"}
    with pytest.raises(NetworkError) as lost:
        trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(trial.address.credential))
    line.lose_after = set()

    trial.hold(trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(trial.address.credential)))

    assert lost.value.remedy == "try_later"
    assert isinstance(trial.send(Verb.PUBLISH, parcel()), Receipt)


def test_an_answer_for_somebody_else_changes_nothing(trial: Trial) -> None:
    old = trial.address.credential
    stranger = replace(old, facts={**old.facts, "did": "did:plc:somebodyelse"})

    with pytest.raises(SignInAgain, match="another account"):
        trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(stranger))


def test_too_many_sign_ins_are_a_reason_to_wait(trial: Trial) -> None:
    trial.simulator.quirks.rate_limits = True
    for _turn in range(30):
        trial.enter()

    with pytest.raises(NetworkError, match="Too many") as refused:
        trial.enter()

    assert refused.value.remedy == "try_later"


def test_leaving_ends_the_session(trial: Trial) -> None:
    for _turn in range(2):
        trial.at_desk(APP_PASSWORD, lambda desk: desk.revoke(trial.address.credential))

    assert isinstance(trial.send(Verb.PUBLISH, parcel()), SignInAgain)


def test_an_installation_on_this_machine_introduces_itself_by_its_way_back() -> None:
    client = client_of(App(redirect_uri="http://localhost:8000/back"), SCOPES)

    known = parse_qs(urlsplit(client.id).query)
    assert client.redirect_uri == "http://127.0.0.1:8000/back"
    assert known == {"redirect_uri": [client.redirect_uri], "scope": [" ".join(SCOPES)]}
    assert client.proof("https://issuer.example") == {}


def test_a_public_installation_introduces_itself_by_its_document() -> None:
    key = dpop.new_key()
    address = "https://smo.example/oauth/client.json"
    app = App(client_id=address, client_secret=Secret(key), redirect_uri="https://smo.example/back")

    client = client_of(app, SCOPES)
    about = client_metadata(address=address, home="https://smo.example",
                            redirect_uri=app.redirect_uri, key=key)  # fmt: skip

    assert client.id == about["client_id"] == address
    assert client.redirect_uri in about["redirect_uris"]
    assert set(SCOPES) <= set(about["scope"].split())
    assert "d" not in about["jwks"]["keys"][0]
    assert client.proof("https://issuer.example")["client_assertion"].count(".") == 2


def test_an_installation_that_nobody_can_come_back_to_says_so() -> None:
    with pytest.raises(FixSetup):
        client_of(App(redirect_uri="http://192.168.1.5:8000/back"), SCOPES)


def test_an_account_lives_where_its_document_says_and_a_trial_server_where_it_is() -> None:
    document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://pds.example/"}]}
    trial = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "http://localhost:2583"}]}

    assert home(document, "https://bsky.social") == "https://pds.example"
    assert home(document, "http://127.0.0.1:4583") == "http://127.0.0.1:4583"
    assert home(trial, "https://bsky.social") == "https://bsky.social"
    assert home(None, "https://bsky.social") == "https://bsky.social"
